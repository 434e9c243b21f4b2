"""Slips in YAML: of the settings, the table of contents, an overlay, a chapter's header."""

from tests.drills.drill import Drill, Replace

OVERLAY = "book/ko/_overlay.yml"


def slip(name: str, file: str, old: str, new: str, *words: str, quick: bool = False) -> Drill:
    """Return a drill with a slip in a file."""
    return Drill(name, (Replace(file, old, new),), words, quick=quick)


DRILLS = [
    slip(
        "a table of contents without its root",
        *("_toc.yml", "root: index", "rot: index", "_toc.yml", "'root' key not found"),
        quick=True,
    ),
    slip(
        "an overlay that lacks a word",
        *(OVERLAY, "  colab: ", "  colba: "),
        *(f"{OVERLAY}: $.notebook_words", "'colab' is a required property"),
    ),
    slip(
        "a chapter's header that is not YAML",
        *("book/*/01-chapter.md", "  language: python", "  language python"),
        *("book/en/01-chapter.md", "no jupytext header that can be read"),
        quick=True,
    ),
    slip(
        "a cell's options that are not YAML",
        *("book/*/01-chapter.md", ":tags: [remove-cell]", ":tags: [remove-cell"),
        *("book/en/01-chapter.md", "cannot be read"),
    ),
]
