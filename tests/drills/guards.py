"""Guards of the build, taken away: a test of the build has to go red."""

from tests.drills.drill import Drill, Replace

BUILD, EXECUTE = "book/_tools/build.py", "book/_tools/execute.py"
CAPTION, FORMULAS = "book/_ext/caption.py", "book/_ext/formulas.py"


def guard(name: str, file: str, old: str, new: str, test: str, *words: str) -> Drill:
    """Return a drill that takes a guard away."""
    return Drill(
        name, (Replace(file, old, new),), (test, *words), (f"tests/book/test_build.py::{test}",)
    )


def key(what: str, old: str, new: str) -> Drill:
    """Return a drill that leaves something out of the cache's name."""
    test = f"test_another_version_of_what_lies_beneath_the_cells_is_another_cache[{what}]"
    return guard(f"the cache overlooks {what}", BUILD, old, new, test, f"another version of {what}")


def machinery(what: str, old: str) -> Drill:
    """Return a drill that leaves pages as another version of the machinery made them."""
    test = f"test_pages_are_made_anew_by_another_version_of_the_machinery[{what}]"
    return guard(f"old pages of {what} stay", BUILD, old, "", test, f"another version of {what}")


def chapter(name: str, old: str, new: str, drill: str, *words: str, file: str = EXECUTE) -> Drill:
    """Return a drill that lets a chapter that fails through."""
    return guard(name, file, old, new, f"test_chapter_that_fails[{drill}]", *words)


def page(name: str, file: str, old: str, new: str, *words: str) -> Drill:
    """Return a drill that lets a fault of a page through."""
    test = "test_page_faults_are_named_all_at_once_and_not_forgotten_by_the_next_build"
    return guard(name, file, old, new, test, *words)


def recovery(name: str, file: str, old: str, new: str, drill: str) -> Drill:
    """Return a drill that keeps what an interrupted build left."""
    return guard(name, file, old, new, f"test_interrupted_build[{drill}]")


DRILLS = [
    key("src/linefit/data.py", "[*sources, ", "["),
    key("src/linefit/explorer.js", '".js", ', ""),
    key("src/linefit/player.css", ', ".css"', ""),
    key("requirements.txt", '[*paths, ROOT / "requirements.txt"]', "paths"),
    key("book/matplotlibrc", ', BOOK / "matplotlibrc"]', "]"),
    key("torch", " {version('torch')}", ""),
    key("Python", "{sys.version} ", ""),
    machinery("book/_ext/minus.py", '"_ext", '),
    machinery("book/_templates/layout.html", '"_templates", '),
    machinery("book/_static/book.css", '"_static", '),
    machinery("book/_locale/ko/LC_MESSAGES/sphinx.po", ', "_locale"'),
    chapter(
        "errors of cells are swallowed",
        "    if complaints:\n",
        "    if False:\n",
        "a cell raises",
    ),
    chapter(
        "a cell that stops hides what is no longer true",
        "allow_errors=True",
        "allow_errors=False",
        "a chapter that stops and claims what is not true",
        "An error occurred while executing the following cell",
    ),
    chapter(
        "warnings of cells are let through",
        'output.name == "stderr"',
        'output.name == "nothing"',
        "a cell warns",
    ),
    guard(
        "what cells print falls into pieces",
        EXECUTE,
        "coalesce_streams=True",
        "coalesce_streams=False",
        "test_what_a_cell_prints_slowly_is_one_output",
        "a slow cell's output falls into pieces",
    ),
    chapter("cells may take for ever", "timeout=TIMEOUT", "timeout=None", "a cell takes too long"),
    chapter(
        "cells without a header are let through",
        'if "{code-cell}" in text:',
        "if False:",
        "a chapter without its header would not run",
    ),
    chapter(
        "a missing page is not named",
        "    if missing:\n",
        "    if False:\n",
        "a chapter is missing in one language",
        file=BUILD,
    ),
    guard(
        "a page that has left stays",
        BUILD,
        '[ROOT / "_toc.yml", *(',
        "[*(",
        "test_page_that_leaves_the_table_of_contents_leaves_the_site",
    ),
    page("warnings of Sphinx are let through", BUILD, '"-W", ', ""),
    page("the first fault hides the others", BUILD, '"--keep-going", ', ""),
    page(
        "a language that failed is published",
        BUILD,
        '        raise BuildError("\\n".join(failures))\n',
        '        print("\\n".join(failures))\n',
    ),
    page(
        "a failed build is forgotten",
        BUILD,
        "if not ended.exists() or ",
        "if ended.exists() and ",
    ),
    page(
        "formulas in red are let through",
        FORMULAS,
        're.findall(r\'class="katex-error"',
        're.findall(r\'class="lion"',
        "frac",
    ),
    page(
        "pictures need no alternative text",
        CAPTION,
        "        if missing:\n",
        "        if False:\n",
        "alt",
    ),
    page(
        "captions need no picture",
        CAPTION,
        "        if not described:\n",
        "        if False:\n",
        "no picture",
    ),
    page(
        "captions need no output",
        CAPTION,
        'logger.warning("caption: no cell',
        'logger.info("caption: no cell',
        "no cell with an output",
    ),
    recovery(
        "a build that was broken off is trusted",
        BUILD,
        "if not ended.exists() or ",
        "if ended.exists() and ",
        "killed while a page was written",
    ),
    recovery(
        "outputs that are cut off are trusted",
        EXECUTE,
        "cache.merge_match_into_notebook(notebook)",
        "cache.match_cache_notebook(notebook)",
        "the outputs of a chapter are cut off",
    ),
    recovery(
        "a database that is none is trusted",
        EXECUTE,
        "        cache.list_cache_records()\n",
        "",
        "the cache's database is none",
    ),
]
