"""What a page says that leads nowhere: references, pictures, formulas."""

from tests.drills.drill import Append, Drill, Replace

EVERY = "book/*/01-chapter.md"


def added(name: str, text: str, *words: str, quick: bool = False) -> Drill:
    """Return a drill that adds something at the end of the chapter."""
    return Drill(name, (Append(EVERY, f"\n{text}\n"),), ("01-chapter", *words), quick=quick)


def caption(name: str, cell: str, options: str, *words: str, quick: bool = False) -> Drill:
    """Return a drill that adds a cell with a caption."""
    text = f"```{{code-cell}}\n{cell}\n```\n\n```{{caption}}\n{options}\nA line.\n```"
    return added(name, text, *words, quick=quick)


DRAW = "plt.plot(line.x);"

DRILLS = [
    added("a glued name that no cell gives", "{glue:text}`slop:.1f`", "slop", quick=True),
    added("a figure that is not there", "{numref}`fig-lion`", "fig-lion", quick=True),
    added("an equation that is not there", "{eq}`eq-lion`", "eq-lion"),
    added("a section that is not there", "{ref}`sec-lion`", "sec-lion"),
    added("a page that is not there", "{doc}`12-lion`", "12-lion"),
    added("a link to a page that is not there", "[lion](12-lion.md)", "12-lion.md"),
    added("a link to an anchor that is not there", "[lion](#sec-lion)", "sec-lion"),
    added("a term that is not in the glossary", "{term}`lion`", "lion", quick=True),
    added("a source that is not in the bibliography", "{cite:p}`lion1848`", "lion1848", quick=True),
    added("a picture that is not there", "![A lion.](lion.png)", "lion.png"),
    added("a role that is unknown", "{lion}`roar`", "lion"),
    added("a directive that is unknown", "```{lion}\n```", "lion"),
    added(
        "a medium that is unknown",
        "```{medium} page lion\nRoar.\n```",
        ".md:4",
        "medium: 'lion' is none of page, notebook, paper",
        quick=True,
    ),
    added("a formula that cannot be read", "$\\frac{1}$", "frac", quick=True),
    # The chapter ends at line 39.
    added("a command of TeX that is unknown", "A $\\fracc{1}{2}$.", ".md:4", "fracc", quick=True),
    added("a bold word that is none", "**손실(loss)**은 크다.", ".md:4", "Markdown: ", quick=True),
    Drill(
        "text before the title",
        (Replace(EVERY, "# A chapter\n", "Roar.\n\n# A chapter\n"),),
        ("01-chapter.md", "begins with its title"),
    ),
    added("a fence within one of its length", "```{exercise}\n```{note}\nA.\n```\n```", "length"),
    added(
        "a note of what is folded",
        "```{hint}\n:class: dropdown\nRoar[^tiger].\n```\n\n[^tiger]: A tiger.",
        ".md:4",
        "a note of what is folded stands open",
        quick=True,
    ),
    added("a comment without an end", "<!-- Roar.", "comment has no end"),
    added("a tag that nobody sets", "```{only} lion\nRoar.\n```", "only: lion"),
    added("a norm in a table", "| a | b |\n| - | - |\n| $\\|w\\|$ | 1 |", "Vert", quick=True),
    added(
        "a glued value that is no number",
        "```{code-cell}\nglue('roar', line.y, display=False)\n```\n\n{glue:text}`roar`",
        "glue: tensor",
    ),
    added(
        "the address of an object is shown",
        "```{code-cell}\nobject()\n```",
        "where an object is in memory",
    ),
    added("a tag that is unknown", "```{code-cell}\n:tags: [hide-inptu]\n1;\n```", "hide-inptu"),
    added(
        "an option of a cell that nothing heeds",
        "```{code-cell}\n:mystnb: {figure: {caption: Roar}}\n1;\n```",
        "cell 3: unknown option: mystnb",
    ),
    added(
        "tags that are no list",
        "```{code-cell}\n:tags: hide-input\n1;\n```",
        "tags: expected a list",
    ),
    added(
        "code that a notebook would lack",
        "```{code-cell}\n:tags: [remove-input]\n1\n```",
        "hide-input",
    ),
    added("a fence without an end", "```python\nx = 1", ".md:4", "no end"),
    added("a note that nobody refers to", "[^lion]: Roar.", ".md:4", "[^lion]", quick=True),
    added("an option of a cell that is unknown", "```{code-cell}\n:tag: [x]\n1;\n```", "tag"),
    added("a letter that formulas have not", "```{math}\n기울기\n```", "기"),
    added("a rate that is no number", "{alpha}`fast <0.0o83>`", "0.0o83", quick=True),
    added("a setting that the explorer has not", "{alpha}`0.01&roar=1`", "roar"),
    added("a rate, and no explorer", "{alpha}`0.01`", "no page of the book shows", quick=True),
    added(
        "a solution without its exercise",
        "```{solution} ex-lion\n:label: sol-lion\n\nRoar.\n```",
        "exercise that is not there",
    ),
    added(
        "a label that is there twice",
        "```{math}\n:label: eq-a\n\na\n```\n\n```{math}\n:label: eq-a\n\nb\n```",
        "eq-a",
    ),
    caption("a caption without alternative text", DRAW, ":name: fig-a\n", "alt", quick=True),
    caption("a caption with an empty alternative text", DRAW, ":name: fig-a\n:alt:\n", "alt"),
    caption("a caption without a name", DRAW, ":alt: A line.\n", "name"),
    caption(
        "a caption of no picture",
        "line.x.shape",
        ":name: fig-b\n:alt: b\n",
        "no picture",
        quick=True,
    ),
    caption(
        "a caption of a cell without output",
        "plt.rcParams;\n1;",
        ":name: fig-c\n:alt: c\n",
        "no cell with an output",
        quick=True,
    ),
    caption(
        "a caption whose cell shows its animation no more",
        "from linefit import animate, descend\n"
        "moving = animate(line, descend(line.X, line.y, epochs=2))",
        ":name: fig-d\n:alt: d\n",
        "no cell with an output",
    ),
    added(
        "something that a notebook has no words for",
        "```{eval-rst}\n--lion  roars\n```",
        "notebook: no rule for option_list",
    ),
    Drill(
        "one language alone refers to nothing",
        (Append("book/ko/01-chapter.md", "\n{numref}`fig-lion`\n"),),
        ("ko: the build failed", "book/ko/01-chapter.md", "fig-lion"),
    ),
    Drill(
        "a page that no table of contents names is linked",
        (
            Replace("_toc.yml", "  - chapters:\n      - file: references\n", ""),
            Replace(EVERY, " and\n{cite:p}`cauchy1847`", ""),
        ),
        ("01-chapter.md", "references"),
    ),
]
