"""What a cell's HTML brings along becomes files: scripts and styles once for all pages, pictures.

An output that brings its own script works anywhere, but a page with five of them would carry five
copies, and a content security policy could allow none. So elements marked `data-asset="<name>"`
leave the page, which links to one file instead; and pictures inside it (an animation's frames)
come after the text. What was drawn becomes WebP, which takes a third of PNG's room.
"""

import base64
import io
import os
import posixpath
import re
from hashlib import sha256
from html import escape
from pathlib import Path

from docutils import nodes
from PIL import ExifTags, Image
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from book._ext.doctree import ancestors, is_output

logger = logging.getLogger(__name__)

ASSET = re.compile(r'<(style|script) data-asset="([\w-]+)">(.*?)</\1>', re.S)
DATA = re.compile(r"data:image/(\w+);base64,([\w+/=]+)")
PICTURE = re.compile(r"""<img\b((?:[^>"']|"[^"]*"|'[^']*')*?)\s*/?>""")
SOURCE = re.compile(r"""\bsrc=["']?([^"'\s>]+)""")
RULES = [("image/png", "image/webp")]
SUFFIX = {"style": "css", "script": "js"}
# What matplotlib calls an inch is this wide on the page, however finely it was drawn.
PIXELS_PER_INCH = 100
LAZY = {"loading": "lazy", "decoding": "async"}
# The shades that a drawing is left with, of 255: nobody sees a difference of four, and all others
# are most of its weight. White and black stay what they are.
SHADES = [round(round(shade / 8.5) * 8.5) for shade in range(256)]


class Lighter(ImageConverter):
    """Serve the pictures that cells have drawn as WebP."""

    conversion_rules = RULES
    formats = ("html",)

    def match(self, node: nodes.image) -> bool:
        """Tell whether a picture was drawn by a cell."""
        is_drawn = any(map(is_output, ancestors(node)))
        return is_drawn and "image/png" in self.guess_mimetypes(node)

    def convert(self, _from: str, _to: str) -> bool:
        """Write the file that is served."""
        Path(_to).write_bytes(lighten(Path(_from).read_bytes(), self.config))
        return True


def lighten(png: bytes, config: Config) -> bytes:
    """Return a drawing as WebP; it is kept beside the outputs that it is one of."""
    path = Path(config.nb_execution_cache_path, "drawings", f"{sha256(png).hexdigest()}.webp")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # In place as a whole or not at all; the other language may draw it just now.
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(to_webp(png))
        fresh.replace(path)
    return path.read_bytes()


def to_webp(png: bytes) -> bytes:
    """Return a drawing as WebP, as sharp as it was."""
    with Image.open(io.BytesIO(png)) as picture:
        channels = picture.convert("RGBA").split()
    shaded = Image.merge("RGBA", [channel.point(SHADES) for channel in channels])
    buffer = io.BytesIO()
    shaded.save(buffer, "WebP", lossless=True, method=3)
    return buffer.getvalue()


def move_to_files(node: nodes.raw, builder: StandaloneHTMLBuilder) -> tuple[str, dict[str, str]]:
    """Write the files of a piece of HTML; return what is left of it, and its assets by name."""
    folder = Path(builder.outdir)
    assets: dict[str, str] = {}

    def move_asset(match: re.Match[str]) -> str:
        element, name, content = match.groups()
        file = f"{name}-{sha256(content.encode()).hexdigest()[:8]}.{SUFFIX[element]}"
        assets[file] = content
        write(folder / "_static" / file, content.encode())
        return ""

    def move_picture(match: re.Match[str]) -> str:
        kind, data = match[1], base64.b64decode(match[2])
        if kind == "png":
            kind, data = "webp", lighten(data, builder.config)
        name = f"{sha256(data).hexdigest()}.{kind}"
        write(folder / "_images" / name, data)
        return posixpath.join(builder.imgpath, name)

    def complete(match: re.Match[str]) -> str:
        attributes = match[1]
        source = SOURCE.search(attributes)
        own = dict(LAZY)
        if source and not re.search(r"\b(width|height)=", attributes):
            own |= size(folder / "_images" / posixpath.basename(source[1]))
        if "alt" in node:
            alt = f' alt="{escape(node["alt"])}"'
            attributes, found = re.subn(r' alt="[^"]*"', lambda _: alt, attributes)
            attributes += "" if found else alt
        told = " ".join(f'{name}="{text}"' for name, text in own.items())
        return f"<img {told}{attributes}>"

    html = DATA.sub(move_picture, ASSET.sub(move_asset, node.astext()))
    for address in SOURCE.findall(html):
        if "://" in address.partition(",")[0] or address.startswith("data:"):
            warn_of_address(address, node)
    return PICTURE.sub(complete, html), assets


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


def setup(app: Sphinx) -> None:
    """Lighten what was drawn."""
    app.add_post_transform(Lighter)
