"""The style sheet and the script of an instrument, as elements that its output carries."""

import re
from importlib.resources import files


def style(name: str) -> str:
    """Return the style sheet of an instrument."""
    return f'<style data-asset="linefit-{name}">\n{_read(f"{name}.css")}</style>\n'


def script(name: str) -> str:
    """Return the script of an instrument, with what all instruments share before it."""
    text = "".join(map(_read, scripts(name)))
    return f'<script data-asset="linefit-{name}">\n(() => {{\n{text}}})();\n</script>\n'


def scripts(name: str) -> tuple[str, str]:
    """Return the files that the script of an instrument is made of."""
    return "instrument.js", f"{name}.js"


def _read(name: str) -> str:
    """Return a file of this package, without what only its authors need."""
    text = files("linefit").joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"^\s*(//.*|/\*.*\*/)?\n?", "", text, flags=re.MULTILINE)
