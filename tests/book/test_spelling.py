"""The spelling check of `make lint` finds what it is for, and nothing else."""

import pytest

from tests.tools import npm, spelling


def check(language: str, *listed: str, **pages: str) -> list[str]:
    dictionary = spelling.dictionary(language)
    assert dictionary
    return spelling.check(language, dictionary, pages, list(listed))


NO_PROSE = """\
`lnies` $lnies$ {doc}`lnies` {term}`gradient <lnies>` [here](lnies.html) <https://lnies.org>

(lnies)=
% lnies
```{code-cell}
lnies
```
```{exercise}
:label: lnies

The $i$-th PyTorch's {math}`lnies`.
```
"""


# Texts, and the line and the word that are named.
MISSPELLED = {
    "en": {
        "# A gradeint\n": "1: gradeint",
        "One.\n\n- A *lien* and\n  two *lnies*.\n": "4: lnies",
        "| the |\n|---|\n| tabel |\n": "3: tabel",
        "```{caption}\n:alt: A pictrue.\n\nA picture.\n```\n": "2: pictrue",
        "```{margin}\nA picture.\n\nA pictrue.\n```\n": "4: pictrue",
        "```{admonition} A pictrue\nA picture.\n```\n": "1: pictrue",
        "A {term}`gradeint <gradient>`.\n": "1: gradeint",
    },
    "ko": {
        "# 기욹기를 구한다\n": "1: 기욹기를",
        "손실이\n줄어든다. 몇일 걸린다.\n": "2: 몇일",
        "직선를 그린다.\n": "1: 직선를",
        "`loss`는 크고 $w_0$과 `backward()`믄 작다.\n": "1: 믄",
    },
}


@pytest.mark.parametrize("language", MISSPELLED)
def test_misspellings_are_named_with_their_places(language: str) -> None:
    # At once, as it takes a second to read a dictionary. Here a page is called by its text.
    texts = MISSPELLED[language]
    assert check(language, **{text: text for text in texts}) == [
        f"{text}:{named}" for text, named in texts.items()
    ]


def test_what_is_no_prose_is_not_spelled() -> None:
    assert check("en", page=NO_PROSE) == []


def test_a_listed_word_takes_particles_and_endings() -> None:
    markdown = "학습률을 정하고 미분한다. 학습률에서의 손실을 본다.\n"
    assert check("ko", "-에서의", "미분하다", "학습률", page=markdown) == []


def test_a_listed_word_that_is_not_needed_is_reported() -> None:
    assert check("en", "line", "CNN", page="A line.\n") == [
        "book/en/words.txt: line is not needed",
        "book/en/words.txt: CNN is not needed",
        "book/en/words.txt: the words are not sorted",
    ]


def test_a_language_is_spelled_with_the_dictionary_that_npm_names_after_it(monkeypatch) -> None:
    names = ["dictionary-ko", "dictionary-en-gb", "dictionary-de", "dictionary-pt-pt"]
    monkeypatch.setattr(npm, "PACKAGES", dict.fromkeys(names, "1.0.0"))
    found = {name: spelling.dictionary(name) for name in ("de", "en", "ko", "pt-PT", "d", "fr")}
    assert found == {
        "de": "dictionary-de",
        "en": "dictionary-en-gb",
        "ko": "dictionary-ko",
        "pt-PT": "dictionary-pt-pt",
        "d": None,
        "fr": None,
    }


def test_words_of_any_script_are_spelled() -> None:
    said = check("en", page="Größer, крупнее, α, and $x$.\n")
    assert said == ["page:1: Größer", "page:1: крупнее"]


def test_a_language_without_a_dictionary_is_named_and_the_others_are_spelled(
    monkeypatch, tmp_path, capsys
) -> None:
    for language in ("de", "en"):
        (tmp_path / "book" / language).mkdir(parents=True)
        (tmp_path / "book" / language / "index.md").write_text("# Eine Linie\n")
    for name in ("README.md", "CONTRIBUTING.md"):
        (tmp_path / name).write_text("# A line\n")
    monkeypatch.setattr(spelling, "ROOT", tmp_path)
    monkeypatch.setattr(spelling, "BOOK", tmp_path / "book")
    monkeypatch.setattr(spelling, "LANGUAGES", ["de", "en"])
    with pytest.raises(SystemExit, match=r"^book/en/index.md:1: Eine\nbook/en/index.md:1: Linie$"):
        spelling.main()
    assert capsys.readouterr().out.startswith("book/de: not spelled")
