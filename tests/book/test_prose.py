"""What stands in prose: the page's own language, and no number that the code could give."""

import re

import pytest

from tests.book.pages import FENCE, MATH, NAMES, PAGES, ROLE, Page

HANGUL = re.compile(r"[가-힣]")
EXECUTABLE = [page for page in PAGES if page.cells]
CHAPTERS = [page for page in PAGES if re.match(r"\d\d-", page.name)]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "glossary"])
def test_no_hangul_in_english(name):
    page = Page("en", name)
    found = [line for line in page.text.splitlines() if HANGUL.search(line)]
    assert not found, f"{page}: {found}"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "references"])
def test_no_korean_paragraph_left_in_english(name):
    page = Page("ko", name)
    words = [p for p in page.paragraphs if len(re.findall(r"\b[A-Za-z]{2,}\b", p)) > 4]
    assert not [p for p in words if not HANGUL.search(p)], str(page)


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_no_words_in_code(page):
    for number, cell in enumerate(page.cells, 1):
        code = re.sub(r":tags:.*", "", cell)
        assert "#" not in re.sub(r"(['\"]).*?\1", "", code), f"{page}: cell {number} has a comment"
        assert not HANGUL.search(code), f"{page}: cell {number} has Hangul"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_are_run_and_may_not_fail(page):
    # Other tags would skip a cell, or let it raise.
    for number, cell in enumerate(page.cells, 1):
        tags = re.findall(r"^:tags:\s*(.*)$", cell, re.M)
        assert tags in ([], ["[remove-cell]"]), f"{page}: cell {number} has the tags {tags}"
    shown = re.findall(r"^`{3,}\s*i?python.*$|^`{3,}\{code(?:-block)?\}.*$", page.text, re.M)
    assert not shown, f"{page}: code that is shown and not run: {shown}"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_are_short(page):
    for number, cell in enumerate(page.cells, 1):
        if "remove-cell" not in cell:
            lines = len(cell.splitlines()) - 2
            assert lines <= 18, f"{page}: cell {number} has {lines} lines"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_a_reader_sees_hold_no_machinery(page):
    for number, cell in enumerate(page.cells, 1):
        if "glue" in cell or "myst_nb" in cell:
            assert "remove-cell" in cell, f"{page}: cell {number} shows the machinery"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_chapters_import_public_names_only(page):
    for number, cell in enumerate(page.cells, 1):
        for module in re.findall(r"^\s*(?:from|import) ([\w.]+)", cell, re.M):
            allowed = {"torch", "numpy", "matplotlib", "linefit", "mpl_toolkits", "myst_nb"}
            assert module.split(".")[0] in allowed, f"{page}: cell {number} imports {module}"
            assert not module.startswith("linefit."), f"{page}: cell {number} imports {module}"


@pytest.mark.parametrize("page", CHAPTERS, ids=str)
def test_no_result_is_typed_by_hand(page):
    # A number with three decimals or more is a result, unless some cell takes it as input;
    # outside of mathematics, where it may be a step of a calculation, one with two is.
    code = "\n".join(page.cells)
    prose = ROLE.sub(" ", FENCE.sub(lambda m: " " if m[2] == "bibliography" else m[0], page.prose))
    prose = re.sub(r"\]\([^)]*\)", " ", prose)
    words = MATH.sub(" ", FENCE.sub(lambda m: " " if m[2] == "math" else m[0], prose))
    numbers = re.findall(r"\d+\.\d{3,}", prose) + re.findall(r"\d+\.\d{2,}", words)
    typed = {number for number in numbers if number not in code}
    assert not typed, f"{page}: glue these instead: {sorted(typed)}"


@pytest.mark.parametrize("page", CHAPTERS, ids=str)
def test_every_exercise_has_a_solution(page):
    exercises = re.findall(r"^`{3,}\{exercise\}.*\n:label: ([\w-]+)", page.prose, re.M)
    solved = re.findall(r"^`{3,}\{solution(?:-start)?\} ([\w-]+)", page.prose, re.M)
    assert exercises == solved, str(page)
    assert len(exercises) >= (0 if page.name == "01-tensors" else 3), str(page)
    folded = re.findall(r"\{solution(?:-start)?\} .*\n(?::.*\n)*?:class: dropdown", page.prose)
    assert len(folded) == len(solved), f"{page}: a solution does not fold"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_every_picture_has_a_caption(page):
    # Every cell that draws is followed by a caption, which also gives the alternative text.
    draws = re.compile(r"^(plt\.\w|ax\.|fig$|plot_\w+\(|animate\()", re.M)
    blocks = list(FENCE.finditer(page.text))
    number = 0
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block[2] != "code-cell":
            continue
        number += 1
        hidden = "remove-cell" in block[4] or "remove-output" in block[4]
        if draws.search(block[4]) and not hidden:
            assert after is not None, f"{page}: cell {number} draws and has no caption"
            assert after[2] == "caption", f"{page}: cell {number} draws and has no caption"


def test_inline_mathematics_is_closed():
    for page in PAGES:
        prose = FENCE.sub("", page.prose)
        assert MATH.sub("", prose).count("$") == 0, f"{page}: a dollar sign stands alone"
