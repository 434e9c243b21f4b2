"""Pictures that hold their place before they arrive, and arrive only when they are near.

Pictures inside the page (an animation's frames) become files, so that text comes first.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from PIL import Image
from sphinx.application import Sphinx

# What matplotlib calls an inch is this wide on the page, however finely it was drawn.
PIXELS_PER_INCH = 100


def place_pictures(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Complete all pictures of a page."""
    folder = Path(app.outdir, "_images")
    # Pictures reach that folder only when all pages are written.
    sources = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}

    def write(match: re.Match[str]) -> str:
        data = base64.b64decode(match[2])
        name = f"{hashlib.sha256(data).hexdigest()}.{match[1]}"
        folder.mkdir(exist_ok=True)
        folder.joinpath(name).write_bytes(data)
        address: str = context["pathto"](f"_images/{name}", 1)
        return address

    def complete(match: re.Match[str]) -> str:
        tag: str = match[0]
        name = re.search(r'src="[^"]*_images/([^"]+)"', tag)
        if name and not ("linefit-still" in tag and " width=" in tag):
            width, height = size(sources.get(name[1], folder / name[1]))
            # What myst-nb says is rounded otherwise. From docutils 0.22 on it is no style.
            tag = re.sub(r' (?:style|width|height)="[^"]*"', "", tag)
            tag = tag.replace("<img", f'<img width="{width}" height="{height}"')
        return tag.replace("<img", '<img loading="lazy" decoding="async"')

    body = context.get("body", "")
    body = re.sub(r"data:image/(\w+);base64,([\w+/=]+)", write, body)
    context["body"] = re.sub(r"<img [^>]*>", complete, body)


def size(path: Path) -> tuple[int, int]:
    """Return the width and height in which a picture is to be seen."""
    with Image.open(path) as picture:
        scale = PIXELS_PER_INCH / picture.info.get("dpi", (PIXELS_PER_INCH,))[0]
        return round(picture.width * scale), round(picture.height * scale)


def setup(app: Sphinx) -> dict[str, bool]:
    """Complete pictures as pages are written."""
    app.connect("html-page-context", place_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
