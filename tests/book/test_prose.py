"""What stands in prose: the page's own language, and no number that the code could give."""

import re

import pytest

from tests.book.source_pages import FENCE, MATH, NAMES, PAGES, ROLE, Page

HANGUL = re.compile(r"[가-힣]")
EXECUTABLE = [page for page in PAGES if page.cells]
CHAPTERS = [page for page in PAGES if re.match(r"\d\d-", page.name)]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "glossary"])
def test_no_hangul_in_english(name):
    page = Page("en", name)
    found = [line for line in page.text.splitlines() if HANGUL.search(line)]
    assert not found, f"{page}: write English, without Hangul: {found}"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "references"])
def test_no_korean_paragraph_left_in_english(name):
    page = Page("ko", name)
    words = [p for p in page.paragraphs if len(re.findall(r"\b[A-Za-z]{2,}\b", p)) > 4]
    left = [p for p in words if not HANGUL.search(p)]
    assert not left, f"{page}: translate what is still English: {left}"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_no_words_in_code(page):
    for number, cell in enumerate(page.cells, 1):
        code = re.sub(r":tags:.*", "", cell)
        assert "#" not in re.sub(r"(['\"]).*?\1", "", code), (
            f"{page}: cell {number} has a comment; say it in the prose"
        )
        assert not HANGUL.search(code), (
            f"{page}: cell {number} has Hangul; label with mathematics, say the rest in the prose"
        )


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_are_run_and_may_not_fail(page):
    # Other tags would skip a cell, or let it raise.
    for number, cell in enumerate(page.cells, 1):
        tags = re.findall(r"^:tags:\s*(.*)$", cell, re.M)
        assert tags in ([], ["[remove-cell]"], ["[hide-input]"]), (
            f"{page}: cell {number} has the tags {tags}; only [remove-cell] and [hide-input] are "
            "allowed"
        )
    shown = re.findall(r"^`{3,}\s*i?python.*$|^`{3,}\{code(?:-block)?\}.*$", page.text, re.M)
    assert not shown, f"{page}: make these code cells, so that they are run: {shown}"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_are_short(page):
    for number, cell in enumerate(page.cells, 1):
        if "remove-cell" not in cell:
            lines = len(cell.splitlines()) - 2
            assert lines <= 18, f"{page}: cell {number} has {lines} lines; split it, 18 are allowed"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_cells_a_reader_sees_hold_no_machinery(page):
    for number, cell in enumerate(page.cells, 1):
        if "glue" in cell or "myst_nb" in cell:
            assert "remove-cell" in cell, (
                f"{page}: cell {number} shows glue to readers; give it the tag [remove-cell]"
            )


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_chapters_import_public_names_only(page):
    for number, cell in enumerate(page.cells, 1):
        for module in re.findall(r"^\s*(?:from|import) ([\w.]+)", cell, re.M):
            allowed = {"torch", "numpy", "matplotlib", "linefit", "mpl_toolkits", "myst_nb"}
            assert module.split(".")[0] in allowed, (
                f"{page}: cell {number} imports {module}; allowed are {sorted(allowed)}"
            )
            assert not module.startswith("linefit."), (
                f"{page}: cell {number} imports {module}; import public names from linefit itself"
            )


