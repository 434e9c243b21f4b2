"""When a page was last changed, by git."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from sphinx.application import Sphinx
from sphinx.config import Config


def read_history(app: Sphinx, config: Config) -> None:
    """Make the days a setting: when one changes, Sphinx writes the pages anew."""
    config.last_changes = changes(app.srcdir)


def add_history(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Hand the templates the date, if it is known."""
    changed = app.config.last_changes.get(f"{pagename}.md")
    if changed:
        day = date.fromisoformat(changed)
        text = format_date(day, "long", app.config.language)
        context["changed"] = {"iso": changed, "text": text}


def changes(folder: Path) -> dict[str, str]:
    """Return the day of the last change of every file in `folder`; none without git."""
    command = ["git", "log", "--format=%x00%cs", "--name-only", "--relative", "--", "."]
    try:
        log = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    days: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        day, *files = commit.split("\n")
        for name in filter(None, files):
            days.setdefault(name, day)
    return days


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell the templates of every page."""
    app.add_config_value("last_changes", {}, "html")
    app.connect("config-inited", read_history)
    app.connect("html-page-context", add_history)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
