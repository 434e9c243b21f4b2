"""What notebooks say is what pages say: every character, every kind of node, in any place.

Pages are written as trees or in MyST, translated to Markdown, and read by another reader of
Markdown than the one that wrote them: what comes out has to be what went in.
"""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import new_document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from myst_parser.docutils_ import Parser
from PIL import Image
from sphinx_proof.nodes import NODE_TYPES, unenumerable_node

from book._ext.boxes import FoldBoxes, fold
from book._ext.markdown import Code, Heading, Translator, as_text
from book._ext.notebook import first_cells, notebook

# A busy machine takes its time, which says nothing about what comes out.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
READER = MarkdownIt("commonmark").enable("table")
WORDS = {"to_run": "Copy it to run it."}
EXTENSIONS = ["amsmath", "colon_fence", "deflist", "dollarmath"]


def translator(folder="."):
    formats = {"figure": "Figure %s", "table": "Table %s", "code-block": "Listing %s"}
    return Translator(
        SimpleNamespace(
            env=SimpleNamespace(toc_fignumbers={}),
            config=SimpleNamespace(html_baseurl="", numfig_format=formats, notebook_words=WORDS),
            builder=SimpleNamespace(
                get_target_uri=lambda name: f"{name}.html",
            ),
            srcdir=folder,
        ),
        "page",
    )


def markdown(*content: nodes.Node, folder=".") -> str:
    """Translate a page with this content."""
    document = new_document("page")
    document.extend(content)
    blocks = translator(folder).blocks(document)
    return "\n\n".join(str(b) if isinstance(b, Heading) else as_text(b) for b in blocks)


def tree(text: str) -> list[nodes.Node]:
    """Return what a text in MyST says."""
    settings = {"doctitle_xform": False, "report_level": 5, "myst_enable_extensions": EXTENSIONS}
    return publish_doctree(text, parser=Parser(), settings_overrides=settings).children


def read(text: str) -> str:
    """Return the text that a reader of Markdown shows, white space apart."""
    html = re.sub(r"<(br|/p|/li|/t[hd]|/h\d|/pre)\b[^>]*>", " ", READER.render(text))
    return plain(unescape(re.sub(r"<(?!!--)/?[a-z][^<>]*>", "", html)))


def plain(text: str) -> str:
    """Return a text with one blank for each row of them; one that does not break is no blank."""
    return re.sub(r"[ \n\t]+", " ", text).strip(" ")


# Everything that means something somewhere, and letters and blanks to put it beside.
MARKS = r"""\`*_{}[]()<>#+-.!|&;:=~$^"'/@%?,"""
PIECES = [
    *MARKS,
    *"ab01는가",
    " ",
    "  ",
    "\n",
    "\u00a0",
    "😀",
    "“",
    "—",
    "1. ",
    "- ",
    "&lt;",
    "://",
]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)
SAID = TEXT.filter(lambda text: plain(text) != "")


# What chance does not come upon each time.
@example("1. a")
@example("a\n2) b")
@example("# a")
@example("- a")
@given(SAID)
def test_every_character_comes_through(text):
    assert read(markdown(nodes.paragraph("", text))) == plain(text)


@given(SAID)
def test_every_character_comes_through_in_a_heading(text):
    section = nodes.section("", nodes.title("", text))
    assert read(markdown(section)) == plain(text)


@given(SAID)
def test_no_text_is_taken_for_mathematics(text):
    html = READER.render(markdown(nodes.paragraph("", f"$1 {text} 2$ \\\\( {text} \\\\)")))
    # MathJax looks at each piece of text between two tags.
    for piece in re.split(r"<[^<>]*>", html):
        assert not re.search(r"\$.*\$|\\[(\[b]", unescape(piece), re.S)


