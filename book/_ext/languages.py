"""The same page in the other languages: the switch in the header and `hreflang`."""

from pathlib import Path
from typing import Any

from babel import Locale
from sphinx.application import Sphinx

TERRITORY = {"en": "US", "ko": "KR"}


def add_translations(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the templates where the other languages have this page."""
    here = app.config.language
    codes = sorted(path.parent.name for path in Path(app.srcdir).parent.glob("*/_overlay.yml"))
    # Up to the root of the site, which holds one folder a language.
    root = "../" * (pagename.count("/") + 1)
    site = app.config.html_baseurl.removesuffix(f"{here}/")
    context["site_address"] = site
    context["locale"] = locale(here)
    context["translations"] = [
        {
            "code": code,
            "name": (Locale(code).get_display_name(code) or code).capitalize(),
            "locale": locale(code),
            "href": f"{root}{code}/{pagename}.html",
        }
        for code in codes
        if code != here
    ]
    if app.env.found_docs and pagename in app.env.found_docs:
        addresses = {code: f"{code}/{pagename}.html" for code in codes}
        # Whoever reads neither language gets the page that offers all, or else English.
        default = "index.html" if pagename == app.config.root_doc else addresses["en"]
        context["alternates"] = [
            {"code": code, "href": (site or root) + address}
            for code, address in {**addresses, "x-default": default}.items()
        ]


def locale(code: str) -> str:
    """Return a language with its main territory, as Open Graph wants it."""
    return f"{code}_{TERRITORY[code]}" if code in TERRITORY else code


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell the templates of every page."""
    app.connect("html-page-context", add_translations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
