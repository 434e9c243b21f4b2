"""Put links on every page with code: to its notebook in Colab, in Binder, as a file, and to how.

Colab and Binder open the branch `notebooks` of the repository. Where the book is not published
there is none, but the file lies beside the page all the same.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from book._ext.as_notebook import how_to_run, is_executable

# The branch that CI writes: <language>/<page>.ipynb, the package, and what it needs.
BRANCH = "notebooks"


def addresses(repository: str, notebook: str) -> dict[str, str]:
    """Return where the file `notebook` of the branch opens."""
    return {
        "colab": f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{notebook}",
        "binder": f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?urlpath=lab/tree/{notebook}",
    }


def add_links(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template of a page where its notebook opens."""
    if doctree is None or not is_executable(doctree):
        return
    words = app.config.notebook_words
    repository = app.config.launch_repository
    notebook = f"{app.config.language}/{pagename}.ipynb"
    links = addresses(repository, notebook) if repository else {}
    links["download"] = context["pathto"](f"notebooks/{pagename}.ipynb", 1)
    page, _, section = how_to_run(app).partition("#")
    if page:
        links["how"] = context["pathto"](page, 1).removesuffix("#") + f"#{section}"
    context["launch"] = {
        "label": words["open"],
        "links": [{"name": name, "text": words[name], "url": url} for name, url in links.items()],
    }


def tag(app: Sphinx, config: Config) -> None:
    """Let pages say `{only} published` of what holds of a published book alone."""
    if config.launch_repository:
        app.tags.add("published")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the links."""
    app.add_config_value("launch_repository", "", "html")
    app.connect("config-inited", tag)
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
