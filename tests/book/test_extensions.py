"""Every module of the book's extension leaves marks on a page; without them, it was left out.

Most of them refine what could be read without them, so nothing else would notice.
"""

import re

import pytest

from tests.book.copies import Copy
from tests.book.source_pages import BOOK

# Something for each of them to work on.
TEXT = r"""
(sec-marks)=
## Marks

{doc}`01-chapter` is this one. In {doc}`01-chapter` a rate $\alpha$, its limit
$\lambda_{\max}$, a fall of {glue:text}`fall:.1f` and {alpha}`0.0083`.

| | $w_0$ |
| --- | --- |
| start | 2 |

```{margin}
Aside.
```

```{medium} page notebook
Press it.
```

```{medium} paper
Nothing moves.
```

```{exercise}
:label: ex-marks

Draw a line.
```

```{solution} ex-marks
:label: sol-marks
:class: dropdown

A line.
```

```{code-cell}
:tags: [hide-input]

from linefit import animate, descend

glue("fall", -1.5, display=False)
animate(line, descend(line.X, line.y, epochs=1))
```

```{caption}
:name: fig-marks
:alt: A line moves.

A line moves.
```

```{code-cell}
from linefit import explore

explore(line)
```

## No label

[A search](https://example.org/?a=1&b=2)
"""
PAGE, NOTEBOOK = "01-chapter.html", "notebooks/01-chapter.ipynb"
# What each module leaves behind: in which file, and how that reads.
MARKS = [
    ("addresses", PAGE, r'href="https://example\.org/\?a=1&amp;b=2"'),
    ("alpha", PAGE, r'href="#alpha=0\.0083"'),
    ("boxes", PAGE, r"<details [^>]*>\s*<summary>"),
    ("boxes", PAGE, r'<aside class="sidebar">'),
    ("boxes", PAGE, r"<summary>코드</summary>"),
    ("builder", PAGE, r'<div class="table-box">'),
    ("builder", PAGE, r'<img [^>]*loading="lazy"'),
    ("builder", PAGE, r'src="_static/linefit-player-\w+\.js'),
    ("builder", PAGE, r'<td class="head"></td>'),
    ("outputs", PAGE, r'<img (?=[^>]*alt="A line\.")[^>]*src="_images/\w+\.webp"'),
    ("builder", "references.html", r'role="listitem"'),
    ("caption", PAGE, r"<figcaption>"),
    ("chapters", PAGE, r'title="A chapter"[^>]*><span[^>]*>1장</span></a> is this one'),
    ("chapters", "../en/01-chapter.html", r">Chapter 1</span></a> is this one"),
    ("chapters", "../en/01-chapter.html", r"In <a [^>]*><span[^>]*>chapter 1</span>"),
    ("chapters", NOTEBOOK, r"In \[1장\]"),
    ("config", PAGE, r"<title>[^<]*경사하강법으로 배우는 선형회귀</title>"),
    ("katex", PAGE, r'<span class="mord mathnormal alpha"'),
    ("katex", PAGE, r"<mi>max</mi></msub>"),
    ("katex", PAGE, r'<span class="unseen">w₀</span>'),
    ("medium", PAGE, r'<div class="medium on-page on-notebook [^"]*">\s*<p>Press it'),
    ("medium", NOTEBOOK, r"Press it\."),
    ("notebook", NOTEBOOK, r'"nbformat"'),
    ("page", PAGE, r'aria-current="page"'),
    ("page", PAGE, r'<meta name="description" content="The slope is 4\.0\.'),
    ("page", PAGE, r'<a class="tool language" href="../en/01-chapter\.html"'),
    ("page", PAGE, r'<time datetime="\d{4}-\d\d-\d\d">'),
    ("page", PAGE, r'class="launch-colab"'),
    ("page", PAGE, r'href="_static/book\.css\?v='),
    ("search", "search.html", r'src="_static/search-index\.js'),
    ("anchors", PAGE, r'<section id="part-2">'),
    ("typography", PAGE, r">−1\.5<"),
    ("typography", PAGE, r'<span class="together">'),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A small book with such a text, published from a repository."""
    copy = Copy.of_small_book(tmp_path_factory.mktemp("marks") / "copy")
    for path in copy.root.glob("book/*/01-chapter.md"):
        path.write_text(path.read_text("utf-8") + TEXT, "utf-8")
    copy.publish()
    copy.passes()
    return copy.site / "ko"


def test_every_module_is_among_them():
    files = BOOK.joinpath("_ext").glob("*.py")
    parts = {
        path.stem for path in files if re.search(r"^def setup\(", path.read_text("utf-8"), re.M)
    }
    # Two leave warnings instead, which test_build.py and test_lint.py look for.
    assert {module for module, _, _ in MARKS} == parts - {"__init__", "dependencies", "lint"}


@pytest.mark.parametrize(("module", "file", "mark"), MARKS)
def test_it_has_done_its_work(module, file, mark, pages):
    path = pages / file
    assert path.exists(), f"{module}: {file} is not there"
    assert re.search(mark, path.read_text("utf-8")), f"{module}: not in {file}: {mark}"


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="canonical" href="https://reader.github.io/line/ko/01-chapter.html">',
        '<meta property="og:url" content="https://reader.github.io/line/ko/01-chapter.html">',
        '<meta property="og:image" content="https://reader.github.io/line/ko/_static/card.png">',
        'hreflang="en" href="https://reader.github.io/line/en/01-chapter.html"',
        'href="https://github.com/reader/line/edit/trunk/book/ko/01-chapter.md"',
        '<a rel="prev" href="index.html">',
        '<a rel="next" href="references.html">',
    ],
)
def test_a_page_says_where_it_is_published_and_what_is_beside_it(mark, pages):
    assert mark in pages.joinpath("01-chapter.html").read_text("utf-8"), mark


def test_the_map_names_every_module():
    drawn = (BOOK.parent / "CONTRIBUTING.md").read_text("utf-8").split("```")[1]
    files = [*BOOK.joinpath("_ext").glob("*.py"), *BOOK.joinpath("_tools").glob("*.py")]
    names = {file.name for file in files} - {"__init__.py"}
    assert {name for name in names if name not in drawn} == set()
