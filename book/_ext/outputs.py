"""What a cell's HTML brings along becomes files: scripts and styles once for all pages, pictures.

An output that brings its own script works anywhere, but a page with five of them would carry five
copies, and a content security policy could allow none. So elements marked `data-asset="<name>"`
leave the page, which links to one file instead; and pictures inside it (an animation's frames)
come after the text.
"""

import base64
import posixpath
import re
from hashlib import sha256
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from PIL import Image
from sphinx.writers.html5 import HTML5Translator

PICTURE = re.compile(r"data:image/(\w+);base64,([\w+/=]+)")
SUFFIX = {"style": "css", "script": "js"}
# What matplotlib calls an inch is this wide on the page, however finely it was drawn.
PIXELS_PER_INCH = 100
LAZY = {"loading": "lazy", "decoding": "async"}


def extract_assets(node: nodes.raw, translator: HTML5Translator) -> str:
    """Return the HTML of a node, once its files are written; the page's assets are in `assets`."""
    text = node.astext()
    if "<img" not in text and "data-asset" not in text:
        return text
    folder = translator.builder.outdir
    html = BeautifulSoup(text, "html.parser")
    assets: dict[str, str] = translator.document.setdefault("assets", {})
    for element in html.select("[data-asset]"):
        content = element.get_text()
        digest = sha256(content.encode()).hexdigest()[:8]
        name = f"{element['data-asset']}-{digest}.{SUFFIX[element.name]}"
        assets[name] = content
        write(Path(folder, "_static", name), content.encode())
        element.decompose()

    def move(match: re.Match[str]) -> str:
        data = base64.b64decode(match[2])
        name = f"{sha256(data).hexdigest()}.{match[1]}"
        write(Path(folder, "_images", name), data)
        return posixpath.join(translator.builder.imgpath, name)

    for element in html.find_all(True):
        for name, value in list(element.attrs.items()):
            element[name] = PICTURE.sub(move, value) if isinstance(value, str) else value
        if element.name == "img":
            file = Path(folder, "_images", posixpath.basename(str(element.get("src", ""))))
            element.attrs = {**LAZY, **size(file), **element.attrs}
            if "alt" in node:
                element["alt"] = node["alt"]
    return str(html)


def write(path: Path, content: bytes) -> None:
    """Write a file, in a folder that may not be there yet."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def size(path: Path) -> dict[str, str]:
    """Return the width and height in which a picture was drawn, as attributes of its element.

    None where the file does not say: at another address, or drawn by lines.
    """
    try:
        with Image.open(path) as picture:
            scale = PIXELS_PER_INCH / picture.info.get("dpi", (PIXELS_PER_INCH,))[0]
            width, height = round(picture.width * scale), round(picture.height * scale)
    except OSError:
        return {}
    return {"width": str(width), "height": str(height)}
