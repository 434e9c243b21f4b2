"""Draw the picture of README and of social sites: the titles beside the book's points and run.

Run by `make card` when a title has changed. A browser draws it, with fonts of this machine, so
there must be some for every language of the book.
"""

import io

from PIL import Image
from playwright.sync_api import sync_playwright

from book._tools import sources
from linefit import descend, simulate
from tests.tools import browser

FILE = sources.THEME / "static" / "card.png"
TAGLINE = "Linear regression by gradient descent in PyTorch"
# From the first guess to the last line, each drawn stronger than the one before.
EPOCHS = {0: 0.25, 2: 0.4, 5: 0.6, 30: 1}
PAGE = """<!doctype html><meta charset="utf-8"><style>
  body {{ display: grid; grid-template-columns: 560px 1fr; margin: 0; height: 630px;
         font-family: "Noto Sans", "Noto Sans CJK KR", sans-serif; word-break: keep-all;
         background: #fdfdfb; border-left: 14px solid #0b7a75; box-sizing: border-box; }}
  div {{ align-self: center; padding-left: 64px; color: #55606e; font-size: 22px; }}
  h1 {{ margin: 0 0 24px; color: #1d2430; font-size: 56px; line-height: 1.25; }}
  p {{ margin: 8px 0 0; line-height: 1.4; }}
  svg {{ width: 100%; height: 630px; }}
  path {{ stroke: #d9600a; stroke-width: 0.05; stroke-dasharray: 0.26 0.14; }}
</style>
<div>{words}</div><svg viewBox="{view}">{picture}</svg>
"""


def page() -> str:
    """Return the picture as HTML."""
    # English last, as on the first page of the site.
    languages = sorted(sources.languages(), key=lambda each: (each.code == "en", each.code))
    words = [f"<h1 lang={each.tag}>{each.title}</h1>" for each in languages]
    words += [f"<p lang={each.tag}>{each.words.get(TAGLINE, TAGLINE)}</p>" for each in languages]
    line = simulate()
    run = descend(line.X, line.y, alpha=0.001, epochs=max(EPOCHS))
    # Upwards is negative in SVG; the slope of 4 is drawn as 0.8.
    dots = zip(line.x.tolist(), (-line.y / 5).tolist(), strict=True)
    picture = [f'<circle cx="{x}" cy="{y}" r="0.07" fill="#2b6cb0"/>' for x, y in dots]
    left, right = line.x.min().item() - 0.5, line.x.max().item() + 0.5
    for epoch, strength in EPOCHS.items():
        w0, w1 = (run.weights[epoch] / 5).tolist()
        ends = f"M{left} {-w0 - w1 * left} {right} {-w0 - w1 * right}"
        picture.append(f'<path d="{ends}" opacity="{strength}"/>')
    width = right - left
    view = f"{left} {-line.y.mean().item() / 5 - width / 2} {width} {width}"
    return PAGE.format(words="".join(words), view=view, picture="".join(picture))


def main() -> None:
    """Draw it."""
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        sheet = instance.new_page(viewport={"width": 1200, "height": 630})
        sheet.set_content(page())
        picture = Image.open(io.BytesIO(sheet.screenshot()))
        picture.convert("RGB").quantize(128).save(FILE, optimize=True)
        instance.close()


if __name__ == "__main__":
    main()
