"""The same page in the other languages: the switch in the header and `hreflang`."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from book._tools import sources


def add_translations(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the templates where the other languages have this page."""
    here = sources.read_language(Path(app.srcdir))
    # A language that is built alone has no others beside it.
    languages = sources.languages() if app.config.whole_site else [here]
    # Up to the root of the site, which holds one folder a language.
    root = "../" * (pagename.count("/") + 1)
    site = app.config.html_baseurl.removesuffix(f"{here.code}/")
    context["site_address"] = site
    context["locale"] = here.territory
    context["translations"] = [
        {
            "code": each.tag,
            "name": each.name,
            "locale": each.territory,
            "href": f"{root}{each.code}/{pagename}.html",
        }
        for each in languages
        if each != here
    ]
    if len(languages) > 1 and pagename in app.env.found_docs:
        addresses = {each.tag: f"{each.code}/{pagename}.html" for each in languages}
        # Whoever reads none of them gets the page that offers all, or else English.
        english = addresses.get("en", addresses[languages[0].tag])
        default = "index.html" if pagename == app.config.root_doc else english
        context["alternates"] = [
            {"code": tag, "href": (site or root) + address}
            for tag, address in {**addresses, "x-default": default}.items()
        ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell the templates of every page."""
    app.connect("html-page-context", add_translations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
