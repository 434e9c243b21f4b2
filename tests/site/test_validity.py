"""The W3C's own checker finds nothing wrong with any page or style sheet of the site."""

import json
import re
import subprocess

import pytest

from tests.book.source_pages import LANGUAGES, PAGES, Page
from tests.site.pages import SITE
from tests.tools import npm
from tests.tools.java import JAVA

# What it says and we leave: where, what, and why.
LEFT = [
    # Docutils closes pictures as XHTML does, which HTML allows.
    (r"\.html$", r"^Trailing slash on void elements has no effect"),
    # KaTeX's font has the stroke of ≠ there. Screen readers are given ≠ itself, as MathML.
    (r"/02-model\.html$", r"^Document uses the Unicode Private Use Area"),
    # Data, which no browser runs; test_policy.py opens the pages.
    (r"\.html$", r'^Inline script violates Content Security Policy.*type="application/json"'),
    # A script that the policy knows by its digest, which the checker does not look for.
    (r"/404\.html$", r"^Inline script violates Content Security Policy"),
    # These pages list words and works of another language.
    (r"/(glossary|references)\.html$", r"^This document appears to be written in (English|Korean)"),
    # Of SVG 2: https://www.w3.org/TR/SVG2/painting.html#PaintOrderProperty
    (r"/linefit-kit-\w+\.css$", r"Property “paint-order” doesn't exist"),
]


def is_translated(page: Page) -> bool:
    """Tell whether a page shares no long paragraph with that of another language."""
    own = {paragraph for paragraph in page.paragraphs if len(paragraph) > 60}
    others = (Page(code, page.name) for code in LANGUAGES if code != page.language)
    return not any(own.intersection(other.paragraphs) for other in others)


# The pages of a new language are copies until they are translated.
LEFT += [
    (rf"/{page.language}/{page.name}\.html$", r"^This document appears to be written in")
    for page in PAGES
    if not is_translated(page)
]


@pytest.fixture(scope="module")
def check(serve):
    """Check all files of a folder at once, as a server sends them: so are policies checked too."""
    jar = npm.get("vnu-jar") / "build" / "dist" / "vnu.jar"

    def check(folder):
        files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".css"}]
        address = serve(folder)
        command = [
            *(*JAVA, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar),
            *("--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"),
            *(f"{address}{path.relative_to(folder).as_posix()}" for path in files),
        ]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(result.stdout)["messages"]

    return check


def is_left(message):
    """Tell whether we leave what the checker says."""
    said = f"{message['message']} {message.get('extract')}"
    return any(
        re.search(where, message["url"]) and re.search(what, said, re.S) for where, what in LEFT
    )


def test_the_checker_finds_nothing(check):
    found = [message for message in check(SITE) if not is_left(message)]
    assert not found, "\n".join(
        f"{m['url']}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')!r}" for m in found
    )


def test_the_checker_checks(check, tmp_path):
    page = '<!doctype html><html lang="en"><title>x</title><p><div>{}</div></p></html>'
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    (tmp_path / "page.html").write_text(page.format("<img src=x.png>"))
    (tmp_path / "policy.html").write_text(
        page.format("").replace("<title>", f"{policy}<script src=x.js></script><title>")
    )
    (tmp_path / "style.css").write_text("p { colour: red }")
    found = {(message["url"].rpartition("/")[2], message["message"]) for message in check(tmp_path)}
    for name, words in [
        ("page.html", "must have an “alt” attribute"),
        ("policy.html", "violates Content Security Policy"),
        ("style.css", "“colour”: Property “colour” doesn't exist"),
    ]:
        assert any(url == name and words in said for url, said in found), (name, found)