@given(st.sampled_from([nodes.strong, nodes.emphasis]), SAID, SAID, SAID)
def test_every_character_comes_through_around_an_emphasis(kind, before, inner, after):
    inner = inner.strip() or "a"
    said = nodes.paragraph("", "", nodes.Text(before), kind("", inner), nodes.Text(after))
    html = READER.render(markdown(said))
    assert read(markdown(said)) == plain(before + inner + after)
    tag = {"strong": "strong", "emphasis": "em"}[kind.__name__]
    assert html.count(f"<{tag}>") == html.count(f"</{tag}>") == 1


@given(SAID, SAID)
def test_every_character_comes_through_in_a_table(head, cell):
    def entry(text):
        return nodes.entry("", nodes.paragraph("", text), nodes.paragraph("", text))

    group = nodes.tgroup("", cols=2)
    group += nodes.thead("", nodes.row("", entry(head), entry("a")))
    group += nodes.tbody("", nodes.row("", entry(cell), entry("b")))
    text = markdown(nodes.table("", group))
    assert read(text) == plain(f"{head} {head} a a {cell} {cell} b b")
    assert READER.render(text).count("<td>") == READER.render(text).count("<th>") == 2


@given(SAID)
def test_every_character_comes_through_in_a_list_in_a_quotation(text):
    item = nodes.list_item("", nodes.paragraph("", text), nodes.literal_block("", text))
    quoted = nodes.block_quote("", nodes.bullet_list("", item))
    assert read(markdown(quoted)) == plain(f"{text} {text}")


@given(TEXT.filter(str.strip), TEXT)
def test_code_stays_as_it_is(text, around):
    said = nodes.paragraph("", "", nodes.Text(f"a {around} "), nodes.literal("", text))
    assert read(markdown(said)) == plain(f"a {around} {text}")
    block = READER.render(markdown(nodes.literal_block("", text)))
    assert unescape(re.sub(r"</?(pre|code)>", "", block)).strip("\n") == text.strip("\n")


@pytest.mark.parametrize("text", [" a", "a ", " a ", "`", "``a`", "a`b", "  a  ", "$x$", "&lt;"])
def test_spans_of_code_keep_their_blanks_and_backticks(text):
    said = nodes.paragraph("", "", nodes.literal("", text))
    assert f"<code>{text.replace('&', '&amp;')}</code>" in READER.render(markdown(said))


@pytest.mark.parametrize("text", ["a|b", "`a|b`", "$|x| + |y|$", r"\|", "`` ` | ``"])
def test_a_bar_ends_no_cell(text):
    table = f"| a | b |\n|---|---|\n| {text.replace('|', chr(92) + '|')} | c |\n"
    html = READER.render(markdown(*tree(table)))
    assert "<td>c</td>" in html


