"""The HTML of what an author may write: nothing is lost, nothing breaks the page around it.

One small book has all of it; each case names what stands on its page afterwards.
"""

import base64
import re

import pytest
from docutils import nodes
from docutils.utils import new_document
from PIL import Image

from book._ext.page import LONGEST, description
from tests.book.copies import Copy

TEXT = r"""
## Formulas

Bold $\boldsymbol\alpha$, a hat $\hat\alpha$, an index $x_{\max}^2$, and

\begin{equation}
a = b
\end{equation}

## Raw

<details><summary>More <img src="SMALL" alt="dots" width="50"></summary>

Inside *of it*.

</details>

One line<br>and another.

<!-- Nobody reads this. -->

<p data-asset="none">Kept &amp; whole&nbsp;<svg viewBox="0 0 1 1"></svg><!-- so --></p>

## Pictures

![wide](wide.png)

![upright](upright.jpg)

```{image} wide.png
:alt: asked
:width: 300
```

| ![head](small.png) | $w_0$가 |
| --- | --- |
| 1 | 2 |

```{list-table}
:header-rows: 1

* - One
  - Two
* - a
  - b
```

```{exercise}
:label: ex-html

Draw a line.
```

```{solution} ex-html
:label: sol-html

A line.
```

```{code-cell}
:tags: [hide-input]

2 + 2
```

```{code-cell}
:tags: [hide-output]

3 + 3
```

```{prf:proof}
:class: dropdown

It holds.
```

```{code-cell}
plt.plot(line.y);
```

```{caption}
:name: fig-last
:alt: A line.

The last picture, whose caption is the last on the page.
```
"""
TOC = """
format: jb-book
root: index
parts:
  - caption: One part
    chapters:
      - file: 01-chapter
        sections:
          - file: references
"""
PAGE = {
    "a bold α is one element": r"<mi mathvariant=\"bold-italic\"[^>]*>α</mi>",
    "α has its colour in bold, too": r'<span class="mord [^"]*alpha"[^>]*>α</span>',
    "an index of a function is one element": r"<msubsup><mi>x</mi><mi>max</mi><mn>2</mn></msubsup>",
    "a formula has the same address each time": r'<div class="amsmath math" id="formula-',
    "a fold holds what follows": (
        r"<summary>More <img [^>]*></summary>\s*<p>Inside <em>of it</em>\.</p>\s*</details>"
    ),
    "a picture in raw HTML loads lazily": r'<img loading="lazy" decoding="async" src="_images/\w+',
    "a width that is given goes without our height": r'_images/\w+\.webp" alt="dots" width="50">',
    "other raw HTML is as it was": (
        r'<p data-asset="none">Kept &amp; whole&nbsp;<svg viewBox="0 0 1 1"></svg><!-- so --></p>'
    ),
    "a picture keeps its place": r'<img alt="wide" [^>]*height="1000"[^>]* width="1500"',
    "an upright photograph keeps its place": r'<img alt="upright" [^>]*height="30"[^>]* width="20"',
    "an author's width is heard": r'<img alt="asked" (?=[^>]*300)(?![^>]*height=)',
    "a picture heads a column": r'<th class="head"><p><img alt="head"',
    "a formula with a tail is named": r'<span class="unseen">w₀</span><span [^>]*hidden',
    "a solution folds": r"<details [^>]*>\s*<summary>Solution to Exercise 1</summary>",
    "hidden code folds under one label": (
        r'<details>\s*<summary>Code</summary>\s*<div class="cell_input'
    ),
    "a hidden output, too": (r'<details>\s*<summary>Output</summary>\s*<div class="cell_output'),
    "the name of a part is a heading with a level": (
        r'<p (?=[^>]*role="heading")[^>]*aria-level="2"[^>]*>.*One part'
    ),
    "a formula in a title is text in the head": r"<title>A rate α · Learning a line</title>",
    "and for those who link to the page": r'<meta property="og:title" content="A rate α">',
    "a proof is no fold": r'<div class="proof dropdown[^"]*"[^>]*>\s*<p>.*It holds\.',
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = Copy.of_small_book(tmp_path_factory.mktemp("html") / "copy")
    for language in ("en", "ko"):
        folder = copy.root / "book" / language
        Image.new("RGB", (3, 2)).save(folder / "small.png")
        Image.new("RGB", (1500, 1000)).save(folder / "wide.png")
        held = Image.Exif()
        held[0x0112] = 6  # orientation: upright
        Image.new("RGB", (30, 20)).save(folder / "upright.jpg", exif=held)
        page = copy.page(language, "01-chapter")
        text = page.read_text("utf-8").replace("# A chapter", r"# A rate $\alpha$")
        small = base64.b64encode((folder / "small.png").read_bytes()).decode()
        data = TEXT.replace("SMALL", f"data:image/png;base64,{small}")
        page.write_text(text + data, "utf-8")
    (copy.root / "_toc.yml").write_text(TOC)
    copy.passes()
    return copy


@pytest.mark.parametrize("case", PAGE)
def test_it_is_on_the_page(case, copy):
    html = (copy.site / "en" / "01-chapter.html").read_text("utf-8")
    assert re.search(PAGE[case], html, re.DOTALL), case


def test_contents_name_a_page_s_sections_before_the_pages_below_it(copy):
    html = (copy.site / "en" / "01-chapter.html").read_text("utf-8")
    contents = html[html.index('<nav id="contents"') : html.index("</nav>")]
    assert contents.index(">Raw<") < contents.index('href="references.html"')


def test_a_line_that_ends_parts_words_and_comments_are_forgotten(copy):
    assert "One line and another." in copy.searched("en")
    for file in ("01-chapter.html", "notebooks/01-chapter.ipynb"):
        assert "Nobody reads this" not in (copy.site / "en" / file).read_text("utf-8")


# What is said of texts below the last picture of the page.
UNFIT = {
    "```{caption}\n:name: fig-a\n:alt: a\n\nA.\n```": "caption: no cell with an output",
    "![there](https://example.org/there.png)": (
        "https://example.org/there.png: pages load nothing from other addresses"
    ),
    '<iframe src="https://example.org/"></iframe>': (
        "https://example.org/: pages load nothing from other addresses"
    ),
    r"A link $\href{https://example.org}{x}$.": (
        r"formula: \href{https://example.org}{x}: \href is not for formulas"
    ),
    "$ $ is nothing.": "formula: empty",
    "![](small.png)": "a picture without words: give it an :alt:",
}


def test_what_cannot_be_shown_is_named_with_its_place(copy, tmp_path):
    copy = copy.again(tmp_path / "copy")
    page = copy.page("en")
    text, named = page.read_text("utf-8"), []
    for unfit, words in UNFIT.items():
        named.append(f"{page}:{len(text.splitlines()) + 2}: WARNING: {words}")
        text += f"\n{unfit}\n"
    page.write_text(f"{text}\n```{{include}} ../../README.md\n```\n", "utf-8")
    copy.fails(*named, f"{page}: WARNING: {copy.root / 'README.md'}: lies outside of book")


def test_a_solution_that_a_heading_ends_is_named(copy, tmp_path):
    copy = copy.again(tmp_path / "copy")
    page = copy.page("en")
    text = "```{solution-start} ex-html\n```\n\n## Heading\n\n```{solution-end}\n```"
    page.write_text(f"{page.read_text('utf-8')}\n{text}\n", "utf-8")
    copy.fails("01-chapter.md", "before its end")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Short.", "Short."),
        ("One. " + "a" * 90 + "? " + "b " * 40, "One. " + "a" * 90 + "?"),
        ("One. " + "word " * 60, "One. " + "word " * 29 + "word…"),
        ("a" * 159 + ". More.", "a" * 159 + "."),
        ("線" * 90 + "。" + "点" * 90, "線" * 90 + "。"),
        ("線" * 160 + "。", "線" * 159 + "…"),
    ],
    ids=[
        *("whole", "whole sentences", "more than a short sentence", "to the last character"),
        *("sentences without spaces", "no spaces"),
    ],
)
def test_a_description_is_the_beginning_of_a_page(text, told):
    page = new_document("page")
    page += nodes.paragraph(text, text)
    assert description(page) == told
    assert len(told) <= LONGEST
