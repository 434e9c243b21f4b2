"""Slips in the book's YAML files end in a sentence with file and key, and publish nothing."""

import re
import shutil

import pytest

from book._tools import sources
from book._tools.sources import BookError
from tests.book.copies import Copy
from tests.book.source_pages import LANGUAGES
from tests.drills import settings
from tests.drills.drill import by_the_build

OVERLAY, BIB = "book/ko/_overlay.yml", "book/references.bib"
# File, what is replaced by what, and what is said of it.
SLIPS = [
    ("_config.yml", "only_build", "\tonly_build", "_config.yml: not YAML.* line 3"),
    ("_config.yml", "  raise_on_error: true", "  raise_on_error:true", "_config.yml:"),
    ("_config.yml", "execute:", "excute:", "_config.yml: .*'excute'"),
    ("_config.yml", "allow_errors:", "alow_errors:", r"_config.yml: \$\.execute: .*'alow_errors'"),
    ("_config.yml", "allow_errors: false", "allow_errors: nope", r"execute\.allow_errors: 'nope'"),
    (
        "_config.yml",
        'author: ""',
        'author: ""\nauthor: ""',
        "_config.yml: .*'author' twice.* line 5",
    ),
    ("_toc.yml", "root: index", "rot: index", "_toc.yml: 'root' key not found"),
    ("_toc.yml", "- file: references", "- fiel: references", "_toc.yml: .*parts/1"),
    (
        "_toc.yml",
        "- file: references",
        "- file: 01-chapter",
        "_toc.yml: .*multiple times: .01-chapter",
    ),
    ("_toc.yml", "- file: references", "- file: 01-chapter.md", "_toc.yml: .*'01-chapter' twice"),
    *(
        ("_toc.yml", "- file: references", f"- file: {name}", f"_toc.yml: .*{re.escape(name)}")
        for name in ("search", "genindex", "/a", "./b", "../c", "_static/a", "e#f", "i?j", "g%20h")
    ),
    ("_toc.yml", "- file: references", "- glob: ref*", "_toc.yml: glob: ref"),
    ("_toc.yml", "parts:", "parts: [", "_toc.yml:.*not YAML"),
    ("_toc.yml", "numbered:", "numberd:", r"_toc.yml: \$\.parts\[0\]: 'numberd'"),
    ("_toc.yml", "numbered: true", "title: One", r"_toc.yml: \$\.parts\[0\]: 'title'"),
    (
        "_toc.yml",
        "- file: references",
        "- file: references\n        options: {numberd: 1}\n        sections: [{file: more}]",
        r"_toc.yml: \$\.parts\[1\]\.chapters\[0\]\.options: 'numberd'",
    ),
    (OVERLAY, "title: 경사하강법으로 배우는 선형회귀\n", "", f"{OVERLAY}: .*'title' is a required"),
    (OVERLAY, "title: 경사하강법으로 배우는 선형회귀", "title:", f"{OVERLAY}: .*title: None"),
    (OVERLAY, "title: 경사하강법으로 배우는 선형회귀", "title: '  '", f"{OVERLAY}: .*title: "),
    (OVERLAY, "title: 경사", "titel: 경사", f"{OVERLAY}: .*'titel'"),
    (
        OVERLAY,
        'figure: "그림 %s"',
        'figure: "그림"',
        f"{OVERLAY}: .*numfig_format.figure",
    ),
    (OVERLAY, "figure: ", "figur: ", f"{OVERLAY}: .*numfig_format: 'figur'"),
    (OVERLAY, '"그림 %s"', '"그림 %s (%d)"', f"{OVERLAY}: .*numfig_format.figure"),
    (OVERLAY, "{python}", "{pyton}", f"{OVERLAY}: .*notebook_words.old: "),
    (
        OVERLAY,
        "  colab: ",
        "  colba: ",
        f"{OVERLAY}: .*notebook_words: .*colab",
    ),
    (
        OVERLAY,
        "에폭 {epoch} / {last}",
        "에폭 {epoche} / {last}",
        f"{OVERLAY}: .*epoch.*the same places",
    ),
    (OVERLAY, '"%s 풀이"', '"풀이"', f"{OVERLAY}: .*words: Solution to %s"),
    (OVERLAY, "words:", "words", f"{OVERLAY}: not YAML"),
    (OVERLAY, "words:", "words:\n  No: 아니", f"{OVERLAY}: .*'No' is no text"),
    (OVERLAY, "title: ", "title: \b", f"{OVERLAY}:1: a character that is not seen"),
    (BIB, "year    = {1886},", "year = {1886}", f"{BIB}: syntax error in line 8"),
    (BIB, "@article{galton", "@artcle{galton", f"{BIB}: galton1886: unknown: @artcle"),
    (BIB, "author  = {Galton", "autor = {Galton", f"{BIB}: galton1886: expected author"),
]


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Return the sources of the small book, which the functions under test take for the book."""
    copy = Copy.of_small_book(tmp_path / "copy")
    for name, path in [
        ("ROOT", copy.root),
        ("BOOK", copy.root / "book"),
        ("CONFIG", copy.root / "_config.yml"),
        ("TOC", copy.root / "_toc.yml"),
    ]:
        monkeypatch.setattr(sources, name, path)
    return copy


def read_all():
    sources.check_settings()
    return sources.languages(), sources.pages()


@pytest.mark.parametrize(("file", "old", "new", "said"), SLIPS)
def test_a_slip_is_told_in_a_sentence(file, old, new, said, small):
    path = small.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BookError) as caught:
        read_all()
    assert re.search(said, str(caught.value)), str(caught.value)
    assert all(line.startswith(f"{file}:") for line in str(caught.value).splitlines())


@pytest.mark.parametrize("file", ["_config.yml", "_toc.yml", OVERLAY])
def test_a_file_that_is_empty_missing_or_in_another_encoding_is_named(file, small):
    path = small.root / file
    text = path.read_text("utf-8")
    for content in (b"", b"- a list", f"{text}# 가".encode("utf-16")):
        path.write_bytes(content)
        with pytest.raises(BookError, match=re.escape(f"{file}: ")):
            read_all()
    path.unlink()
    with pytest.raises(BookError, match=re.escape(f"{file}: not found")):
        read_all()


@pytest.mark.parametrize("name", ["lion", "DE", "pt_br", "zh_hans", "fr_FR.utf8", "ca@valencia"])
def test_a_folder_of_no_language_is_named(name, small):
    shutil.copytree(small.root / "book" / "ko", small.root / "book" / name)
    with pytest.raises(BookError, match=f"book/{name}: expected the code of a language"):
        read_all()


@pytest.mark.parametrize(
    ("code", "tag", "name", "territory", "direction"),
    [
        ("ko", "ko", "한국어", "ko_KR", "ltr"),
        ("de", "de", "Deutsch", "de_DE", "ltr"),
        ("pt_BR", "pt-BR", "Português (Brasil)", "pt_BR", "ltr"),
        ("zh_Hans", "zh-Hans", "中文 (简体)", "zh_CN", "ltr"),
        ("zh_Hant", "zh-Hant", "中文 (繁體)", "zh_TW", "ltr"),
        ("sr_Latn_RS", "sr-Latn-RS", "Srpski (latinica, Srbija)", "sr_RS", "ltr"),
        ("ar", "ar", "العربية", "ar_EG", "rtl"),
    ],
)
def test_a_language_is_known_by_its_code(code, tag, name, territory, direction):
    language = sources.Language(code, "A title", {})
    found = (language.tag, language.name, language.territory, language.direction)
    assert found == (tag, name, territory, direction)


@pytest.mark.parametrize(
    ("toc", "expected"),
    [
        (
            "format: jb-book\nroot: index\nchapters:\n- file: a\n  sections:\n  - file: b\n"
            "    sections:\n    - file: c.md\n- file: d",
            ["index", "a", "b", "c", "d"],
        ),
        ("format: jb-article\nroot: index\nsections:\n- file: a\n- url: https://x.org", None),
        ("format: jb-book\nroot: index", ["index"]),
        (
            "format: jb-book\nroot: index\nchapters:\n- file: part/1.5-deep\n- file: 한 장",
            ["index", "part/1.5-deep", "한 장"],
        ),
    ],
)
def test_every_page_of_the_table_of_contents_is_known(toc, expected, small):
    (small.root / "_toc.yml").write_text(toc)
    assert sources.pages() == (expected or ["index", "a"])


def test_slips_end_the_build(built, tmp_path):
    for drill in settings.DRILLS:
        if drill.quick:
            by_the_build(drill, built.again(tmp_path / drill.name))


def test_a_nested_page_is_everywhere(copy):
    for language in LANGUAGES:
        copy.page(language, "02-inner").write_text(
            copy.page(language).read_text("utf-8").replace("fig-line", "fig-inner"), "utf-8"
        )
        # Signs that an address has otherwise.
        copy.page(language, "한 장").write_text("# T\n\nText.\n", "utf-8")
    toc = copy.root / "_toc.yml"
    inner = "file: 01-chapter\n        sections:\n        - file: 02-inner\n        - file: 한 장\n"
    toc.write_text(toc.read_text("utf-8").replace("file: 01-chapter\n", inner), "utf-8")
    copy.publish()
    copy.passes()
    for language in LANGUAGES:
        site = copy.site / language
        assert '<span class="pasted-text">4.0</span>' in (site / "02-inner.html").read_text("utf-8")
        assert (site / "notebooks" / "02-inner.ipynb").exists()
        assert "\t02-inner.html" in copy.searched(language)
        for page in ("index", "references", "02-inner"):
            assert re.search(
                r'<nav id="contents".*href="(02-inner\.html|#)".*</nav>',
                (site / f"{page}.html").read_text("utf-8"),
                re.S,
            ), page
        for name, page in (("02-inner", "02-inner"), ("한 장", "%ED%95%9C%20%EC%9E%A5")):
            url = f"https://reader.github.io/line/{language}/{page}.html"
            assert f"<loc>{url}</loc>" in (copy.site / "sitemap.xml").read_text("utf-8")
            html = (site / f"{name}.html").read_text("utf-8")
            assert f'<link rel="canonical" href="{url}">' in html
            # Its number is its own, not that of the page above it.
            assert re.search(r"<title>1\.\d\. ", html)
            assert f'/edit/trunk/book/{language}/{page}.md"' in html
