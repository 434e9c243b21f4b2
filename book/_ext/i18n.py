"""The words of the interface: the overlay's, else those of Sphinx and its extensions, else English;
and a report of what a language has still to translate.
"""

import sys
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from sphinx import locale, package_dir
from sphinx.application import Sphinx
from sphinx.config import Config

from book._tools import sources
from book._tools.sources import Language

# Scripts mark what they say by `_("…")`; the pages beside the book, and the ebooks, by
# `say(language, "…")`, of which templates of an EPUB know the language.
JINJA = "jinja2.ext:babel_extract"
SAID: list[tuple[str, str, str, int]] = [
    ("src/linefit/**/*.js", "javascript", "_", 1),
    ("book/theme/landing/*.html", JINJA, "say", 2),
    ("book/_ebooks/*.html", JINJA, "say", 2),
    ("book/_ebooks/epub_theme/*.*", JINJA, "say", 1),
    ("book/_ebooks/pdf_theme/*.html", JINJA, "say", 1),
    ("book/_ebooks/*.py", "python", "say", 2),
]
# What Sphinx asks for, and the book's templates do not show.
UNSEEN = {"Logo of %s"}
untranslated: set[str] = set()


def begin(language: Language) -> None:
    """Choose the language before other extensions translate anything.

    Sphinx asks its command line or conf.py for it, and this extension knows it by the folder.
    """
    locale.translators.pop(("general", "sphinx"), None)
    locale.init([str(Path(package_dir, "locale"))], language.code)


def translate(app: Sphinx, config: Config) -> None:
    """Put the words of the overlay before those of all catalogues, which know some of them.

    Sphinx's own way, `add_message_catalog`, puts what it adds behind them.
    """
    for name, catalogue in list(locale.translators.items()):
        if name[0] == "general":
            locale.translators[name] = Words(config.words, catalogue)
    app.translator = locale.translators["general", "sphinx"]


class Words(NullTranslations):
    """A catalogue that asks the overlay before another catalogue, and keeps what neither knows."""

    def __init__(self, words: dict[str, str], catalogue: NullTranslations) -> None:
        """Know `words`, and what another catalogue knows."""
        super().__init__()
        self.words = words
        self.add_fallback(catalogue)

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message."""
        if message in self.words:
            return self.words[message]
        translation = super().gettext(message)
        if translation == message:
            untranslated.add(message)
        return translation


@cache
def said(script: bytes, method: str, function: str, place: int = 1) -> set[str]:
    """Return what a script or a template says: what stands where a function takes its words."""
    within = {"parse_template_string": True}
    found = extract(method, BytesIO(script), {function: (place,)}, options=within)
    return {str(message) for _, message, _, _ in found}


def words_in(script: str, words: dict[str, str]) -> dict[str, str]:
    """Return those of the `words` that a script says."""
    told = said(script.encode(), "javascript", "_")
    return {text: word for text, word in sorted(words.items()) if text in told}


def messages() -> set[str]:
    """Return what scripts and the pages beside the book say, in English."""
    return {
        message
        for pattern, *how in SAID
        for path in sources.ROOT.glob(pattern)
        for message in said(path.read_bytes(), *how)
    }


def copied_from_english(language: Language) -> set[str]:
    """Return what an overlay says as the English one does, which it was copied from."""
    english = [other for other in sources.languages() if other.code == "en"]

    def texts(overlay: Language) -> set[str]:
        return {overlay.title, *overlay.settings["notebook_words"].values()}

    return {text for other in english for text in texts(other) & texts(language)}


def report(app: Sphinx, error: Exception | None) -> None:
    """Name what is still in English; the pages are complete, so the build goes on."""
    language = sources.read_language(Path(app.srcdir))
    if error or language.code == "en":
        return
    unknown = messages() - language.words.keys()
    missing = (untranslated | unknown | copied_from_english(language)) - UNSEEN
    if missing:
        print(f"book/{language.code}/_overlay.yml: not translated yet:", file=sys.stderr)
        for text in sorted(missing):
            print(f"    {text}", file=sys.stderr)
