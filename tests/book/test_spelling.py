"""The spelling check of `make lint` finds what it is for, and nothing else."""

import pytest

from tests.spelling import check

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


@pytest.mark.parametrize(
    ("language", "markdown", "place", "word"),
    [
        ("en", "# A gradeint\n", 1, "gradeint"),
        ("en", "One.\n\n- A *lien* and\n  two *lnies*.\n", 4, "lnies"),
        ("en", "| the |\n|---|\n| tabel |\n", 3, "tabel"),
        ("en", "```{caption}\n:alt: A pictrue.\n\nA picture.\n```\n", 2, "pictrue"),
        ("en", "```{margin}\nA picture.\n\nA pictrue.\n```\n", 4, "pictrue"),
        ("en", "```{admonition} A pictrue\nA picture.\n```\n", 1, "pictrue"),
        ("en", "A {term}`gradeint <gradient>`.\n", 1, "gradeint"),
        ("ko", "# 기욹기를 구한다\n", 1, "기욹기를"),
        ("ko", "손실이\n줄어든다. 몇일 걸린다.\n", 2, "몇일"),
        ("ko", "직선를 그린다.\n", 1, "직선를"),
        ("ko", "`loss`는 크고 $w_0$과 `backward()`믄 작다.\n", 1, "믄"),
    ],
)
def test_a_misspelling_is_named_with_its_place(
    language: str, markdown: str, place: int, word: str
) -> None:
    assert check({"page": markdown}, {language: []}) == [f"page:{place}: {word}"]


def test_what_is_no_prose_is_not_spelled() -> None:
    assert check({"page": NO_PROSE}, {"en": ["PyTorch"]}) == []


def test_a_listed_word_takes_particles_and_endings() -> None:
    page = {"page": "학습률을 정하고 미분한다. 학습률에서의 손실을 본다.\n"}
    assert check(page, {"ko": ["-에서의", "미분하다", "학습률"]}) == []


def test_a_listed_word_that_is_not_needed_is_reported() -> None:
    problems = check({"page": "A line.\n"}, {"en": ["line", "PyTorch"]})
    assert problems == [
        "book/en/words.txt: line is not needed",
        "book/en/words.txt: PyTorch is not needed",
        "book/en/words.txt: the words are not sorted",
    ]
