"""When a page was last changed, by git."""

from datetime import date
from typing import Any

from babel.dates import format_date
from sphinx.application import Sphinx


def add_date(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Hand the templates the date, if it is known."""
    changed = app.config.last_changes.get(f"{pagename}.md")
    if changed:
        text = format_date(date.fromisoformat(changed), "long", app.config.language)
        context["changed"] = {"iso": changed, "text": text}


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell the templates of every page."""
    app.connect("html-page-context", add_date)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
