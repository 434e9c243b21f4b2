"""Extensions that are left out, and templates that have lost a line: few of them stop a build."""

from tests.drills.drill import Drill, First, Replace

TEST = "tests/book/test_extensions.py"
HEAD, LAYOUT = "book/theme/head.html", "book/theme/layout.html"


def left_out(module: str, *words: str) -> Drill:
    """Return a drill that registers all modules but one."""
    fault = First("book/_ext/__init__.py", rf'^    "{module}",.*\n', "")
    return Drill(f"no {module}", (fault,), words or (f"{module}: not in ",), (TEST,))


def mended(name: str, file: str, old: str, new: str, word: str) -> Drill:
    """Return a drill that takes back what a module mends."""
    return Drill(name, (Replace(f"book/_ext/{file}", old, new),), (word,), (TEST,))


def lost(what: str, file: str, pattern: str, *words: str) -> Drill:
    """Return a drill that takes a line out of a template."""
    return Drill(f"no {what}", (First(file, pattern, ""),), words, (TEST,))


DRILLS = [
    left_out("addresses"),
    left_out("alpha", "01-chapter.md", 'role "alpha"'),
    left_out("anchors"),
    left_out("boxes", "01-chapter.md", "'margin'"),
    left_out("builder", "book"),
    left_out("caption", "01-chapter.md", "'caption'"),
    left_out("chapters"),
    left_out("katex", "katex"),
    left_out("medium", "01-chapter.md", "'medium'"),
    left_out("notebook", "notebook: "),
    left_out("outputs", "outputs: "),
    left_out("page", "'asset' is undefined"),
    left_out("search", "search: "),
    left_out("typography"),
    mended("an index of two elements stays", "katex.js", "      mend(tree);\n", "", "katex: "),
    mended(
        "formulas at the head of a column stay", "katex.py", "nodes.thead", "nodes.tbody", "katex: "
    ),
    mended("a corner heads a column", "translator.py", '"<td"', '"<th"', "builder: "),
    mended("a table is not boxed", "translator.py", ' class="table-box"', "", "builder: "),
    mended(
        "an entry has a role that is gone", "translator.py", '"listitem"', '"item"', "builder: "
    ),
    mended("pictures come at once", "outputs.py", '"loading": "lazy", ', "", "builder: "),
    mended("nothing says where a reader is", "page.py", '"aria-current": "page"', "", "page: "),
    lost("canonical address", HEAD, r'^<link rel="canonical".*\n', "canonical"),
    lost("picture for social sites", HEAD, r'^<meta property="og:image" .*\n', "og:image"),
    lost("link to edit the page", LAYOUT, r"^<p><a href=.*Edit this page.*\n", "/edit/trunk/"),
    lost("way to the next chapter", LAYOUT, r'^<a rel="next".*\n', '<a rel="next"'),
]
