"""Lift scripts and style sheets out of outputs, and serve each as a file to the pages that need it.

An output that brings its own script works anywhere, but a page with five of them would carry five
copies, and a content security policy could allow none. Elements marked `data-asset="<name>"` leave
the page; in their place it links to one file, the same for all outputs and all pages.

A script says `_("Play")`; the setting `words`, by its English text, is what that is in the language
of the pages. A page hands on those that its scripts say, as data.
"""

import io
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

ASSET = re.compile(r'<(style|script) data-asset="([\w-]+)">(.*?)</\1>\s*', re.DOTALL)
SUFFIX = {"style": "css", "script": "js"}


class LiftAssets(SphinxPostTransform):
    """Move the marked elements of a page's raw HTML into a dictionary: file name to content."""

    # After myst-nb has chosen, at 4, which form of an output the page shows.
    default_priority = 10
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Lift them all."""
        assets: dict[str, str] = {}

        def lift(match: re.Match[str]) -> str:
            kind, name, content = match.groups()
            digest = sha256(content.encode()).hexdigest()[:8]
            assets[f"{name}-{digest}.{SUFFIX[kind]}"] = content
            return ""

        for raw in list(self.document.findall(nodes.raw)):
            if "html" in raw["format"].split():
                text = ASSET.sub(lift, raw.astext())
                raw.rawsource = text
                raw.children = [nodes.Text(text)]
        self.document["assets"] = assets


def link_assets(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write a page's assets beside the other static files and link them from this page only."""
    assets: dict[str, str] = {} if doctree is None else doctree.get("assets", {})
    for filename, content in assets.items():
        path = Path(app.outdir, "_static", filename)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        if path.suffix == ".js":
            app.add_js_file(filename, loading_method="defer")
        else:
            app.add_css_file(filename)
    scripts = [content for name, content in assets.items() if name.endswith(".js")]
    said = {text for script in scripts for text in texts(script)}
    words = {text: word for text, word in sorted(app.config.words.items()) if text in said and word}
    # Whatever the words are, they do not end the element that they stand in.
    context["words"] = (
        json.dumps(words, ensure_ascii=False).replace("<", "\\u003c") if words else ""
    )


def texts(script: str) -> set[str]:
    """Return all that a script says."""
    messages = extract("javascript", io.BytesIO(script.encode()))
    return {text for _, text, _, _ in messages if isinstance(text, str)}


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two steps."""
    app.add_post_transform(LiftAssets)
    app.connect("html-page-context", link_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
