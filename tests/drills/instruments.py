"""Scripts of the instruments that go wrong: no mutant of `make mutation` is in JavaScript."""

from tests.drills.drill import Drill, Replace


def script(name: str, file: str, old: str, new: str, test: str) -> Drill:
    """Return a drill that changes a script."""
    fault = Replace(f"src/linefit/{file}", old, new)
    return Drill(name, (fault,), (test.partition("::")[2],), (f"tests/site/{test}",))


DRILLS = [
    script(
        "the player goes a step too far",
        "player/player.js",
        "Math.min(this.frame + 1, this.end)",
        "Math.min(this.frame + 2, this.end)",
        "test_player.py::test_first_last_and_steps",
    ),
    script(
        "the explorer goes uphill",
        "explorer/explorer.js",
        "w0 -= alpha * (2 * count * c);",
        "w0 += alpha * (2 * count * c);",
        "test_explorer.py::test_every_epoch_equals_descend",
    ),
    script(
        "the explorer has another verdict",
        "explorer/explorer.js",
        "from <= alpha)",
        "from <= alpha / 2)",
        "test_explorer.py::test_the_verdict_is_the_theorys",
    ),
    script(
        "instruments are deaf to the words of the page",
        "kit/instrument.js",
        "words.get(text) || text",
        "text",
        "test_player.py::test_it_says_what_the_page_offers",
    ),
    script(
        "the choice of h dims digits that differ",
        "secant/secant.js",
        "character !== b[i]",
        "character > b[i]",
        "test_secant.py::test_the_digits_that_both_losses_share_are_dimmed",
    ),
    script(
        "the choice of h looks at the step before",
        "secant/secant.js",
        "(table) => table[stop]",
        "(table) => table[Math.max(stop - 1, 0)]",
        "test_secant.py::test_all_that_is_written_is_what_torch_computes",
    ),
    script(
        "the secant has half of its slope",
        "secant/secant.js",
        "rows[i][3] * (t - h)",
        "(rows[i][3] / 2) * (t - h)",
        "test_secant.py::test_the_secant_leaves_the_tangent_in_float32_and_not_in_float64",
    ),
]
