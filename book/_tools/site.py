"""What a site has beside the pages of its languages, from `book/theme/landing`: the choice of
language, the page not found, a sitemap, robots.txt.
"""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from .sources import THEME, Language

LANDING = THEME / "landing"


def complete(site: Path, address: str, languages: list[Language], pages: list[str]) -> None:
    """Complete the folder of a site that is published at `address`; it may be unknown, empty."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader([LANDING, THEME]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    told = {
        "address": address,
        # A page that is not found is shown at any address.
        "root": urlsplit(address).path or "/",
        # English last: whoever reads another language looks for that.
        "languages": sorted(languages, key=lambda each: (each.code == "en", each.code)),
        "pages": pages,
    }
    names = ["index.html", "404.html", "robots.txt", *(["sitemap.xml"] if address else [])]
    for name in names:
        (site / name).write_text(templates.get_template(name).render(told), "utf-8")
    for name in ("landing/landing.css", "landing/landing.js", "static/logo.svg", "static/theme.js"):
        shutil.copy(THEME / name, site)
