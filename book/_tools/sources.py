"""What the book is made of: its settings, its pages and its languages.

A slip in one of its YAML files ends here, in a sentence that names the file and the key.
"""

import copy
import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
THEME = BOOK / "theme"
CONFIG, TOC = ROOT / "_config.yml", ROOT / "_toc.yml"
OVERLAY_FILE = "_overlay.yml"

TEXT = {"type": "string", "pattern": r"\S"}
# What a language says in the notebooks and around them.
NOTEBOOK_WORDS = ["set_up", "old", "failed", "nowhere", "to_run"]
NOTEBOOK_WORDS += ["open", "colab", "binder", "download", "how"]
OVERLAY = {
    "type": "object",
    "required": ["title", "numfig_format", "notebook_words"],
    "additionalProperties": False,
    "properties": {
        "title": TEXT,
        "numfig_format": {
            "type": "object",
            "required": ["chapter"],
            "propertyNames": {"enum": ["chapter", "section", "figure", "table", "code-block"]},
            "additionalProperties": {"type": "string", "pattern": "^[^%]*%s[^%]*$"},
        },
        "notebook_words": {
            "type": "object",
            "required": NOTEBOOK_WORDS,
            "additionalProperties": TEXT,
            "properties": {"old": {"type": "string", "pattern": r"\{python\}"}},
        },
        "words": {"type": "object", "additionalProperties": TEXT},
    },
}

# Control characters, a mark of byte order, letters that were lost.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffd]")
# Pages that Sphinx and the theme make.
MADE_PAGES = ("genindex", "modindex", "py-modindex", "search")
# A page in the table of contents, perhaps in a folder.
PAGE = re.compile(r"(?!_|[^/]*:)([^./#?%\\][^/#?%\\]*/)*[^./#?%\\][^/#?%\\]*")
# A language, perhaps with its script and its territory, as CLDR writes them.
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?")
# Where a value is put into a text.
PLACES = re.compile(r"%s|\{\w+\}")


class BookError(Exception):
    """Why the book cannot be built: which file, which place in it, and what was expected."""


class Loader(yaml.SafeLoader):
    """Reads YAML in which no key stands twice; the later one would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping."""
        for key, _ in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                problem = f"the key {key.value!r} is no text: put it into quotes"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                mark = node.value[number][0].start_mark
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} twice", problem_mark=mark)
        return super().construct_mapping(node, deep)


def relative(path: Path) -> str:
    """Return a path as somebody would write it who stands in the book's folder."""
    return path.relative_to(ROOT).as_posix()


