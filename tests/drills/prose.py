"""Languages that drift apart, and prose that breaks the rules of the book.

The faults are put into whatever stands first in a chapter of the book, so that its text may change.
"""

from tests.drills.drill import Drill, Fault, First, Replace

EN, KO, BOTH = (f"book/{language}/05-descent.md" for language in ("en", "ko", "*"))
PARITY, PROSE = "tests/book/test_parity.py", "tests/book/test_prose.py"
CLAIMS = "tests/book/test_claims.py"
PAIR = "book/en/05-descent.md and book/ko/05-descent.md: "
CELL = r"(```\{code-cell\}\n)"


def drift(name: str, pattern: str, new: str, *words: str) -> Drill:
    """Return a drill that changes the Korean page alone."""
    return Drill(name, (First(KO, pattern, new),), (PAIR, *words), (PARITY,))


def prose(name: str, fault: Fault, page: str, *words: str) -> Drill:
    """Return a drill that breaks a rule of the prose."""
    return Drill(name, (fault,), (page, *words), (PROSE,))


DRILLS = [
    drift("a space more in a cell", CELL, r"\1 ", "code cell 1 differs"),
    drift(
        "a cell less",
        r"(?s)(\A.*)```\{code-cell\}.*?\n```\n",
        r"\1",
        "code cells; copy what one of them lacks",
    ),
    drift("another label of a section", r"^\(sec-", "(part-", "their labels the same"),
    drift(
        "another label of an equation", r"^:label: eq-", ":label: eq-lion-", "their labels the same"
    ),
    drift(
        "another label of a figure", r"^:name: fig-", ":name: fig-lion-", "their labels the same"
    ),
    drift(
        "a minus more in an equation", r"(^:label: eq-.*\n\n)", r"\1-", "their equations the same"
    ),
    drift("another heading level", r"^## ", "### ", "their heading_levels the same"),
    drift("an exercise made a note", r"^```\{exercise\}", "```{note}", "their directives the same"),
    drift("an aside lost", r"(?s)^```\{margin\}\n.*?\n```\n", "", "their directives the same"),
    drift("another format of a number", r"(\{glue:text\}`[\w-]+)[:`]", r"\1:.9f`", "glue:text"),
    drift("another citation", r"\{cite:p\}`", "{cite:p}`lion1848,", "cite:p", "lion1848"),
    drift("another reference", r"\{numref\}`fig-", "{numref}`fig-lion-", "numref", "fig-lion-"),
    drift("another chapter referred to", r"\{doc\}`", "{doc}`lion-", "doc", "lion-"),
    Drill(
        "another term linked",
        (First(KO, r"\{term\}`[^`]*`", "{term}`난수`"),),
        (PAIR, "links the terms"),
        (PARITY,),
    ),
    Drill(
        "a term lost from one glossary",
        (First("book/ko/glossary.md", r"^[^\s:`#].*\n(:|  ).*\n", ""),),
        ("glossary.md", "headwords"),
        (PARITY,),
    ),
    Drill(
        "a chapter out of the table of contents",
        (Replace("_toc.yml", "      - file: 07-training\n", ""),),
        ("_toc.yml", "07-training"),
        (PARITY,),
    ),
    Drill(
        "chapters in another order",
        (
            Replace(
                "_toc.yml",
                "      - file: 04-loss\n      - file: 05-descent\n",
                "      - file: 05-descent\n      - file: 04-loss\n",
            ),
        ),
        ("_toc.yml", "05-descent"),
        (PARITY,),
    ),
    Drill(
        "one label in two chapters",
        (
            First("book/*/04-loss.md", r"^\(sec-[\w-]+\)=$", "(sec-lion)="),
            First("book/*/05-descent.md", r"^\(sec-[\w-]+\)=$", "(sec-lion)="),
        ),
        ("sec-lion",),
        (f"{PARITY}::test_labels_are_unique_in_the_book",),
    ),
    prose("Hangul on an English page", First(EN, r"^## ", "## 경사 "), EN, "경사"),
    prose(
        "an English paragraph on a Korean page",
        First(KO, r"\n\n## ", "\n\nThis paragraph was left in English.\n\n## "),
        KO,
        "left in English",
    ),
    prose("a result typed", First(BOTH, r"\{glue:text\}`[^`]*`", "8587.6875"), EN, "8587.6875"),
    prose("a rounded result typed", First(BOTH, r"\{glue:text\}`[^`]*`", "8587.69"), EN, "8587.69"),
    prose("a comment in code", First(BOTH, CELL, r"\1# look\n"), EN, "cell 1 has a comment"),
    prose("Hangul in code", First(KO, CELL, r'\1title = "경사"\n'), KO, "cell 1 has Hangul"),
    prose("a long cell", First(BOTH, CELL, r"\1" + "a = 1\n" * 19), EN, "cell 1 has"),
    prose(
        "a cell that shows the machinery",
        First(BOTH, CELL, r"\1from myst_nb import glue\n"),
        EN,
        "shows glue to readers",
    ),
    prose(
        "a cell that may fail",
        First(BOTH, CELL, r"\1:tags: [raises-exception]\n\n"),
        EN,
        "cell 1",
        "raises-exception",
    ),
    prose(
        "code that is shown and not run",
        First(EN, r"^```\{code-cell\}\n", "```python\n"),
        EN,
        "so that they are run",
    ),
    prose("another package imported", First(BOTH, CELL, r"\1import pandas\n"), EN, "pandas"),
    prose(
        "a private module imported",
        First(BOTH, CELL, r"\1from linefit.scene import Scene\n"),
        EN,
        "linefit.scene",
    ),
    prose(
        "an exercise without a solution",
        First(BOTH, r"^(```\{solution(?:-start)?\} )ex-", r"\1ex-lion-"),
        EN,
        "ex-lion-",
    ),
    prose(
        "a chapter without exercises",
        First(BOTH, r"(?s)^```\{exercise\}.*^```\{solution-end\}\n```\n", ""),
        EN,
        "write 3 exercises or more",
    ),
    prose(
        "a rate that no cell has",
        First(BOTH, r"\\alpha = 0\.25", r"\\alpha = 0.27"),
        EN,
        "no cell has",
        "0.27",
    ),
    Drill(
        "a claim of words that have gone",
        (First(EN, r"most of the points lie above", "many of the points lie above"),),
        (EN, "sec-descent-read", "most of the points lie above"),
        (CLAIMS,),
    ),
    Drill(
        "a chapter that claims nothing",
        (First(BOTH, r"(?s)^claims = \{.*?^```", "```"),),
        (EN, "give the last cell"),
        (CLAIMS,),
    ),
    prose(
        "a solution that does not fold",
        First(BOTH, r"(:label: sol-.*\n):class: dropdown\n", r"\1"),
        EN,
        ":class: dropdown",
    ),
    prose(
        "a picture without a caption",
        First(BOTH, r"(?s)^```\{caption\}\n.*?\n```\n", ""),
        EN,
        "put a caption right below it",
    ),
    prose("a formula that does not end", First(BOTH, r"\$(?=[ ,.])", ""), EN, "a dollar sign"),
]