def numbers_in_code(page):
    """Return the numbers in the cells of a page, those in strings apart."""
    code = "\n".join(page.cells)
    code = re.sub(r"(?<![\w])[rf]*(\"[^\"\n]*\"|'[^'\n]*')", " ", code)
    return {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", code)}


def typed(page, pattern):
    """Return the numbers of a pattern's first groups in the prose, each with how it is written."""
    return {m[1]: float(m[1].replace("−", "-")) for m in re.finditer(pattern, page.prose)}


@pytest.mark.parametrize("page", CHAPTERS, ids=str)
def test_no_result_is_typed_by_hand(page):
    # A number with three decimals or more is a result, unless some cell takes it as input;
    # outside of mathematics, where it may be a step of a calculation, one with two is.
    prose = ROLE.sub(" ", FENCE.sub(lambda m: " " if m[2] == "bibliography" else m[0], page.prose))
    prose = re.sub(r"\]\([^)]*\)", " ", prose)
    words = MATH.sub(" ", FENCE.sub(lambda m: " " if m[2] == "math" else m[0], prose))
    numbers = re.findall(r"\d+\.\d{3,}", prose) + re.findall(r"\d+\.\d{2,}", words)
    inputs = numbers_in_code(page)
    results = {number for number in numbers if float(number) not in inputs}
    assert not results, f"{page}: glue these, or correct them if they are inputs: {sorted(results)}"


# Gradients of an example, one of them wrong on purpose.
COMPUTED = {"03-first-line": {4, 6, 40, 60}}


@pytest.mark.parametrize("page", CHAPTERS, ids=str)
def test_inputs_in_prose_are_those_of_the_cells(page):
    # Rates, steps, starts and weights are typed in prose, so a cell is not changed alone.
    rate = r"(?:\\alpha|α|\bh) ?= ?[-−]?(\d+\.\d+)"
    link = r"\{alpha\}`([\d.]+)`"
    first, second = r"\([-−]?(\d[\d.]*), ?[-−]?\d[\d.]*\)", r"\([-−]?\d[\d.]*, ?[-−]?(\d[\d.]*)\)"
    inputs = numbers_in_code(page) | COMPUTED.get(page.name, set())
    for pattern in (rate, link, first, second):
        foreign = [text for text, number in typed(page, pattern).items() if number not in inputs]
        assert not foreign, f"{page}: no cell has what the prose says is put in: {foreign}"


@pytest.mark.parametrize("page", CHAPTERS, ids=str)
def test_every_exercise_has_a_solution(page):
    exercises = re.findall(r"^`{3,}\{exercise\}.*\n:label: ([\w-]+)", page.prose, re.M)
    solved = re.findall(r"^`{3,}\{solution(?:-start)?\} ([\w-]+)", page.prose, re.M)
    assert exercises == solved, (
        f"{page}: let its solution follow each exercise: exercises {exercises}, solutions {solved}"
    )
    wanted = 0 if page.name == "01-tensors" else 3
    assert len(exercises) >= wanted, (
        f"{page}: write {wanted} exercises or more, each with a :label:; it has {len(exercises)}"
    )
    folded = re.findall(r"\{solution(?:-start)?\} .*\n(?::.*\n)*?:class: dropdown", page.prose)
    assert len(folded) == len(solved), f"{page}: give every solution `:class: dropdown`"


@pytest.mark.parametrize("page", EXECUTABLE, ids=str)
def test_every_picture_has_a_caption(page):
    # Every cell that draws is followed by a caption, which also gives the alternative text.
    shows = "animate|play|choose_h|explore|find_rate|fit_by_eye|trace_loop|walk_down"
    draws = re.compile(rf"^(plt\.\w|ax\.|fig$|plot_\w+\(|({shows})\()", re.M)
    blocks = list(FENCE.finditer(page.text))
    number = 0
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block[2] != "code-cell":
            continue
        number += 1
        hidden = "remove-cell" in block[4] or "remove-output" in block[4]
        if draws.search(block[4]) and not hidden:
            assert after, f"{page}: cell {number} draws; put a caption right below it"
            assert after[2] == "caption", (
                f"{page}: cell {number} draws; put a caption right below it, not {after[2]}"
            )


def test_inline_mathematics_is_closed():
    for page in PAGES:
        prose = FENCE.sub("", page.prose)
        assert MATH.sub("", prose).count("$") == 0, (
            f"{page}: a dollar sign stands alone; close the mathematics"
        )


# How figures, tables, equations and exercises are numbered, and a number's last digit is read.
NUMBERS = {
    label: number
    for page in CHAPTERS
    for kind in ("fig-", "tab-", "eq-", "ex-")
    for number, label in enumerate((each for each in page.labels if each.startswith(kind)), 1)
}
READ = "십일이삼사오육칠팔구"
# Particles that only stand after a vowel; those that are wrong after a vowel, and after an ㄹ.
VOWEL_ONLY = {"는", "가", "를", "와", "라", "다"}
WRONG = {0: {"은", "이", "을", "과", "으로"}, 8: VOWEL_ONLY | {"으로"}}


def last_syllable(role, target):
    """Return what a link ends with when it is read aloud, or nothing where it shows a title."""
    if role == "doc":
        return "장" if re.match(r"\d\d-", target) else ""
    if target.startswith("sec-"):
        return "절" if role == "numref" else ""
    return READ[NUMBERS[target] % 10] if target in NUMBERS else ""


@pytest.mark.parametrize("name", NAMES)
def test_particles_fit_the_number_that_is_read_before_them(name):
    link = re.compile(r"\{(doc|numref|ref|eq)\}`([^`]*)`(으로|[은는이가을를과와로라다])(?![가-힣])")
    wrong = []
    for found in link.finditer(Page("ko", name).text):
        role, target, particle = found.groups()
        if syllable := last_syllable(role, target):
            # Hangul counts its syllables by their final consonants, of which there are 28.
            final = (ord(syllable) - ord("가")) % 28
            if particle in WRONG.get(final, VOWEL_ONLY | {"로"}):
                wrong.append(f"{found[0]}, read …{syllable}{particle}")
    assert not wrong, f"ko/{name}: particles that do not fit: {wrong}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_chapters_are_called_by_a_link(page):
    typed = re.findall(r"\b[Cc]hapters? \d+|(?<!\d)\d{1,2}장(?=[에의과은을이,. ])", page.prose)
    assert not typed, f"{page}: write {{doc}} with the file of the chapter for {typed}"
