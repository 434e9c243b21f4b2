"""Formulas within lines: where one parts from what is written beside it, and a page to try."""

import shutil
from pathlib import Path

from sphinx.testing.util import SphinxTestApp

from book._tools.environ import set_environment
from tests.book.source_pages import ROOT

# What copies.
SCRIPTS = ("theme", "book", "copy")
STATIC = ROOT / "book" / "theme" / "static"
# What stands on another line than the piece of a formula that it is written beside.
PARTED = r"""() => {
    const [BLOCK, UNREAD] = ["p, li, td, th, dd, figcaption, summary, h1, h2, h3",
        ".katex-mathml, .katex-display, .unseen, .headerlink, .eqno, .copy, svg, script"];
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const walker = document.createTreeWalker(document.body, 5, (node) => {
        if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
        if (node.matches(UNREAD)) return NodeFilter.FILTER_REJECT;
        return node.matches(".base") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    });
    const isText = (node) => node?.nodeType === Node.TEXT_NODE;
    const letterOf = (text, place) => {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect();
    };
    const parted = [];
    let before = null;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (isText(node) && (!node.data || node.parentElement.closest(".base"))) continue;
        const last = before;
        before = node;
        if (!last || isText(last) === isText(node)) continue;
        const [text, piece] = isText(node) ? [node, last] : [last, node];
        const place = isText(node) ? 0 : text.data.length - 1;
        if (/\s/.test(text.data[place]) || !piece.getClientRects().length) continue;
        if (text.parentElement.closest(BLOCK) !== piece.closest(BLOCK)) continue;
        const [letter, base] = [letterOf(text, place), piece.getBoundingClientRect()];
        const [left, right] = isText(node) ? [base, letter] : [letter, base];
        if (left.right > right.left + 3 || left.bottom < right.top || left.top > right.bottom) {
            parted.push(`${piece.textContent} | ${text.data}`);
        }
    }
    return parted;
}"""
# A formula of one piece and one of several, within and without what is written beside it.
FORMULAS = ("w", "a+b=c", r"\frac{1}{2}+\lambda_1=w_0-1")
BESIDE = [("(", ")"), ("“", "”,"), ("«(", ""), ("", "에서는"), ("값", "의"), ("[", "];")]


def publish(folder: Path) -> None:
    """Write a page `formulas.html`, as the book draws formulas, with what it needs beside it."""
    set_environment()
    source = folder / "source"
    source.mkdir()
    lines = [
        rf"Words before {head}\ :math:`{tex}`\ {tail} and after it."
        for tex in FORMULAS
        for head, tail in BESIDE
    ]
    (source / "index.rst").write_text("\n\n".join(["Formulas\n========", *lines]), "utf-8")
    (source / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\ntemplates_path = ['.']\n"
        "extensions = ['book._ext.katex', 'book._ext.typography']\n"
        "html_math_renderer = 'katex'\n"
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{name}">' for name in ("book.css", "katex/katex.min.css")
    )
    scripts = "".join(f'<script defer src="{name}.js"></script>' for name in SCRIPTS)
    (source / "page.html").write_text(
        f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>x</title>'
        f'<link rel="icon" href="data:,">{styles}{scripts}'
        '<button class="theme" hidden></button><main>{{ body }}</main></html>'
    )
    app = SphinxTestApp("html", srcdir=source)
    app.build()
    assert not app.warning.getvalue(), app.warning.getvalue()
    for name in ("book.css", *(f"{script}.js" for script in SCRIPTS)):
        shutil.copy(STATIC / name, folder)
    shutil.copytree(STATIC / "katex", folder / "katex")
    shutil.copy(Path(app.outdir, "index.html"), folder / "formulas.html")
    app.cleanup()
