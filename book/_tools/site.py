"""What a site has beside the pages of its languages: the choice of language, the page not found,
a sitemap, robots.txt.
"""

import shutil
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import jinja2

from .sources import THEME, Language

LANDING = THEME / "landing"
URLSET = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def complete(site: Path, address: str, languages: list[Language], names: list[str]) -> None:
    """Complete the folder of a site that is published at `address`; it may be unknown, empty."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader([LANDING, THEME]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    root = urlsplit(address).path or "/"
    for template in LANDING.glob("*.html"):
        html = templates.get_template(template.name).render(
            languages=sort_for_readers(languages), index=names[0], root=root
        )
        (site / template.name).write_text(html + "\n", "utf-8")
    for file in (LANDING / "landing.css", LANDING / "landing.js", THEME / "static" / "logo.svg"):
        shutil.copy(file, site)
    robots = "User-agent: *\nAllow: /\n"
    if address:
        robots += f"Sitemap: {address}sitemap.xml\n"
        (site / "sitemap.xml").write_text(sitemap(address, languages, names), "utf-8")
    (site / "robots.txt").write_text(robots, "utf-8")


def sort_for_readers(languages: list[Language]) -> list[Language]:
    """Return English last: whoever reads another language looks for that."""
    return sorted(languages, key=lambda language: (language.code == "en", language.code))


def sitemap(address: str, languages: list[Language], names: list[str]) -> str:
    """Return every page with its other languages, as XML."""
    entries = []
    for name in names:
        urls = {language.tag: f"{address}{language.code}/{name}.html" for language in languages}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(url)}/>\n'
            for tag, url in urls.items()
        )
        entries += [f"<url>\n<loc>{url}</loc>\n{links}</url>\n" for url in urls.values()]
    return f"{URLSET}{''.join(entries)}</urlset>\n"
