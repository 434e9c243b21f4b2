"""An instrument alone on a page, as the book has it: its files beside it, under a policy."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

# Like the book's own policy, it forbids scripts, styles and handlers inside the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src data:"
)
ASSET = re.compile(r'<(script|style) data-asset="(linefit-[\w-]+)">(.*?)</\1>', re.DOTALL)
NEXT_FRAME = (
    "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
)


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


def wait(page: Page, condition: str) -> None:
    """Wait until a condition holds; Playwright's own way is forbidden by the policy."""
    page.evaluate(
        f"""() => new Promise((done) => {{
            const look = () => ({condition}) ? done() : setTimeout(look, 20);
            look();
        }})"""
    )


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
