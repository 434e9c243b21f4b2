"""The scripts and style sheets of the instruments, without their comments."""

import re
from importlib.resources import files

# What all instruments share, in the order in which one part builds on another. The scripts are
# one scope, whose object `kit` has what instruments use of it; the first copy on a page serves all.
KIT = ("numbers", "elements", "plot", "bowl", "pictures", "instrument", "controls")
SHARED = (
    'globalThis.linefit ??= (() => {{\n"use strict";\nconst kit = {{}};\n{}return kit;\n}})();\n'
)
OWN = '(() => {{\n"use strict";\nconst kit = globalThis.linefit;\n{}}})();\n'


def names() -> list[str]:
    """Return the names of all instruments: the folders with a script of the same name."""
    folders = files("linefit").iterdir()
    return sorted(each.name for each in folders if (each / f"{each.name}.js").is_file())


def parts(name: str) -> list[str]:
    """Return the names of the scripts that an instrument is made of, its own the last."""
    runs = re.search(r"\bDescent\b", _read(name, f"{name}.js"))
    return ["kit", *(["descent"] if runs else []), name]


def style(name: str) -> str:
    """Return the style sheet of an instrument, or of the kit."""
    return _read(name, f"{name}.css")


def script(name: str) -> str:
    """Return the script of an instrument, of the kit, or of what runs descend."""
    if name == "kit":
        return SHARED.format("".join(_read("kit", f"{part}.js") for part in KIT))
    return OWN.format(_read("kit" if name == "descent" else name, f"{name}.js"))


def _read(folder: str, name: str) -> str:
    text = files("linefit").joinpath(folder, name).read_text(encoding="utf-8")
    return re.sub(r"^\s*(//.*|/\*.*\*/)?\n?", "", text, flags=re.MULTILINE)
