"""No line breaks between a formula and what is written right before or after it."""

from tests.site.formulas import BESIDE, FORMULAS, PARTED, publish


def test_a_formula_keeps_whatever_is_written_beside_it_at_every_width(tmp_path, serve, page):
    publish(tmp_path)
    page.goto(f"{serve(tmp_path)}formulas.html")
    page.evaluate("document.fonts.ready")
    assert page.locator(".math").count() == len(FORMULAS) * len(BESIDE)
    heights = set()
    for width in range(180, 480, 4):
        page.evaluate("(width) => { document.body.style.width = `${width}px`; }", width)
        assert not page.evaluate(PARTED), width
        heights.add(page.evaluate("document.body.offsetHeight"))
    # Lines have broken here and there.
    assert len(heights) > 5
