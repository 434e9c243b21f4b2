"""Spell the prose of the book, of README and of CONTRIBUTING with the dictionaries of Hunspell.

Code, mathematics, labels and addresses are no prose; titles, captions, alternative texts and tables
are. A word that the dictionary does not know is listed in `words.txt` beside the chapters, in
Korean without particles. A word that is listed and not needed is reported as well.

The dictionary of a language is npm's `dictionary-de` or `dictionary-de-…`, if `package.json` names
one.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator

from hunspell import Hunspell
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from tests.book.source_pages import BOOK, LANGUAGES, ROOT
from tests.tools import npm

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


def dictionary(language: str) -> str | None:
    """Return the name of a language's dictionary, or None where there is none."""
    name = re.compile(rf"dictionary-{language.lower()}(-|$)")
    return next(filter(name.match, npm.PACKAGES), None)


class Speller:
    """The words of a language in its dictionary, and those that are listed."""

    # Letters stand for numbers, Korean has a speller of its own.
    letter = r"(?:(?![가-힣])[^\W\d_])"
    words = rf"(?<![\w{OTHER}])(?<!{OTHER}-){letter}{{2,}}(?:['’]{letter}+)*"

    def __init__(self, dictionary: str, listed: list[str]) -> None:
        self.dictionary = Hunspell("index", hunspell_data_dir=str(npm.get(dictionary)))
        self.listed = listed

    def learn(self) -> None:
        """Add the listed words to the dictionary."""
        for word in self.listed:
            self.dictionary.add(word)

    def knows(self, word: str, before: str) -> bool:
        """Tell whether `word` is one; `before` is what stands before it on the line."""
        return self.dictionary.spell(word.replace("’", "'").removesuffix("'s"))


class Korean(Speller):
    """Korean words. A particle may stand behind a word, code, mathematics or a number.

    Listed are nouns and verbs, which bend, and endings with a hyphen before them.
    """

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


def decompose(text: str) -> str:
    """Return `text` with its syllables in single letters."""
    return unicodedata.normalize("NFD", text)


def check(language: str, dictionary: str, texts: dict[str, str], listed: list[str]) -> list[str]:
    """Return what is wrong in the texts, which are known by names, and in the list of words."""
    problems = []
    speller = (Korean if language == "ko" else Speller)(dictionary, listed)
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


def texts(language: str) -> dict[str, str]:
    """Return what is spelled in a language, by the names of files.

    README and CONTRIBUTING are English and Korean, and English words stand between Korean ones.
    """
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"] if language in ("en", "ko") else []
    for folder in {"en": ("en", "ko")}.get(language, (language,)):
        paths += sorted((BOOK / folder).glob("*.md"))
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def main() -> None:
    """Spell everything; fail if a word is wrong."""
    problems = []
    for language in LANGUAGES:
        name = dictionary(language)
        if name is None:
            print(f"book/{language}: not spelled, no dictionary in tests/tools/package.json")
            continue
        words = BOOK / language / "words.txt"
        listed = words.read_text("utf-8").split() if words.exists() else []
        problems += check(language, name, texts(language), listed)
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
