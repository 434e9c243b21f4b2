"""What a cell's HTML brings along becomes files: scripts and styles once for all pages, pictures.

An output that brings its own script works anywhere, but a page with five of them would carry five
copies, and a content security policy could allow none. So elements marked `data-asset="<name>"`
leave the page, which links to one file instead; and pictures inside it (an animation's frames)
come after the text.
"""

import base64
import binascii
import posixpath
import re
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from docutils import nodes
from PIL import ExifTags, Image
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

DATA = re.compile(r"data:image/(\w+);base64,([\w+/=]+)")
SUFFIX = {"style": "css", "script": "js"}
# What matplotlib calls an inch is this wide on the page, however finely it was drawn.
PIXELS_PER_INCH = 100
LAZY = {"loading": "lazy", "decoding": "async"}


class Output(HTMLParser):
    """A piece of HTML on its way to the page; it may open what only another piece closes.

    Attributes
    ----------
    html : list of str
        What is left of it, piece by piece.
    assets : dict of str to str
        What leaves the page: file name to content.
    """

    def __init__(self, node: nodes.raw, translator: HTML5Translator) -> None:
        """Take the HTML of a node apart, and write its files."""
        super().__init__(convert_charrefs=False)
        self.node, self.folder = node, Path(translator.builder.outdir)
        self.images = translator.builder.imgpath
        self.html: list[str] = []
        self.assets: dict[str, str] = {}
        self.asset = ""
        self.feed(node.astext())
        self.html.append(self.rawdata)  # a tag without an end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        address = attributes.get("src") or ""
        if "://" in address.partition(",")[0]:
            warn_of_address(address, self.node)
        if tag in SUFFIX and attributes.get("data-asset"):
            self.asset = f"{attributes['data-asset']}.{SUFFIX[tag]}"
        elif tag == "img":
            attributes["src"] = address = DATA.sub(self.move, address)
            asked = {"width", "height"} & attributes.keys()
            own = {} if asked else size(self.folder / "_images" / posixpath.basename(address))
            alt = {"alt": self.node["alt"]} if "alt" in self.node else {}
            attributes = {**LAZY, **own, **attributes, **alt}
            told = (f'{k}="{escape(v)}"' if v is not None else k for k, v in attributes.items())
            self.html.append(f"<img {' '.join(told)}>")
        else:
            self.html.append(DATA.sub(self.move, self.get_starttag_text() or ""))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if not self.asset:
            self.html.append(f"</{tag}>")
        self.asset = ""

    def handle_data(self, data: str) -> None:
        if not self.asset:
            self.html.append(data)
            return
        name, _, suffix = self.asset.rpartition(".")
        file = f"{name}-{sha256(data.encode()).hexdigest()[:8]}.{suffix}"
        self.assets[file] = data
        write(self.folder / "_static" / file, data.encode())

    def handle_entityref(self, name: str) -> None:
        self.html.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.html.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.html.append(f"<!--{data}-->")

    def move(self, match: re.Match[str]) -> str:
        """Return the address of the file that takes the place of a picture's data."""
        try:
            data = base64.b64decode(match[2])
        except binascii.Error:
            return match[0]
        name = f"{sha256(data).hexdigest()}.{match[1]}"
        write(self.folder / "_images" / name, data)
        return posixpath.join(self.images, name)


def warn_of_address(address: str, node: nodes.Node) -> None:
    """Warn of what the policy of the pages, in `theme/csp.html`, does not let in."""
    logger.warning("%s: pages load nothing from other addresses", address, location=node)


def write(path: Path, content: bytes) -> None:
    """Write a file, in a folder that may not be there yet."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def size(path: Path) -> dict[str, str]:
    """Return the width and height in which a picture was drawn, as attributes of its element.

    None where the file does not say: it is not there, or drawn by lines, or beyond all measure.
    """
    try:
        with Image.open(path) as picture:
            # Drawn more finely, for sharp screens; no picture is enlarged.
            scale = PIXELS_PER_INCH / max(picture.info.get("dpi", (0,))[0], PIXELS_PER_INCH)
            width, height = round(picture.width * scale), round(picture.height * scale)
            if picture.getexif().get(ExifTags.Base.Orientation, 1) > 4:
                width, height = height, width  # the camera was held upright
    except (OSError, Image.DecompressionBombError):
        return {}
    return {"width": str(width), "height": str(height)}
