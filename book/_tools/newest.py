"""Pin the newest packages that the ranges of pyproject.toml allow: `make newest`."""

import re
import subprocess
import tomllib

from .environment import PYTHON, ROOT, VENV, install_torch, make, pip, record

FILES = ("requirements.txt", "tests/requirements.txt")
# pip installs the pins, and CUDA comes with the torch of PyPI alone.
UNPINNED = re.compile(r"pip=|nvidia-|cuda-|triton=")


def installed() -> list[str]:
    """Return the pins of all that is installed."""
    command = [str(PYTHON), "-m", "pip", "freeze", "--all", "--disable-pip-version-check"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    # "2.13.0+cpu" is 2.13.0 without CUDA.
    return [line.partition("+")[0] for line in lines if not UNPINNED.match(line)]


def main() -> None:
    """Install the newest packages, those of the book first, and write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked, extras = project["dependencies"], project["optional-dependencies"]
    make("the newest packages are looked for")
    torch = install_torch(next(line for line in asked if line.startswith("torch")))
    pip(*asked, *extras["book"])
    book = installed()
    # What tests need may not change what builds the book.
    fixed = VENV / "book.txt"
    fixed.write_text("\n".join(book))
    pip("--constraint", str(fixed), *extras["test"])
    tests = [pin for pin in installed() if pin not in book]
    texts = {}
    for file, pins in zip(FILES, (book, tests), strict=True):
        comment = (ROOT / file).read_text("utf-8").splitlines()[0]
        texts[file] = "\n".join([comment, *pins, ""])
    for file, text in texts.items():
        (ROOT / file).write_text(text, "utf-8")
    record(torch, texts)


if __name__ == "__main__":
    main()
