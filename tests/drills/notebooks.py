"""Faults of what is written into notebooks, which no build could notice."""

from tests.drills.drill import Drill, Replace

MARKDOWN, NOTEBOOK = "book/_ext/markdown.py", "book/_ext/notebook.py"


def lost(name: str, old: str, new: str, test: str, *words: str, file: str = MARKDOWN) -> Drill:
    """Return a drill after which a notebook says something else than its page."""
    tests = f"tests/book/test_markdown.py::{test}"
    return Drill(name, (Replace(file, old, new),), (test, *words), (tests,))


def first(name: str, old: str, new: str, test: str, *words: str) -> Drill:
    """Return a drill that spoils the first cell."""
    tests = f"tests/book/test_notebooks.py::{test}"
    return Drill(name, (Replace(NOTEBOOK, old, new),), (test, *words), (tests,))


DRILLS = [
    lost(
        "text becomes mathematics in a notebook",
        "<span>&#92;</span>",
        "&#92;",
        "test_no_text_is_taken_for_mathematics",
    ),
    lost(
        "a number at the start of a line becomes a list",
        r'r"\1\\\2", text)',
        r'r"\1\2", text)',
        "test_every_character_comes_through",
    ),
    lost(
        "asterisks between punctuation and a letter",
        'return category(inner)[0] not in "PS" or',
        "return inner or",
        "test_every_character_comes_through_around_an_emphasis",
    ),
    lost(
        "a bar of mathematics ends a cell of a table",
        'without_bars("<br>".join',
        '("<br>".join',
        "test_a_bar_ends_no_cell",
        "assert",
    ),
    lost(
        "a picture stays behind",
        "        if not path.is_file():\n",
        "        if True:\n",
        "test_a_picture_travels_with_its_notebook",
        "base64",
    ),
    lost(
        "a node without a rule is lost in silence",
        '        logger.warning("notebook: no rule',
        '        logger.info("notebook: no rule',
        "test_what_has_no_rule_is_not_lost_in_silence",
        "line_block",
    ),
    lost(
        "what holds on the page alone stands in a notebook",
        'elif holds(node, "notebook")',
        'elif holds(node, "page")',
        "test_what_does_not_hold_in_a_notebook_is_left_out",
        "Press it.",
    ),
    lost(
        "a solution lies open",
        'yield f"<details>\\n<summary>',
        'yield f"<details open>\\n<summary>',
        "test_a_fold_hides_text_and_code_and_nothing_else",
        "details",
    ),
    lost(
        "a hint lies open",
        'FOLDED = {"dropdown", "toggle"}',
        'FOLDED = {"toggle"}',
        "test_a_box_that_drops_down_is_a_fold",
        "boxes.fold",
        file="book/_ext/boxes.py",
    ),
    lost(
        "text stands in the cell of a heading",
        ' or cells[-1].source.startswith("#"):',
        ":",
        "test_a_heading_has_a_cell_of_its_own",
        "# Title",
        file=NOTEBOOK,
    ),
    lost(
        "the words of a language stay behind",
        "    if words:\n",
        "    if False:\n",
        "test_what_an_instrument_says_is_in_the_language_of_the_notebook",
        "use_words",
        file=NOTEBOOK,
    ),
    first(
        "the first cell touches more than linefit",
        '"--no-deps {source}"',
        '"--upgrade {source}"',
        "test_set_up_installs_all_that_is_missing",
        "--upgrade",
    ),
    first(
        "what cannot be installed is a wall of text",
        "        return [str(self)]\n",
        "        raise self\n",
        "test_what_cannot_be_installed_is_said_in_one_line",
        "assert",
    ),
    first(
        "an old Python goes on",
        "if sys.version_info < ({python}) or",
        "if sys.version_info < (3, 1) or",
        "test_a_python_that_will_not_do_is_told_in_one_line",
        "assert",
    ),
]
