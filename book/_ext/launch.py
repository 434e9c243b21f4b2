"""Put buttons on every page with code that open its notebook in Colab, in Binder, or save it.

The theme's own buttons lead to the Markdown source, which neither Colab nor a reader can run.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from book._ext.as_notebook import is_executable

# The branch that CI writes: <language>/<page>.ipynb, the package, and what it needs.
BRANCH = "notebooks"


def addresses(repository: str, notebook: str) -> dict[str, str]:
    """Return where the file `notebook` of the branch opens."""
    return {
        "colab": f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{notebook}",
        "binder": f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?urlpath=lab/tree/{notebook}",
    }


def add_buttons(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add a group of buttons to the theme's list, which the templates show."""
    repository = app.config.launch_repository
    if not repository or doctree is None or not is_executable(doctree):
        return
    words = app.config.notebook_words
    links = addresses(repository, f"{app.config.language}/{pagename}.ipynb")
    links["download"] = context["pathto"](f"notebooks/{pagename}.ipynb", 1)
    buttons = [
        {"label": f"launch-{name}", "text": words[name], "url": url} for name, url in links.items()
    ]
    group = {"label": "launch-buttons", "tooltip": words["open"], "buttons": buttons}
    context.setdefault("header_buttons", []).append(group)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add buttons once the theme has begun its list."""
    app.add_config_value("launch_repository", "", "html")
    app.connect("html-page-context", add_buttons, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
