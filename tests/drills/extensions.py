"""Extensions that are left out, and templates that have lost a line: few of them stop a build."""

from tests.drills.drill import Drill, First

TEST = "tests/book/test_extensions.py"
HEAD, LAYOUT = "book/theme/head.html", "book/theme/layout.html"


def left_out(extension: str, *words: str) -> Drill:
    """Return a drill that leaves an extension out of the settings."""
    fault = First("_config.yml", rf"^      - book\._ext\.{extension}\n", "")
    return Drill(f"no {extension}", (fault,), words or (f"{extension}: not in ",), (TEST,))


def lost(what: str, file: str, pattern: str, *words: str) -> Drill:
    """Return a drill that takes a line out of a template."""
    return Drill(f"no {what}", (First(file, pattern, ""),), words, (TEST,))


DRILLS = [
    left_out("alpha", "01-chapter.md", 'role "alpha"'),
    left_out("alpha_colour"),
    left_out("anchors"),
    left_out("as_notebook", "'notebook_source'"),
    left_out("assets"),
    left_out("caption", "01-chapter.md", "'caption'"),
    left_out("citation_roles"),
    left_out("contents"),
    left_out("description"),
    left_out("folding"),
    # Without the rest of it, whether formulas are drawn at all depends on how busy the machine is.
    Drill(
        "formulas are not mended",
        (First("book/_ext/formulas.py", r'^    app.connect\("html-page-context", mend\)\n', ""),),
        ("formulas: not in ",),
        (TEST,),
    ),
    left_out("last_change"),
    left_out("languages"),
    left_out("launch", "'launch_repository'"),
    left_out("minus"),
    left_out("particles"),
    left_out("pictures"),
    left_out("search_index", "search_index: "),
    left_out("static_files", "01-chapter", "'asset' is undefined"),
    left_out("table_heads"),
    left_out("theme", "book"),
    lost("canonical address", HEAD, r'^<link rel="canonical".*\n', "canonical"),
    lost("picture for social sites", HEAD, r'^<meta property="og:image" .*\n', "og:image"),
    lost("link to edit the page", LAYOUT, r"^<p><a href=.*Edit this page.*\n", "/edit/trunk/"),
    lost("way to the next chapter", LAYOUT, r'^<a rel="next".*\n', '<a rel="next"'),
]