# MyST, and what is to be seen of it.
CASES = {
    "nested lists": (
        "3. three\n\n   ```python\n   x = 1\n\n   y = 2\n   ```\n\n   - in\n     - low\n4. 4th\n",
        ['<ol start="3">', "x = 1\n\ny = 2", "low", "4th"],
    ),
    "definitions": ("Term\n: One.\n: Two.\n", ["<strong>Term</strong>", "One.", "Two."]),
    "a hard break": ("a\\\nb\n", ["a<br />\nb"]),
    "a box": ("```{note}\nSaid.\n```\n", ["<strong>Note</strong>", "Said."]),
    "a footnote": ("a[^x]\n\n[^x]: The *note*.\n", ["a<sup>1</sup>", "The <em>note</em>."]),
    "a line across": ("a\n\n---\n\nb\n", ["<hr />"]),
    "a link with blanks": (
        "[a](<http://a.b/c d(e)|f>)\n",
        ['href="http://a.b/c%20d%28e%29%7Cf"'],
    ),
    "HTML": ("<div>\n<b>x</b>\n</div>\n\n<sub>2</sub>\n", ["<div>\n<b>x</b>\n</div>", "<sub>"]),
    "aligned columns": ("| a |\n|--:|\n| 1 |\n", ['style="text-align:right"']),
    "amsmath": ("\\begin{align}\na &= b\n\\end{align}\n", ["\\begin{aligned}"]),
    "an entity": ("&copy; &amp;lt;\n", ["©", "&amp;lt;"]),
    "headings in two rows": (
        "```{list-table} A caption\n:header-rows: 2\n\n* - a\n* - c\n* - 1\n```\n",
        ["A caption", "<th>a</th>", "<td>c</td>", "<td>1</td>"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_text_comes_through(case):
    text, shown = CASES[case]
    translated = markdown(*tree(text))
    for part in shown:
        assert part in READER.render(translated), translated


@pytest.mark.parametrize("kind", NODE_TYPES)
@pytest.mark.parametrize("node", [None, unenumerable_node])
def test_every_box_of_theory_has_its_kind_its_title_and_its_text(kind, node):
    box = (node or NODE_TYPES[kind])("", realtype=kind, countertype=kind)
    box += [nodes.title("", " (Euler)"), nodes.section("", nodes.paragraph("", "It holds."))]
    html = READER.render(markdown(box))
    assert re.search(rf"<blockquote>\n<p><strong>{kind.title()} +\(Euler\)</strong>", html), html
    assert "It holds." in html


def test_an_empty_box_is_its_title():
    assert markdown(nodes.note()) == "> **Note**"


# Of what docutils knows, what no page says. A page that does stops the build.
GRID = "+---+---+\n| a | b |\n+   +---+\n|   | c |\n+---+---+"
WITHOUT_RULE = {
    "line_block": "```{eval-rst}\n| a\n|   b\n```\n",
    "field_list": "a\n\n```{eval-rst}\n:a: b\n```\n",
    "subscript": "```{eval-rst}\nH\\ :sub:`2`\n```\n",
    "rubric": "```{rubric} A rubric\n```\n",
    "attribution": "```{epigraph}\nWell said.\n\n-- Somebody\n```\n",
    "entry": f"```{{eval-rst}}\n{GRID}\n```\n",
    "image": "![nothing](there.png)\n",
}


@pytest.mark.parametrize(("kind", "text"), WITHOUT_RULE.items())
def test_what_has_no_rule_is_not_lost_in_silence(kind, text, caplog):
    markdown(*tree(text))
    # Where Sphinx has run before, it puts the place first.
    assert [each for each in caplog.messages if each.endswith(f"notebook: no rule for {kind}")]


@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_a_picture_travels_with_its_notebook(name, tmp_path):
    (tmp_path / name).write_bytes(b"picture")
    alt = 'The #1 *x* | "$y"'
    figure = nodes.figure("", nodes.image(uri=name, candidates={"*": name}, alt=alt))
    figure += nodes.caption("", "What it shows.")
    html = READER.render(markdown(figure, folder=tmp_path))
    kind = {"a.png": "png", "a.svg": "svg+xml"}[name]
    assert f'<img src="data:image/{kind};base64,cGljdHVyZQ==" alt="' in html
    assert unescape(re.search(r'alt="([^"]*)"', html)[1]) == alt
    assert "What it shows." in html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"width": "50%"}, ' width="50%"'),
        ({"width": "30px", "height": "20px"}, ' width="30px" height="20px"'),
        ({"scale": 50}, ' width="30" height="20"'),
        ({"width": "30px", "scale": 50}, ' width="15px" height="20"'),
    ],
)
def test_a_picture_is_as_large_as_it_was_asked_for(asked, shown, tmp_path):
    Image.new("L", (60, 40)).save(tmp_path / "dot.png")
    assert f'alt=""{shown}>' in markdown(nodes.image(uri="dot.png", **asked), folder=tmp_path)


def test_what_does_not_hold_in_a_notebook_is_left_out():
    page = nodes.container("", nodes.paragraph("", "Press it."), classes=["medium", "on-page"])
    both = nodes.container("", nodes.paragraph("", "a"), classes=[*page["classes"], "on-notebook"])
    assert markdown(page, both) == "a"


