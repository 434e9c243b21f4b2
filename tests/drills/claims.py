"""Other data and rates than those that the prose was written about, and claims that are wrong.

`CONTRIBUTING.md` says where a lecturer may change them; these drills change them there.
"""

from tests.drills.drill import All, Drill, First, Replace

DATA = "src/linefit/data.py"


def simulated(pattern: str, new: str) -> All:
    """Return a fault in the chapter that writes the simulation out."""
    return All("book/*/02-model.md", pattern, new)


def observations(n: int) -> tuple[All | Replace, ...]:
    """Return faults that draw `n` observations instead of a hundred."""
    return (
        Replace(DATA, "n: int = 100", f"n: int = {n}"),
        simulated(r"torch\.(ones|randn)\(100\)", rf"torch.\g<1>({n})"),
        All("book/*/04-loss.md", r"reshape\(100", f"reshape({n}"),
        All("book/*/12-exercises.md", r"torch\.(ones|randn|randperm)\(100\)", rf"torch.\g<1>({n})"),
    )


# Each names a chapter and sentences of it that are no longer true.
OTHER_DATA = [
    Drill(
        "another seed",
        (
            Replace(DATA, "seed: int = 43052", "seed: int = 7"),
            simulated(r"manual_seed\(43052\)", "manual_seed(7)"),
        ),
        (
            "book/en/09-learning-rate.md",
            "sec-rate-edge: Cross the limit with 0.0083",
            "fig-rate-edge-long: From there on it grows without end",
            "tab-stability-rates: `0.0083` … diverging",
        ),
    ),
    Drill(
        "other weights",
        (
            Replace(DATA, "= (2.5, 4.0)", "= (-1.0, 2.0)"),
            simulated(r"W = torch\.tensor\(\[2\.5, 4\]\)", "W = torch.tensor([-1.0, 2.0])"),
            All("book/*/02-model.md", r"2\.5 \+ 4\*(?=x\b)", "-1.0 + 2*"),
            All("book/*/04-loss.md", r"\[2\.5, 4\.0\]\]", "[-1.0, 2.0]]"),
            All("book/*/09-learning-rate.md", r"start=\(2\.5, 4\.0\)", "start=(-1.0, 2.0)"),
            All("book/*/12-exercises.md", r"plot\(2\.5, 4,", "plot(-1, 2,"),
        ),
        (
            "book/en/02-model.md",
            "eq-model-scalar: are 2.5 and 4",
            "glossary: here $(2.5, 4)$",
            "sol-first-line-own: between 2 and 3",
            "fig-stability-contour: starts close to the flatter axis",
        ),
    ),
    Drill(
        "more noise",
        (
            Replace(DATA, "noise: float = 0.5", "noise: float = 2.0"),
            simulated(r"(ϵ = torch\.randn\(100\) ?\* ?)0\.5", r"\g<1>2.0"),
        ),
        (
            "book/en/02-model.md",
            "eq-model-scalar: mean 0 and standard deviation 0.5",
            "fig-model-observed: no point is far from it",
            "fig-loss-truth: A red star lies on the innermost contour",
        ),
    ),
    Drill(
        "ten observations",
        observations(10),
        (
            "book/en/index.md",
            "fig-index-galton: a hundred points that were drawn around a known line",
            "fig-training-fit: runs through the middle of the points",
            "sec-rate-edge: Cross the limit with 0.0083",
        ),
        quick=True,
    ),
    Drill(
        "a thousand observations",
        observations(1000),
        (
            "book/en/index.md",
            "fig-index-run: its loss runs down to the minimum",
            "fig-training-lines: only rises … only falls",
            "tab-stability-rates: `0.001` … good",
        ),
    ),
    Drill(
        "0.0081 instead of 0.0083",
        (
            All("book/*/09-learning-rate.md", r"0\.0083", "0.0081"),
            All("book/*/10-stability.md", r"0\.0083", "0.0081"),
        ),
        (
            "book/en/10-stability.md",
            "tab-stability-rates: `0.0081` … diverging",
            "fig-stability-turn: From epoch … on it is higher than at the start",
        ),
        quick=True,
    ),
]


def number(name: str, chapter: str, pattern: str, new: str, *words: str) -> Drill:
    """Return a drill that changes the first cell of a chapter, in all languages, that fits."""
    fault = First(f"book/*/{chapter}.md", pattern, new)
    return Drill(name, (fault,), (f"book/en/{chapter}.md", "no longer true", *words))


DRILLS = [
    *OTHER_DATA,
    number(
        "another start of an animation",
        "08-animation",
        r"\(8\.0, -4\.0\)",
        "(-4.0, 8.0)",
        "top: A line that falls, among points that rise",
    ),
    number(
        "another seed of the faulty simulation",
        "02-model",
        r"manual_seed\(1\)",
        "manual_seed(2)",
        "fig-model-bug",
    ),
    number(
        "another start", "04-loss", r"\[-5\.0, 10\.0\]", "[-5.0, 9.0]", "(\\hat{w}_0, \\hat{w}_1)"
    ),
    number(
        "another step", "06-gradient-checks", r"^h = 0\.001$", "h = 0.01", "a hundred times $h$"
    ),
    number(
        "a single update at another rate", "07-training", r"0\.001$", "0.002", "With $\\alpha=0.001"
    ),
    number(
        "fewer epochs", "07-training", r"range\(30\)", "range(20)", "fig-training-trace: It ends at"
    ),
    number(
        "one of the runs at another rate",
        "09-learning-rate",
        r"alpha=0\.0083,",
        "alpha=0.0084,",
        "sec-rate-edge: Cross the limit with 0.0083",
    ),
]
