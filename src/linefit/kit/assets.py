"""The scripts and style sheets of the instruments, without their comments."""

import re
from importlib.resources import files


def names() -> list[str]:
    """Return the names of all instruments: the folders with a script of the same name."""
    folders = files("linefit").iterdir()
    return sorted(each.name for each in folders if (each / f"{each.name}.js").is_file())


def style(name: str) -> str:
    """Return the style sheet of an instrument."""
    return _read(name, f"{name}.css")


def script(name: str) -> str:
    """Return the script of an instrument, with what all instruments share before it."""
    return _read("kit", "instrument.js") + _read(name, f"{name}.js")


def _read(folder: str, name: str) -> str:
    text = files("linefit").joinpath(folder, name).read_text(encoding="utf-8")
    return re.sub(r"^\s*(//.*|/\*.*\*/)?\n?", "", text, flags=re.MULTILINE)
