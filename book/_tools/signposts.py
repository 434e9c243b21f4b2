"""What leads readers and search engines to the pages: a sitemap, robots.txt, a page not found."""

from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from . import policy

URLSET = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def put_up(site: Path, address: str, languages: list[str], pages: list[str]) -> None:
    """Complete the folder of a site that is published at `address`; it may be unknown, empty."""
    policy.put_on(site)
    point_home(site / "404.html", urlsplit(address).path or "/")
    robots = "User-agent: *\nAllow: /\n"
    if address:
        robots += f"Sitemap: {address}sitemap.xml\n"
        (site / "sitemap.xml").write_text(sitemap(address, languages, pages), "utf-8")
    (site / "robots.txt").write_text(robots, "utf-8")


def point_home(page: Path, root: str) -> None:
    """Make the links of the page not found work wherever it is shown, below a project path too."""
    text = page.read_text("utf-8")
    page.write_text(text.replace('<base href="/">', f"<base href={quoteattr(root)}>"), "utf-8")


def sitemap(address: str, languages: list[str], pages: list[str]) -> str:
    """Return every page with its other languages, as XML."""
    entries = []
    for page in pages:
        urls = {code: f"{address}{code}/{page}.html" for code in languages}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>\n'
            for code, url in urls.items()
        )
        entries += [f"<url>\n<loc>{url}</loc>\n{links}</url>\n" for url in urls.values()]
    return f"{URLSET}{''.join(entries)}</urlset>\n"
