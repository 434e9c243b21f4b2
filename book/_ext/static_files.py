"""The style sheets and scripts of the site: those of `book/_static`, and none of the theme's.

The theme's own weigh a megabyte. Addresses carry a digest, so that a browser never shows a new
page in an old style. Pictures that an earlier build drew leave the site too: what a build publishes
does not depend on those before it.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def add_files(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Hand the templates `asset()`, and the names of what the outputs of this page need."""

    def asset(name: str) -> str:
        paths = [own(app) / name, Path(app.outdir, "_static", name)]
        content = next(path for path in paths if path.exists()).read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:8]
        return f"{context['pathto'](f'_static/{name}', 1)}?v={digest}"

    context["asset"] = asset
    needed: dict[str, str] = {} if doctree is None else doctree.get("assets", {})
    context["page_styles"] = [name for name in needed if name.endswith(".css")]
    context["page_scripts"] = [name for name in needed if name.endswith(".js")]


def own(app: Sphinx) -> Path:
    """Return the folder of the book's own files."""
    return Path(app.srcdir, app.config.html_static_path[0])


def drop_others(app: Sphinx, error: Exception | None) -> None:
    """Remove the files of the theme, of extensions and of earlier builds that no page asks for."""
    site = Path(app.outdir)
    asked = {
        site / name
        for page in site.rglob("*.html")
        for name in re.findall(r'(?:_images|_static)/[^"?]+', page.read_text("utf-8"))
    }
    ours = {site / "_static" / path.relative_to(own(app)) for path in own(app).rglob("*")}
    for folder in (site / "_images", site / "_static"):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in asked | ours:
                path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Serve the templates, and tidy up in the end."""
    app.connect("html-page-context", add_files)
    # After the theme has written the last of them.
    app.connect("build-finished", drop_others, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