def cell(source):
    block = nodes.literal_block("", source)
    code = nodes.container("", block, nb_element="cell_code_source")
    return nodes.container("", code, nb_element="cell_code")


def test_a_fold_hides_text_and_code_and_nothing_else():
    title = nodes.title("", "Answer <1>")
    hidden = fold("", title, nodes.paragraph("", "Hidden."), cell("x = 1"))
    document = new_document("page")
    document += nodes.section("", nodes.title("", "T"), hidden, nodes.paragraph("", "Not hidden."))
    title, folded, after = translator().blocks(document)
    assert title == Heading(1, "T")
    html = READER.render(folded)
    assert html.startswith("<details>\n<summary>Answer &lt;1&gt;</summary>\n<p>Hidden.</p>")
    assert "x = 1" in html
    assert html.strip().endswith("<p>Copy it to run it.</p>\n</details>")
    assert after == "Not hidden."


@pytest.mark.parametrize("name", ["dropdown", "toggle"])
def test_a_box_that_drops_down_is_a_fold(name):
    document = new_document("page")
    document += nodes.hint("", nodes.paragraph("", "Hidden."), classes=[name])
    title = nodes.title("", "What will happen?")
    document += nodes.admonition("", title, nodes.paragraph("", "Hidden."), classes=[name])
    document += nodes.hint("", nodes.paragraph("", "Open."))
    FoldBoxes(document).run()
    assert [type(child) for child in document] == [fold, fold, nodes.hint]
    text = markdown(*document.children)
    assert re.findall("<summary>(.*)</summary>", text) == ["Hint", "What will happen?"]
    assert text.count("Hidden.\n\n</details>") == 2


def test_a_heading_has_a_cell_of_its_own():
    # Folding leaves the heading's cell in sight, with all that stands in it.
    blocks = ["a", Heading(2, "Title"), "b", "c", Code("x"), Heading(2, "More"), "d"]
    cells = notebook([], blocks).cells
    assert [c.source for c in cells] == ["a", "## Title", "b\n\nc", "x", "## More", "d"]


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ("<linefit-player>", True),
        # What is shown there says nothing of the kind.
        ("<linefit-explorer>", False),
        ("<img>", False),
    ],
)
def test_what_an_instrument_says_is_in_the_language_of_the_notebook(output, shown):
    app = translator().app
    words = {"set_up": "", "old": "", "failed": "", "nowhere": "", **WORDS}
    domain = SimpleNamespace(anonlabels={})
    app.env.get_domain = {"std": domain}.get
    app.config = SimpleNamespace(
        notebook_words=words, notebook_source="", html_baseurl="", words={"Once": "한 번"}
    )
    page = new_document("page")
    page += [cell("show(line)"), nodes.raw("", output, format="html")]
    _, *others = first_cells(app, page)
    assert len(others) == shown, "use_words"
    for other in others:
        assert "linefit.use_words({\n    'Once': '한 번',\n})" in other.source
        assert other.metadata == {"jupyter": {"source_hidden": True}, "cellView": "form"}
    app.config.words = {}
    assert len(first_cells(app, page)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a\n2. b\n\n% c\n\n1. d\n2. e", "1. a\n2. b\n\n1) d\n2) e"),
        ("- a\n\n* b\n\n- c", "- a\n\n* b\n\n- c"),
        ("2. two\n\n10) ten", "2. two\n\n10) ten"),
        ("- a\n\ntext\n\n- b", "- a\n\ntext\n\n- b"),
    ],
)
def test_a_list_takes_no_items_of_the_one_above(text, expected):
    assert markdown(*tree(text)) == expected


@pytest.mark.parametrize("inner", ["```python\nx = 1\n```", "- x\n- y", "> x"])
def test_what_a_cell_of_a_table_cannot_hold_is_named(inner, caplog):
    lines = inner.replace("\n", "\n    ")
    markdown(*tree(f"```{{list-table}}\n* - a\n* - {lines}\n```"))
    assert "notebook: no rule for entry" in caplog.text
