"""Faults of the site that a build lets through: tests of its pages have to find them."""

from tests.drills.drill import Append, Drill, Fault, First, Remove, Replace

FILES = "tests/site/test_site_files.py"
BROWSER = "tests/site/test_every_page.py::test_page[en-01-chapter]"
LAYOUT, HEAD = "book/theme/layout.html", "book/theme/head.html"
PAGE = "en/01-chapter.html"
KOREAN = "book/ko/_overlay.yml"
ANIMATION = (
    "from linefit import animate, descend\nanimate(line, descend(line.X, line.y, epochs=2))\n"
)


def template(name: str, fault: Fault, test: str, *words: str) -> Drill:
    """Return a drill that breaks what all pages are made of."""
    return Drill(name, (fault,), words, (f"{FILES}::{test}",))


def untranslated(words: str) -> Drill:
    """Return a drill that loses the Korean of some words of the site."""
    return template(
        f"no Korean for “{words}”",
        First(KOREAN, rf"^  {words}: .*\n", ""),
        "test_the_korean_interface_is_korean",
        "test_the_korean_interface_is_korean[index]",
        words,
    )


def unaccompanied(kind: str) -> Drill:
    """Return a drill that shows an animation without its script or its style."""
    return Drill(
        f"an animation comes without its {kind}",
        (
            Replace("book/*/01-chapter.md", "plt.plot(line.x, line.y);\n", ANIMATION),
            Replace(LAYOUT, f"for {kind} in page_{kind}s", f"for {kind} in []"),
        ),
        (PAGE, "linefit-player", kind),
        (f"{FILES}::test_what_moves_comes_with_its_script_and_style",),
    )


LINKS = "test_every_link_leads_somewhere"
SCRIPTS = "test_a_page_holds_no_script_and_no_address_twice"
HEADS = "test_the_head_names_language_description_and_translations"

# Put into the sources; the site is built with them.
SOURCES = [
    template(
        "an address is there twice",
        Replace(LAYOUT, '<main id="main">', '<main id="contents">'),
        SCRIPTS,
        "en/",
        "contents",
    ),
    template(
        "a script stands in every page",
        Append(HEAD, "<script>roar()</script>\n"),
        SCRIPTS,
        "en/",
        "roar()",
    ),
    template(
        "a button runs a script of its own",
        Replace(
            LAYOUT, '<button class="tool theme"', '<button onclick="roar()" class="tool theme"'
        ),
        SCRIPTS,
        "en/",
        "onclick",
    ),
    *map(untranslated, ("Skip to the text", "Copied", "Next", "Search the book")),
    Drill(
        "no Korean for what the search says",
        (First(KOREAN, r"^  Nothing found: .*\n", ""),),
        ("test_search_says_when_there_is_nothing", "Nothing found"),
        ("tests/site/test_site.py::test_search_says_when_there_is_nothing",),
    ),
    template(
        "every page says that it is English",
        Replace(LAYOUT, '<html lang="{{ language }}"', '<html lang="en"'),
        HEADS,
        "ko",
        "lang",
    ),
    template(
        "a page has no description",
        Replace(HEAD, '<meta name="description"', '<meta name="describes"'),
        HEADS,
        "en",
        "description",
    ),
    template(
        "a page does not name its translations",
        Replace("book/_ext/page.py", 'told["alternates"] =', 'told["others"] ='),
        HEADS,
        "en",
        "alternates",
    ),
    template(
        "the styles of extensions are published",
        Replace(
            "book/_ext/builder.py",
            "            app.disconnect(listener.id)\n",
            "            pass\n",
        ),
        "test_nothing_lies_about_that_no_page_asks_for",
        "_static",
    ),
    template(
        "the page not found leads nowhere",
        Replace("book/theme/landing/404.html", "/search.html", "/lion.html"),
        "test_the_page_not_found_works_below_a_project_path",
        "404.html",
        "ko/lion.html",
    ),
    *map(unaccompanied, ("script", "style")),
    Drill(
        "every page asks another host",
        (
            Append(
                HEAD,
                '<link rel="preconnect" href="https://lion.example">\n<script src="https://lion.example/roar.js"></script>\n',
            ),
        ),
        ("01-chapter", "https://lion.example/roar.js"),
        (BROWSER,),
    ),
    Drill(
        "a script of the site fails",
        (Append("book/theme/static/book.js", "\nroar();\n"),),
        ("01-chapter", "roar is not defined"),
        (BROWSER,),
    ),
    Drill(
        "text too pale to read",
        (Append("book/theme/static/book.css", "\nmain p { color: #ddd; background: #fff; }\n"),),
        ("01-chapter", "color-contrast"),
        (BROWSER,),
    ),
    Drill(
        "a page wider than a phone",
        (Append("book/theme/static/book.css", "\nmain p { width: 900px; }\n"),),
        ("01-chapter", "<p>"),
        (BROWSER,),
    ),
]

BUILT = f"_build/html/{PAGE}"


def page(name: str, fault: Fault, test: str, *words: str) -> Drill:
    """Return a drill that breaks a page which is built already."""
    return Drill(name, (fault,), (PAGE, *words), (f"{FILES}::{test}",))


# Put into the site as it is built.
PAGES = [
    page("a picture is not there", Remove("_build/html/en/_images/*.webp"), LINKS, "_images/"),
    page(
        "a link leads to an anchor that is not there",
        First(BUILT, r'href="#fig-line"', 'href="#fig-lion"'),
        LINKS,
        "#fig-lion",
    ),
    page(
        "a link leads to a page that is not there",
        First(BUILT, r'href="references\.html', 'href="lion.html'),
        LINKS,
        "lion.html",
    ),
    page(
        "a picture without alternative text",
        First(BUILT, r' alt="A line\."', ' alt=""'),
        "test_every_picture_says_what_it_shows",
        "_images/",
    ),
    page(
        "a picture that its file's name describes",
        First(BUILT, r' alt="A line\."', ' alt="_images/a.png"'),
        "test_every_picture_says_what_it_shows",
        "_images/",
    ),
    page(
        "an address in one language alone",
        First(BUILT, r'id="fig-line"', 'id="fig-lion"'),
        "test_languages_have_the_same_addresses",
        "fig-lion",
    ),
]

LAUNCH = "tests/book/test_launch.py::test_fork_has_its_own_addresses_without_an_edit"

# Tests that build what they look at.
LAUNCHES = [
    Drill(
        "the launch buttons lead to another branch",
        (First("book/_tools/repository.py", r'^BRANCH = "notebooks"', 'BRANCH = "lion"'),),
        ("launch.py", "blob/lion/"),
        (LAUNCH,),
    ),
    Drill(
        "the notebooks that the buttons open are not published",
        (
            Replace(
                "book/_tools/notebooks.py",
                "        if made.exists():\n",
                "        if False:\n",
            ),
        ),
        ("01-chapter.ipynb",),
        (LAUNCH,),
    ),
    Drill(
        "a page without a launch button",
        (Replace("book/_ext/page.py", 'context["launch"] = launch', 'context["lunch"] = launch'),),
        ("01-chapter.html", "colab"),
        (LAUNCH,),
    ),
    Drill(
        "a book that is not published speaks of links that it has not",
        (First("book/_ext/config.py", r"^    if .*launch_repository.*:\n", "    if True:\n"),),
        ("Press the button",),
        (
            "tests/book/test_launch.py::test_without_a_repository_there_is_the_download_and_no_word_of_others",
        ),
    ),
]
