"""Faults of the PDF that nothing stops while it is made: tests of the file find them."""

from tests.drills.drill import All, Drill, Fault, Replace

PAPER, PRINTER = "book/_ebooks/paper.py", "book/_ebooks/pdf.py"


def pdf(name: str, fault: Fault, test: str, *words: str) -> Drill:
    """Return a drill that breaks what makes the PDF."""
    return Drill(name, (fault,), (test, *words), (f"tests/ebooks/test_pdf.py::{test}",))


DRILLS = [
    pdf(
        "a formula of the PDF says nothing",
        Replace(PAPER, '    seen.set("role", "img")\n', ""),
        "test_pictures_and_formulas_say_what_they_show[en]",
    ),
    pdf(
        "a solution of the PDF begins with its second paragraph",
        Replace(
            PAPER,
            "    for image in find(body",
            "    for answer in find(body, \".//h:div[@class='answer']/h:p[2]\"):\n"
            "        remove(answer)\n"
            "    for image in find(body",
        ),
        "test_whatever_the_site_says_is_printed[en-p]",
        "lost",
    ),
    pdf(
        "a font of the PDF is the machine's",
        All("book/_ebooks/text_fonts.py", r'^    Face\("Noto Serif KR".*\n', ""),
        "test_its_fonts_are_the_books_own[ko]",
        "Type3",
    ),
    pdf(
        "the contents of the PDF are a page off",
        Replace(PRINTER, "enumerate(pdf.pages, 1)", "enumerate(pdf.pages, 2)"),
        "test_contents_name_the_pages[en]",
    ),
    pdf(
        "the bookmarks of the PDF lack the sections",
        Replace(PRINTER, "for section in sections]", "for section in sections[1:]]"),
        "test_bookmarks_are_the_headings[en]",
    ),
    pdf(
        "the Korean PDF names pages in English",
        Replace(PAPER, '"data-text": say(language, "p. {page}")', '"data-text": "p. {page}"'),
        "test_a_question_names_the_page_of_its_answer_and_the_answer_that_of_it[ko]",
        "쪽",
    ),
    pdf(
        "the PDF has other bytes every time",
        Replace(PRINTER, "            deterministic_id=True,\n", ""),
        "test_the_same_book_gives_the_same_bytes_again",
    ),
]
