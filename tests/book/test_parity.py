"""The languages run side by side: same pages, same code, same equations, same labels."""

from itertools import zip_longest

import pytest

from tests.book.source_pages import BOOK, LANGUAGES, NAMES, Page, headwords

# What a new language is copied from, usually.
FIRST = "en" if "en" in LANGUAGES else LANGUAGES[0]
OTHERS = [language for language in LANGUAGES if language != FIRST]


@pytest.fixture(params=OTHERS)
def other(request):
    return request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_and_in_the_table_of_contents(language):
    written = sorted(path.stem for path in (BOOK / language).glob("[!_]*.md"))
    only = sorted({*written} ^ {*NAMES})
    assert written == sorted(NAMES), (
        f"book/{language} and _toc.yml: write these pages and name them there, or neither: {only}"
    )


def test_chapters_stand_in_the_order_of_their_numbers():
    numbered = [name for name in NAMES if name[0].isdigit()]
    assert numbered == sorted(numbered), (
        f"_toc.yml: put the chapters in the order of their numbers: {numbered}"
    )


def test_glossaries_have_as_many_headwords(other):
    here, there = headwords(FIRST), headwords(other)
    rows = "\n".join(f"{a} | {b}" for a, b in zip_longest(here, there))
    assert len(here) == len(there), (
        f"book/*/glossary.md: give both languages the same headwords, {FIRST} | {other}:\n{rows}"
    )


@pytest.mark.parametrize("name", NAMES)
def test_code_cells_are_byte_identical(name, other):
    here, there = Page(FIRST, name), Page(other, name)
    for number, (a, b) in enumerate(zip(here.cells, there.cells, strict=False), 1):
        assert a == b, (
            f"{here} and {there}: code cell {number} differs; copy it from one to the other"
        )
    assert len(here.cells) == len(there.cells), (
        f"{here} and {there}: {len(here.cells)} and {len(there.cells)} code cells; "
        "copy what one of them lacks"
    )


@pytest.mark.parametrize("part", ["heading_levels", "labels", "equations", "directives"])
@pytest.mark.parametrize("name", NAMES)
def test_structure_is_the_same_in_order(name, part, other):
    here, there = Page(FIRST, name), Page(other, name)
    pairs = zip_longest(getattr(here, part), getattr(there, part))
    unlike = next((pair for pair in pairs if pair[0] != pair[1]), None)
    assert unlike is None, (
        f"{here} and {there}: make their {part} the same, in order; the first to differ are "
        f"{unlike[0]!r} and {unlike[1]!r}"
    )


@pytest.mark.parametrize(
    "roles", [("glue:text",), ("cite:p", "cite:t"), ("numref", "eq", "prf:ref"), ("doc", "ref")]
)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_referred_to_is_the_same(name, roles, other):
    here, there = Page(FIRST, name), Page(other, name)
    only = here.roles(*roles) ^ there.roles(*roles)
    assert not only, (
        f"{here} and {there}: only one of them has {', '.join(roles)} of {sorted(only)}; "
        "refer to it in both"
    )


@pytest.mark.parametrize("name", NAMES)
def test_terms_linked_are_the_same(name, other):
    here, there = Page(FIRST, name), Page(other, name)
    translation = dict(zip(headwords(other), headwords(FIRST), strict=True))
    only = here.terms ^ {translation.get(term, term) for term in there.terms}
    assert not only, (
        f"{here} and {there}: only one of them links the terms {sorted(only)}; link them in both"
    )


def test_labels_are_unique_in_the_book():
    pages = {}
    for name in NAMES:
        for label in Page(FIRST, name).labels:
            pages.setdefault(label, []).append(str(Page(FIRST, name)))
    twice = {label: names for label, names in pages.items() if len(names) > 1}
    assert not twice, f"rename labels, in all languages, until each is there once: {twice}"
