"""Gather what the branch `notebooks` holds: the notebooks, the module, and how to run them.

Binder and Colab open the branch, and a student may download it. `make deploy` publishes it.
"""

import re
import shutil
import sys

from . import sources
from .build import BUILD, SITE
from .sources import BOOK, ROOT, languages

NOTEBOOKS = BUILD / "notebooks"


def requirements() -> str:
    """Return what the notebooks need, with the versions that the book was built with."""
    pins = dict(re.findall(r"^([\w.-]+)(==\S+)$", (ROOT / "requirements.txt").read_text(), re.M))
    lines = (ROOT / ".binder" / "requirements.txt").read_text().splitlines()
    return "".join(f"{line}{pins.get(line, '')}\n" for line in lines)


def readme() -> str:
    """Return the README, in all languages."""
    titles, texts = [], []
    for language in languages():
        titles.append(language.title)
        text = sources.read_text(language.folder / "_notebooks.md")
        texts.append(f"## {language.name}\n\n{text.replace('{folder}', language.code)}")
    return f"# {' · '.join(titles)}\n\n" + "\n".join(texts)


def main() -> None:
    """Gather the branch from the site that was built last, as a whole or not at all."""
    if not SITE.exists():
        sys.exit(f"{SITE}: not found; build the book first")
    fresh = NOTEBOOKS.with_name("notebooks.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for language in languages():
        made = SITE / language.code / "notebooks"
        if made.exists():
            shutil.copytree(made, fresh / language.code)
    shutil.copytree(
        ROOT / "src", fresh / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for file in ("pyproject.toml", "LICENSE", ".binder/runtime.txt"):
        shutil.copy(ROOT / file, fresh)
    shutil.copy(BOOK / "LICENSE", fresh / "LICENSE-TEXT")
    (fresh / "requirements.txt").write_text(requirements())
    (fresh / "README.md").write_text(readme(), "utf-8")
    # In between there is none, and `make deploy` asks for one.
    shutil.rmtree(NOTEBOOKS, ignore_errors=True)
    fresh.rename(NOTEBOOKS)
    count = len(list(NOTEBOOKS.glob("*/**/*.ipynb")))
    print(f"{count} notebooks and what they need are in {NOTEBOOKS}")


if __name__ == "__main__":
    main()
