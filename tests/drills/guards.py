"""Guards of the build, taken away: a test of the build has to go red."""

from tests.drills.drill import Drill, Replace

BUILD, EXECUTE, NAMES = (f"book/_tools/{name}.py" for name in ("build", "execute", "fingerprint"))
CAPTION, FORMULAS = "book/_ext/caption.py", "book/_ext/katex.js"


def guard(name: str, file: str, old: str, new: str, test: str, *words: str) -> Drill:
    """Return a drill that takes a guard away."""
    return Drill(
        name, (Replace(file, old, new),), (test, *words), (f"tests/book/test_build.py::{test}",)
    )


def key(what: str, old: str, new: str) -> Drill:
    """Return a drill that leaves something out of the cache's name."""
    test = f"test_another_version_of_what_lies_beneath_the_cells_is_another_cache[{what}]"
    return guard(f"the cache overlooks {what}", NAMES, old, new, test, f"another version of {what}")


def around(what: str, old: str, new: str = "") -> Drill:
    """Return a drill that leaves pages as another version of something made them."""
    test = f"test_pages_are_made_anew_by_another_version_of_what_they_depend_on[{what}]"
    return guard(f"old pages of {what} stay", NAMES, old, new, test, f"another version of {what}")


def chapter(name: str, old: str, new: str, drill: str, *words: str) -> Drill:
    """Return a drill that lets a chapter that fails through."""
    return guard(name, EXECUTE, old, new, f"test_chapter_that_fails[{drill}]", *words)


def page(name: str, file: str, old: str, new: str, *words: str) -> Drill:
    """Return a drill that lets a fault of a page through."""
    test = "test_page_faults_are_named_all_at_once_and_not_forgotten_by_the_next_build"
    return guard(name, file, old, new, test, *words)


def recovery(name: str, file: str, old: str, new: str, drill: str) -> Drill:
    """Return a drill that keeps what an interrupted build left."""
    return guard(name, file, old, new, f"test_interrupted_build[{drill}]")


DRILLS = [
    key("src/linefit/data.py", '*files(sources.ROOT / "src"), *runners', "*runners"),
    key("book/_tools/execute.py", '"_tools/execute.py", ', ""),
    key("book/_tools/kernels.py", ', "_tools/kernels.py"', ""),
    key("book/_ext/outputs.py", '"_ext/outputs.py", ', ""),
    key("book/matplotlibrc", '    "matplotlibrc",\n', ""),
    key("a package", "packages(), *facts", "*facts"),
    key("Python", "sys.version, ", ""),
    around("book/_ext/typography.py", "*text, "),
    around("book/ko/_overlay.yml", "path.name == sources.OVERLAY_FILE\n        or "),
    around("_toc.yml", ', "_toc.yml"'),
    around("_config.yml", '"_config.yml", '),
    around("the address", "        find_site(repository),\n"),
    around("the dates", "days.items()", "[]"),
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
        "cell.outputs = join_streams(cell.outputs)",
        "pass",
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
        "text = read_text(path)",
        'text = read_text(path) if path.exists() else ""',
        "a chapter is missing in one language",
    ),
    page(
        "warnings of Sphinx are let through", BUILD, "warningiserror=True", "warningiserror=False"
    ),
    page("the first fault hides the others", BUILD, "keep_going=True", "keep_going=False"),
    page(
        "a language that failed is published",
        BUILD,
        '        raise BookError("\\n".join(failures))\n',
        '        print("\\n".join(failures))\n',
    ),
    page(
        "a failed build is forgotten",
        BUILD,
        "        build_languages(stale)\n",
        "        WORK.mkdir(exist_ok=True)\n"
        "        [mark(each).write_text(made_of[each.code]) for each in stale]\n"
        "        build_languages(stale)\n",
    ),
    page(
        "formulas in red are let through",
        FORMULAS,
        "{ error: error.message }",
        '{ html: "" }',
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
        "        if not pictures:\n",
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
        "if finished(each) != made_of[each.code]]",
        "if not output(each).exists()]",
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