def read_text(path: Path) -> str:
    """Read a file."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise BookError(f"{relative(path)}: not found") from None
    except UnicodeDecodeError as error:
        raise BookError(f"{relative(path)}: not in UTF-8: {error}") from None
    if found := UNSEEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BookError(f"{relative(path)}:{line}: a character that is not seen: {found[0]!a}")
    return text


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping."""
    try:
        content = yaml.load(read_text(path), Loader)
    except yaml.YAMLError as error:
        raise BookError(f"{relative(path)}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise BookError(f"{relative(path)}: expected keys with values, got {content!r}")
    return content


def check(path: Path, content: dict[str, Any], schema: dict[str, Any]) -> None:
    """Hold what is in a file to a JSON schema."""
    from jsonschema import Draft7Validator  # slow to import, and needed by a new build only

    errors = Draft7Validator(schema).iter_errors(content)
    told = sorted(f"{relative(path)}: {each.json_path}: {each.message}" for each in errors)
    if told:
        raise BookError("\n".join(told))


def check_config() -> None:
    """Hold `_config.yml` to the keys that Jupyter Book knows; it would overlook others."""
    try:
        from jupyter_book.config import get_validator
    except ModuleNotFoundError:
        return  # `conf.py` builds without it

    schema = copy.deepcopy(get_validator().schema)
    for section in (schema, *schema["properties"].values()):
        if "properties" in section:
            section["additionalProperties"] = False
    # Known to Jupyter Book, not to its schema.
    schema["properties"] |= {"only_build_toc_files": {"type": "boolean"}, "project": TEXT}
    check(CONFIG, read_yaml(CONFIG), schema)


def check_toc() -> None:
    """Hold the lists of `_toc.yml` to what may be said of a list; what else is read over."""
    from sphinx_external_toc.parsing import TOCTREE_OPTIONS

    pages = ["chapters", "sections", "entries"]
    known = {"propertyNames": {"enum": [*TOCTREE_OPTIONS, *pages]}}
    schema = {
        "patternProperties": {
            "^options$": known,
            "^(parts|subtrees)$": {"items": {"allOf": [known, {"$ref": "#"}]}},
            f"^({'|'.join(pages)})$": {"items": {"$ref": "#"}},
        }
    }
    check(TOC, read_yaml(TOC), schema)


def check_references() -> None:
    """Hold `references.bib` to what can be read, and each of its entries to what is cited."""
    from pybtex.database import parse_file
    from pybtex.exceptions import PybtexError
    from pybtex.style.formatting.plain import Style

    path = BOOK / "references.bib"
    try:
        entries = parse_file(str(path), "bibtex").entries
    except PybtexError as error:
        raise BookError(f"{relative(path)}: {error}") from None
    for key, entry in entries.items():
        if not hasattr(Style, f"get_{entry.type}_template"):
            raise BookError(f"{relative(path)}: {key}: unknown: @{entry.type}")
        missing = [
            name
            for name in ("author", "title", "year")
            if name not in entry.fields and name not in entry.persons
        ]
        if missing:
            raise BookError(f"{relative(path)}: {key}: expected {', '.join(missing)}")


def check_settings() -> None:
    """Hold all that is neither text nor code to what is known of it."""
    check_config()
    check_toc()
    check_references()


def pages() -> list[str]:
    """Return the names of all pages in the order of the table of contents, nested ones too."""
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    try:
        site_map = parse_toc_data(read_yaml(TOC))
    except (MalformedError, TypeError, AttributeError) as error:
        raise BookError(f"_toc.yml: {error}") from None

    if globs := site_map.globs():
        raise BookError(f"_toc.yml: glob: {', '.join(globs)}: name every page, in its order")
    names = [name.removesuffix(".md") for name in site_map]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise BookError(f"_toc.yml: the page {name!r} twice")
        if name in MADE_PAGES or not PAGE.fullmatch(name):
            raise BookError(
                f"_toc.yml: {name!r}: expected a Markdown file below the folder of the language, "
                "whose name has no sign that means something in an address, and is none of "
                f"{', '.join(MADE_PAGES)}"
            )
    return names


@dataclass(frozen=True)
class Language:
    """A language of the book: a folder of chapters with an overlay of settings."""

    code: str  # the name of the folder, as "ko" or "pt_BR"
    title: str  # of the book
    settings: dict[str, Any]  # Sphinx's, those that differ between languages

    @property
    def folder(self) -> Path:
        """Return where its chapters are."""
        return BOOK / self.code

    @property
    def words(self) -> dict[str, str]:
        """Return the words of pages and instruments: English text to translation."""
        words: dict[str, str] = self.settings["words"]
        return words

    @property
    def tag(self) -> str:
        """Return its name in HTML."""
        return self.code.replace("_", "-")

    @property
    def name(self) -> str:
        """Return what its readers call it."""
        locale = Locale.parse(self.code)
        name = locale.get_display_name(self.code) or self.code
        return name[0].upper() + name[1:]

    @property
    def direction(self) -> str:
        """Return which way it is written, as HTML says it: "ltr" or "rtl"."""
        return str(Locale.parse(self.code).text_direction)

    @property
    def territory(self) -> str:
        """Return it with the territory where most of its readers live, as Open Graph wants it."""
        locale = Locale.parse(self.code)
        known = get_global("likely_subtags")
        language = known.get(locale.language, self.code)
        likely = known.get(f"{locale.language}_{locale.script}", language)
        return f"{locale.language}_{locale.territory or likely.split('_')[-1]}"


def say(language: Language, text: str) -> str:
    """Return words of the interface in a language; English where they are not translated."""
    return language.words.get(text, text)


def read_language(folder: Path) -> Language:
    """Read the overlay of a language."""
    overlay = folder / OVERLAY_FILE
    content = {"words": {}, **read_yaml(overlay)}
    check(overlay, content, OVERLAY)
    for text, translation in content["words"].items():
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(translation)):
            raise BookError(
                f"{relative(overlay)}: $.words: {text}: expected the same places for values in "
                f"{translation!r}"
            )
    try:
        known = LANGUAGE.fullmatch(folder.name) and Locale.parse(folder.name)
    except (ValueError, UnknownLocaleError):
        known = None
    if not known:
        raise BookError(
            f"{relative(folder)}: expected the code of a language as the folder's name, as 'de' or "
            f"'pt_BR', got {folder.name!r}"
        )
    title = content.pop("title")
    return Language(folder.name, title, {"language": folder.name, **content})


def languages() -> list[Language]:
    """Return the languages of the book: every folder with a page named `index`, or an overlay."""
    marks = [*BOOK.glob("[!_]*/index.md"), *BOOK.glob(f"[!_]*/{OVERLAY_FILE}")]
    found = [read_language(folder) for folder in sorted({mark.parent for mark in marks})]
    if not found:
        raise BookError("book: no language: expected a folder with chapters and an _overlay.yml")
    return found
