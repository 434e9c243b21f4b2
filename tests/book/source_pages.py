"""The pages of the book as they are written, taken apart for comparison."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from book._tools import sources

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
LANGUAGES = [language.code for language in sources.languages()]
NAMES = sources.pages()

FENCE = re.compile(r"^(`{3,})\{([\w:-]+)\}[ ]*(.*)\n((?:.*\n)*?)\1[ ]*$", re.M)
MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.S)
ROLE = re.compile(r"\{([\w:]+)\}`([^`]*)`")
LABEL = re.compile(r"^\(([\w-]+)\)=$|^:(?:label|name): *([\w-]+)$", re.M)


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    language: str
    name: str

    def __str__(self) -> str:
        return f"book/{self.language}/{self.name}.md"

    @cached_property
    def text(self) -> str:
        """The source."""
        return (BOOK / self.language / f"{self.name}.md").read_text("utf-8")

    @cached_property
    def cells(self) -> list[str]:
        """The code cells, options and tags included."""
        return [m[0] for m in FENCE.finditer(self.text) if m[2] == "code-cell"]

    @cached_property
    def prose(self) -> str:
        """The source without header and code cells."""
        text = re.sub(r"\A---\n.*?^---\n", "", self.text, flags=re.M | re.S)
        return FENCE.sub(lambda m: "" if m[2] == "code-cell" else m[0], text)

    @cached_property
    def heading_levels(self) -> list[int]:
        """The level of every heading."""
        return [len(m[1]) for m in re.finditer(r"^(#+) ", self.prose, re.M)]

    @cached_property
    def labels(self) -> list[str]:
        """Everything that can be referred to, in order."""
        return [m[1] or m[2] for m in LABEL.finditer(self.prose)]

    @cached_property
    def equations(self) -> list[str]:
        """The displayed equations, white space apart."""
        fenced = [(m.start(), m[4]) for m in FENCE.finditer(self.prose) if m[2] == "math"]
        dollars = [(m.start(), m[1]) for m in re.finditer(r"\$\$(.*?)\$\$", self.prose, re.S)]
        return [re.sub(r"\s+", " ", tex).strip() for _, tex in sorted(fenced + dollars)]

    @cached_property
    def directives(self) -> list[str]:
        """Every directive but code cells, with its argument where that is the same everywhere."""
        shared = {"solution", "solution-start", "medium"}
        return [
            f"{m[1]} {m[2]}".strip() if m[1] in shared else m[1]
            for m in re.finditer(r"^ *`{3,}\{([\w:-]+)\} *(.*)$", self.prose, re.M)
        ]

    def roles(self, *names: str) -> set[str]:
        """The contents of all roles of those names; a format after a glued name is part of it."""
        found = [m[2] for m in ROLE.finditer(self.prose) if m[1] in names]
        # Of {doc}`chapter 7 <07-training>` the text is the language's, the target is not.
        return {re.sub(r".*<(.+)>$", r"\1", content) for content in found}

    @cached_property
    def terms(self) -> set[str]:
        """The glossary headwords that the page links to."""
        return self.roles("term")

    @cached_property
    def paragraphs(self) -> list[str]:
        """The paragraphs, words only: without mathematics, roles, addresses and fences."""
        text = FENCE.sub(lambda m: "" if m[2] == "math" else m[0], self.prose)
        text = re.sub(r"^(`{3,})\w+\n(?:.*\n)*?\1$", "\n", text, flags=re.M)
        text = re.sub(r"^`{3,}.*$|^:[\w-]+:.*$|^\([\w-]+\)=$", "\n", text, flags=re.M)
        text = MATH.sub(" ", ROLE.sub(" ", text))
        text = re.sub(r"\]\([^)]*\)|<https?://[^>]*>|`[^`]*`", " ", text)
        return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


PAGES = [Page(language, name) for language in LANGUAGES for name in NAMES]


def notebook_words(language: str) -> dict[str, str]:
    """Return what notebooks and the links to them say in a language."""
    overlay = yaml.safe_load((BOOK / language / "_overlay.yml").read_text("utf-8"))
    return overlay["notebook_words"]


def headwords(language: str) -> list[str]:
    """Return the glossary's headwords in the order of the page."""
    (body,) = [m[4] for m in FENCE.finditer(Page(language, "glossary").text) if m[2] == "glossary"]
    return re.findall(r"^(\S.*)$", re.sub(r"^:\w+:.*$", "", body, flags=re.M), re.M)
