"""What the templates of a page are told beside its text: where it stands in the book, where its
other languages, its notebook and its files are, and what outsiders read of it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import document_toc, global_toctree_for_doc
from sphinx.locale import _

from book._ext.doctree import ancestors
from book._ext.i18n import words_in
from book._ext.katex import fonts
from book._ext.medium import holds
from book._ext.notebook import how_to_run, is_executable
from book._ext.search import words
from book._tools import sources
from book._tools.repository import BRANCH
from book._tools.sources import Language

# Characters of a description; search engines show no more.
LONGEST = 160


def add_context(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the templates of a page all of it."""
    pathto = context["pathto"]
    # Whatever the words of a language are, they stand in attributes, too.
    context["_"] = lambda text: escape(_(text))
    context |= translations(app, page)
    if "pageurl" in context:
        context["pageurl"] = app.config.html_baseurl + app.builder.get_target_uri(page)
    context["contents"] = contents(app, page)
    context["asset"] = asset(app, pathto)
    context["fonts"] = fonts(context.get("body", ""))
    days = app.config.last_changes
    context["changed"] = day(app, days.get(f"{page}.md"))
    context["edition"] = day(app, max(days.values(), default=None))
    context["authors"] = app.config.author
    if doctree is not None:
        # Sphinx's is HTML, in which a formula is written twice over.
        context["title"] = title(app, page)
        context |= page_assets(app, doctree)
        context["description"] = description(doctree)
        if is_executable(doctree):
            context["launch"] = launch(app, page, pathto)


def day(app: Sphinx, iso: str | None) -> dict[str, str] | None:
    """Return a day, if it is known, as its readers write it."""
    if iso is None:
        return None
    return {"iso": iso, "text": format_date(date.fromisoformat(iso), "long", app.config.language)}


def contents(app: Sphinx, page: str) -> str:
    """Return the table of contents: all chapters, and the sections of the one being read."""
    builder, env = app.builder, app.env
    assert isinstance(builder, StandaloneHTMLBuilder), "only pages have templates"
    chapters = global_toctree_for_doc(
        env, page, builder, collapse=False, includehidden=True, titles_only=True
    )
    if chapters is None:
        return ""
    for caption in chapters.findall(nodes.title):
        caption["html"] = {"aria-level": "2"}
    for entry in chapters.findall(nodes.reference):
        if "current" in entry["classes"]:
            # Where the reader is: said, not only shown.
            entry["html"] = {"aria-current": "page"}
            own = document_toc(env, page, app.tags)
            # Right below its heading, before the pages that stand below it.
            entry.parent.parent[1:1] = list(own.findall(nodes.bullet_list))[1:2]
    return builder.render_partial(chapters)["fragment"]


def title(app: Sphinx, page: str) -> str:
    """Return the title of a page, with its number, as text: for tabs and for links."""
    number = app.env.toc_secnumbers.get(page, {}).get("", ())
    text = "".join(part for child in app.env.titles[page] for part in words(child))
    return ". ".join(filter(None, [".".join(map(str, number)), text]))


def translations(app: Sphinx, page: str) -> dict[str, Any]:
    """Return the language of a page, and where others have it: for the switch and `hreflang`."""
    here, languages = published(Path(app.srcdir), app.config.whole_site)
    # Up to the root of the site, which holds one folder a language.
    root = "../" * (page.count("/") + 1)
    site = app.config.html_context["site_address"]
    told: dict[str, Any] = {
        "folder": here.code,
        "locale": here.territory,
        "direction": here.direction,
    }
    told["translations"] = [
        {
            "code": each.tag,
            "name": each.name,
            "locale": each.territory,
            "href": f"{root}{each.code}/{quote(page)}.html",
        }
        for each in languages
        if each != here
    ]
    if len(languages) > 1 and page in app.env.found_docs:
        addresses = {each.tag: f"{each.code}/{quote(page)}.html" for each in languages}
        # Whoever reads none of them gets the page that offers all, or else English.
        english = addresses.get("en", addresses[languages[0].tag])
        default = "index.html" if page == app.config.root_doc else english
        told["alternates"] = [
            {"code": tag, "href": (site or root) + address}
            for tag, address in {**addresses, "x-default": default}.items()
        ]
    return told


@cache
def published(folder: Path, whole_site: bool) -> tuple[Language, list[Language]]:
    """Return the language of the pages, and all that are published beside each other."""
    here = sources.read_language(folder)
    # A language that is built alone has no others beside it.
    return here, sources.languages() if whole_site else [here]


def asset(app: Sphinx, pathto: Callable[[str, int], str]) -> Callable[[str], str]:
    """Return what gives the address of a static file to the templates.

    It carries a digest against stale caches: a browser never shows a new page in an old style.
    """

    def address(name: str) -> str:
        content = Path(app.outdir, "_static", name).read_bytes()
        return f"{pathto(f'_static/{name}', 1)}?v={hashlib.sha256(content).hexdigest()[:8]}"

    return address


def page_assets(app: Sphinx, doctree: nodes.document) -> dict[str, Any]:
    """Return what the outputs of a page need: scripts, styles, and the words that scripts say."""
    assets: dict[str, str] = doctree.get("assets", {})
    scripts = [name for name in assets if name.endswith(".js")]
    words = words_in("".join(assets[name] for name in scripts), app.config.words)
    # Whatever the words are, they do not end the element that they stand in.
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return {
        "page_styles": [name for name in assets if name not in scripts],
        "page_scripts": scripts,
        "words": data if words else "",
    }


def description(doctree: nodes.document) -> str:
    """Return a sentence or two for search engines: the beginning of the first paragraph.

    Where its whole sentences fill less than half of the room, the next one is cut at a word.
    """
    paragraphs = doctree.findall(nodes.paragraph)
    shown = (each for each in paragraphs if all(holds(box, "page") for box in ancestors(each)))
    text = " ".join("".join(words(next(shown, nodes.paragraph()))).split())
    if len(text) <= LONGEST:
        return text
    ends = [end.end() for end in re.finditer(r"[.?!](?= )|[。？！]", text[: LONGEST + 1])]
    whole = max((end for end in ends if end <= LONGEST), default=0)
    if whole > LONGEST / 2:
        return text[:whole]
    # Not every language has spaces.
    cut = text[: LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def launch(app: Sphinx, page: str, pathto: Callable[[str, int], str]) -> dict[str, Any]:
    """Return where the notebook of a page opens: in Colab, in Binder, as a file; and how to run it.

    Where the book is not published there is no branch to open, but the file lies beside the page.
    """
    words, repository = app.config.notebook_words, app.config.launch_repository
    file = quote(f"{app.config.language}/{page}.ipynb")
    colab, binder = "https://colab.research.google.com/github", "https://mybinder.org/v2/gh"
    links = {}
    if repository:
        links["colab"] = f"{colab}/{repository}/blob/{BRANCH}/{file}"
        links["binder"] = f"{binder}/{repository}/{BRANCH}?urlpath=lab/tree/{file}"
    links["download"] = pathto(f"notebooks/{quote(page)}.ipynb", 1)
    how, _, section = how_to_run(app).partition("#")
    if how:
        links["how"] = pathto(how, 1).removesuffix("#") + f"#{section}"
    return {
        "label": words["open"],
        "links": [{"name": name, "text": words[name], "url": url} for name, url in links.items()],
    }


def setup(app: Sphinx) -> None:
    """Tell the templates of every page."""
    app.connect("html-page-context", add_context)
