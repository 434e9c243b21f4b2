"""What a page may load and do: use the site's own files, and nothing else.

GitHub Pages sends no headers of ours, so the policy stands in the head of every page.
"""

from pathlib import Path

from .sources import SourceError

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # KaTeX places the parts of a formula by attributes
    "img-src": "'self' data:",  # a frame of an animation, once it has been put together
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",
}
META = (
    '<meta http-equiv="Content-Security-Policy" content="'
    f'{"; ".join(f"{directive} {sources}" for directive, sources in POLICY.items())}">\n'
    # Colab and Binder need not learn which page a reader came from.
    '<meta name="referrer" content="no-referrer">\n'
)
# Whatever follows in the head is bound by it.
PLACE = '<meta charset="utf-8">\n'


class PolicyError(SourceError):
    """A page that cannot be given the policy."""


def put_on(site: Path) -> None:
    """Put the policy on every page of a site."""
    for page in site.rglob("*.html"):
        head, place, rest = page.read_text("utf-8").partition(PLACE)
        if not place:
            raise PolicyError(f"{page.relative_to(site)}: {PLACE.strip()} not found, so no policy")
        page.write_text(f"{head}{place}{META}{rest}", "utf-8")
