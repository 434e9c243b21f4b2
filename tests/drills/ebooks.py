"""Faults of the ebooks that nothing stops while they are made: tests of the files find them."""

from tests.drills.drill import Drill, Fault, First, Replace

EPUB = "tests/ebooks/test_epub.py"
MAKER, PAGES = "book/_ebooks/epub.py", "book/_ebooks/pages.py"


def epub(name: str, fault: Fault, test: str, *words: str) -> Drill:
    """Return a drill that breaks what makes the EPUB."""
    return Drill(name, (fault,), words, (f"{EPUB}::{test}",))


FORMULAS = "test_every_formula_is_there_and_says_its_tex"
FONT = "test_the_font_has_every_character_of_the_formulas"
WORDS = "test_all_that_the_book_says_is_in_its_language"

DRILLS = [
    epub(
        "a formula is lost",
        Replace(
            "book/_ebooks/mathml.py",
            "        tidy(math)\n",
            '        tidy(math)\n        if math.get("alttext") == "n":\n'
            "            remove(math)\n",
        ),
        FORMULAS,
        "en/02-model: lost: ",
        "'n': ",
    ),
    epub(
        "a formula does not say its TeX",
        Replace("book/_ebooks/mathml.py", 'math.set("alttext", annotation.text.strip())', "pass"),
        FORMULAS,
        "en/index: lost: ",
    ),
    epub(
        "a picture is not there",
        Replace(
            MAKER, "        for picture in pictures:\n", "        for picture in pictures[1:]:\n"
        ),
        "test_every_picture_is_there_and_says_what_it_shows",
        ".xhtml: book/images/",
    ),
    epub(
        "animations do not show all their frames",
        Replace("book/_ebooks/film.py", 'e(printed["frames"])', 'e(printed["frames"][:1])'),
        "test_every_picture_and_animation_of_a_page_is_shown",
        "en-index",
    ),
    epub(
        "a page is without its solution",
        Replace(
            MAKER,
            "    draw_formulas(body)\n",
            "    draw_formulas(body)\n"
            "    for answer in find(body, \".//h:div[@class='answer']\")[:1]:\n"
            "        remove(answer)\n",
        ),
        "test_nothing_of_a_page_is_lost",
        "en/01-tensors: lost of the solutions: ",
    ),
    epub(
        "the font has not what brackets grow into",
        Replace("book/_ebooks/math_font.py", '["DSIG"]', '["DSIG", "MATH"]'),
        FONT,
        "MATH",
    ),
    epub(
        "the font has not the slanted letters",
        Replace(
            "book/_ebooks/math_font.py", '{*text, *text.translate(LETTERS["italic"])}', "{*text}"
        ),
        FONT,
        "missing",
        "𝑥",
    ),
    epub(
        "the font is not there",
        First("book/_ebooks/epub_theme/book.css", r"^@font-face.*\n", ""),
        FONT,
        "math.ttf",
    ),
    epub(
        "the Korean book says a word in English",
        Replace(PAGES, 'say(language, "Answers")', '"Answers"'),
        WORDS,
        "xhtml', 'Answers')",
    ),
    epub(
        "a word of the books has no Korean",
        First("book/ko/_overlay.yml", r"^  Title page: .*\n", ""),
        WORDS,
        "not translated: Title page",
    ),
]
