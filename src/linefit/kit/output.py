"""What a cell shows of an instrument: HTML that needs no other file."""

import json
from html import escape

from linefit.kit import assets, words


def to_html(name: str, content: str, attributes: str = "") -> str:
    """Return an instrument's element with its style sheet, words and script.

    Of elements with the same ``data-asset`` and content, a page needs but one.
    """
    tag = f"linefit-{name}"
    chosen = words.chosen(name)
    return (
        f'<style data-asset="{tag}">\n{assets.style(name)}</style>\n'
        f"<{tag}{attributes}>\n"
        f"{content}{data('words', chosen) if chosen else ''}"
        f"</{tag}>\n"
        f'<script data-asset="{tag}">\n(() => {{\n{assets.script(name)}}})();\n</script>\n'
    )


def still(source: str, alt: str, size: str = "") -> str:
    """Return the picture that readers without scripts see."""
    return f'<img class="linefit-still" alt="{escape(alt)}"{size} src="{source}">\n'


def data(name: str, value: object) -> str:
    """Return a value for the script."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" class="linefit-{name}">{text}</script>\n'
