"""An instrument alone on a page, as the book has it: its files beside it, under a policy."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page

# Like the book's own policy, it forbids scripts, styles and handlers inside the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src data:"
)
ASSET = re.compile(r'<(script|style) data-asset="(linefit-[\w-]+)">(.*?)</\1>', re.DOTALL)
NEXT_FRAME = (
    "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
)
# Milliseconds that an instrument may take of a frame: half of what a screen has.
HALF_A_FRAME = 8
# Milliseconds to wait for what will come: a busy machine takes its time, a quick one never waits.
PATIENCE = 60_000


def publish(
    folder: Path, name: str, *outputs: str, lang: str = "en", words: dict[str, str] | None = None
) -> None:
    """Write the page `name`.html with some outputs of cells, and what they bring along."""
    assets = {}

    def lift(match: re.Match[str]) -> str:
        kind, asset, content = match.groups()
        file = f"{asset}.{'js' if kind == 'script' else 'css'}"
        assets[file] = content
        (folder / file).write_text(content, "utf-8")
        return ""

    body = ASSET.sub(lift, "".join(outputs))
    links = "".join(
        f'<script defer src="{file}"></script>'
        if file.endswith(".js")
        else f'<link rel="stylesheet" href="{file}">'
        for file in assets
    )
    data = json.dumps(words or {})
    html = (
        f'<!doctype html><html lang="{lang}"><title>x</title><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f'{links}<script type="application/json" class="linefit-words">{data}</script>'
        f"{body}</html>"
    )
    (folder / f"{name}.html").write_text(html, "utf-8")


def saved(page: Page, folder: Path) -> Path:
    """Save a page as a single file, as Chromium does: with all that it shows, and no scripts."""
    file = folder / "saved.mhtml"
    client = page.context.new_cdp_session(page)
    file.write_text(client.send("Page.captureSnapshot")["data"], "utf-8", newline="")
    return file


def swipe(page: Page, place: Locator, across: float, dx: int, dy: int) -> float:
    """Draw a finger over an element, from so far across it, and return how far the page scrolls."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    x, y = box["x"] + across * box["width"], box["y"] + box["height"] / 2
    # Away from the nearer edge of the window.
    down = dy if y < page.viewport_size["height"] / 2 else -dy
    top = page.evaluate("scrollY")
    client = page.context.new_cdp_session(page)
    for step in range(11):
        point = {"x": x + step * dx / 10, "y": y + step * down / 10}
        kind = "touchMove" if step else "touchStart"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # A page that was pushed rolls on for a while.
    end = page.evaluate(
        f"""async () => {{
            let at;
            while (at !== scrollY) {{
                at = scrollY;
                await new Promise((done) => setTimeout(done, 100));
                {NEXT_FRAME}
            }}
            return at;
        }}"""
    )
    return abs(end - top)


def wait(page: Page, condition: str) -> None:
    """Wait until a condition holds; Playwright's own way is forbidden by the policy."""
    came = page.evaluate(
        f"""() => new Promise((done) => {{
            const look = () => ({condition}) ? done(true) : setTimeout(look, 20);
            setTimeout(() => done(false), {PATIENCE});
            look();
        }})"""
    )
    assert came, f"in vain: {condition}"


def state(page: Page, name: str) -> dict:
    """Return what an instrument is set to, once it is drawn."""
    return page.evaluate(
        f"async () => {{ {NEXT_FRAME} return document.querySelector('linefit-{name}').state }}"
    )


def opener(new_page: Callable[..., Page], address: str) -> Callable[..., Page]:
    """Return what opens a page of a folder that is served at `address`, with a setting."""

    def visit(setting: str = "", name: str = "en", **options: object) -> Page:
        page = new_page(**options)
        page.goto(f"{address}{name}.html{'#' * bool(setting)}{setting}")
        return page

    return visit


def drag_time(page: Page, grip: Locator, dx: int, dy: int) -> float:
    """Drag a handle there and back, and return the milliseconds that a frame takes to draw.

    Nine in ten took no longer, in the quickest of three drags: the machine's other work can hold
    up some frames, but not one in ten of each drag.
    """
    page.evaluate(
        """() => {
            const request = requestAnimationFrame;
            window.spent = [];
            window.requestAnimationFrame = (draw) => request((now) => {
                const begun = performance.now();
                draw(now);
                spent.push(performance.now() - begun);
            });
        }"""
    )
    times = []
    for _ in range(3):
        box = grip.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(60):
            page.mouse.move(x + dx * k, y + dy * k)
        page.mouse.move(x, y)
        page.mouse.up()
        spent = sorted(page.evaluate("spent.splice(0)"))
        assert len(spent) > 20
        times.append(spent[9 * len(spent) // 10])
    return min(times)
