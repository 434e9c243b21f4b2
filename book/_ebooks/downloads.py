"""The index of each language leads to the ebooks, and says how large they are."""

import re
from pathlib import Path

import jinja2
from babel.numbers import format_decimal

from book._ebooks.edition import Edition
from book._tools import sources
from book._tools.sources import BookError, Language, say

# Nothing to show, where a book has no ebooks; else what was shown of the last ones.
SLOT = re.compile(r'<div class="downloads".*?</div>', re.S)


def link(site: Path, languages: list[Language], edition: Edition) -> None:
    """Link the ebooks in the folder `download` of a site from the index of their language."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    template = templates.get_template("downloads.html")
    for language in languages:
        index = site / language.code / f"{sources.pages()[0]}.html"
        text = index.read_text("utf-8")
        if not SLOT.search(text):
            raise BookError(f"{index}: no place for links to ebooks; build the book first")
        files = listed(site / "download", language)
        shown = template.render(language=language, files=files, edition=edition, say=say)
        before, after = SLOT.split(text)
        index.write_text(before + shown + after, "utf-8")


def listed(folder: Path, language: Language) -> list[dict[str, str]]:
    """Return name, kind and size of the ebooks of a language."""
    kinds = {
        "epub": say(language, "EPUB, for phones and e-readers"),
        "pdf": say(language, "PDF, for paper"),
        "zip": say(language, "The pages, for a computer without a network"),
    }
    files = []
    for suffix, kind in kinds.items():
        (path,) = folder.glob(f"*.{language.code}.{suffix}")
        megabytes = format_decimal(path.stat().st_size / 1e6, "0.0", locale=language.code)
        files.append({"name": path.name, "kind": kind, "size": f"{megabytes}\N{NO-BREAK SPACE}MB"})
    return files
