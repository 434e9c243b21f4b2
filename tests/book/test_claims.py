"""What the prose says of the data is claimed in the chapters' last cells, and holds for these data.

The build itself runs the claims. Here each is held to the page: it names a place and quotes words
that stand there. And other data are tried: the chapters must run to their last cells, which must
tell what has become untrue. `make drill` tries more of them.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.book.copies import Copy
from tests.book.source_pages import LABEL, LANGUAGES, NAMES, ROOT, Page
from tests.drills.claims import OTHER_DATA

WITH_CODE = [Page("en", name) for name in NAMES if Page("en", name).cells]


def claims(page):
    """Return the claims of a page: pairs of a place and the words that stand there."""
    code = "\n".join(page.cells[-1].splitlines()[3:-1])
    tables = [
        node.value
        for node in ast.parse(code).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "claims"
    ]
    return [key.value.split(": ", 1) for table in tables for key in table.keys]


@cache
def places(page):
    """Return the text of a page from each label to the next, and from its top to the first."""
    top, *rest = LABEL.split(page.prose)
    parts = {"top": top}
    for section, directive, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        parts[section or directive] = text
    return parts


@pytest.mark.parametrize("page", WITH_CODE, ids=str)
def test_last_cell_checks_what_the_chapter_claims(page):
    assert claims(page), f"{page}: give the last cell, a hidden one, a table `claims`"
    assert (
        page.cells[-1]
        .rstrip("`\n")
        .endswith(
            "untrue = [claim for claim, holds in claims.items() if not holds]\n"
            "assert not untrue, '\\n  '.join(['no longer true:', *untrue])"
        )
    ), f"{page}: end the last cell, a hidden one, as those of the other chapters"


@pytest.mark.parametrize("page", WITH_CODE, ids=str)
def test_claims_quote_the_page(page):
    for place, words in claims(page):
        parts = places(page) | {place: Page("en", place).prose for place in NAMES}
        assert place in parts, f"{page}: claims: no label {place!r}"
        quoted = ".{1,400}?".join(re.escape(part.strip()) for part in words.split("…"))
        assert re.search(quoted, " ".join(parts[place].split())), (
            f"{page}: claims: below the label {place!r} and above the next there is no {words!r}"
        )


@pytest.mark.parametrize(
    "drill", [drill for drill in OTHER_DATA if drill.quick], ids=lambda drill: drill.name
)
def test_other_data_are_told_what_they_make_untrue(drill, tmp_path):
    copy = Copy.of_sources(tmp_path / "copy")
    drill.break_(copy)
    edited = {Path(fault.files).stem for fault in drill.faults}
    if edited <= set(NAMES):
        # Chapters share no state: the others have nothing new to tell.
        files = "".join(f"- file: {name}\n" for name in sorted(edited))
        toc = f"format: jb-article\nroot: index\nsections:\n{files}"
        (copy.root / "_toc.yml").write_text(toc)
    said = copy.run("-m", "tests.tools.cells")
    assert not said.stderr, f"{drill.name}: {said.stderr}"
    for word in drill.words:
        assert word in said.stdout, f"{drill.name}: nothing said of {word!r}:\n{said.stdout}"
    # Cells that readers see may stop, as they would for a student; hidden ones only tell.
    for page in WITH_CODE:
        stray = f"{page}: cell {len(page.cells)}: (?!AssertionError: no longer true:)"
        assert not re.search(stray, said.stdout), f"{drill.name}:\n{said.stdout}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lecturers_are_shown_claims_that_are_there(language):
    page = Page(language, "for-lecturers")
    shown = re.findall(r'^(?:  |")([\w-]+: [^"\n]+)', page.prose, re.M)
    made = {f"{place}: {words}" for each in WITH_CODE for place, words in claims(each)}
    # Other data or rates have words of their own.
    told = {word for drill in OTHER_DATA for word in drill.words}
    strange = [line for line in shown if line not in made and not line.startswith(tuple(told))]
    assert len(shown) > 5, f"{page}: show what the build says of other data"
    assert not strange, f"{page}: no chapter claims {strange}; show what the build says now"


def test_claims_hold_however_sums_are_rounded():
    # As on a processor without AVX, where PyTorch adds up in another order.
    said = Copy(ROOT).run("-m", "tests.tools.cells", ATEN_CPU_CAPABILITY="default")
    assert not said.stdout + said.stderr, said.stdout + said.stderr
