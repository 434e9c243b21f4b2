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
        "kit/descent.js",
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
        "a guess above the limit is praised",
        "seeker/seeker.js",
        "return guess < data.critical",
        "return guess < 2 * data.critical",
        "test_seeker.py::test_the_guess_is_judged_where_the_limit_is_revealed",
    ),
    script(
        "a swipe takes the curve along",
        "kit/kit.css",
        "touch-action: pan-y;",
        "touch-action: none;",
        "test_instruments.py::test_a_swipe_over_it_scrolls_the_page_and_changes_nothing",
    ),
    script(
        "instruments are deaf to the words of the page",
        "kit/instrument.js",
        "words.get(text) || text",
        "text",
        "test_player.py::test_it_says_what_the_page_offers",
    ),
    script(
        "the walker goes uphill",
        "walker/walker.js",
        "w -= alpha * slope(w)",
        "w += alpha * slope(w)",
        "test_walker.py::test_every_step_equals_autograd",
    ),
    script(
        "the walker praises every guess",
        "walker/walker.js",
        "const off = Math.abs(at - guessed);",
        "const off = 0;",
        "test_walker.py::test_a_click_guesses_and_the_dot_moves",
    ),
    script(
        "the walker comes closer for ever",
        "walker/walker.js",
        "within(-1 + 1e-6, 0)",
        "within(-2, 0)",
        "test_walker.py::test_what_happened_is_said",
    ),
    script(
        "the tracer forgets what earlier lines changed",
        "tracer/tracer.js",
        "...run.states.at(-1), ...changed",
        "...run.start, ...changed",
        "test_tracer.py::test_every_state_is_what_pytorch_computes",
    ),
    script(
        "the tracer's switches are mixed up",
        "tracer/tracer.js",
        "mistakes: this.state.mistakes ^ bit",
        "mistakes: this.state.mistakes ^ (bit % 4)",
        "test_tracer.py::test_a_switch_runs_another_program_from_its_beginning",
    ),
    script(
        "the tracer tells the course of the loss beforehand",
        "tracer/tracer.css",
        "linefit-tracer .lf-ahead,\n",
        "",
        "test_tracer.py::test_the_curve_grows_with_the_run",
    ),
    script(
        "the squares of the ruler are none",
        "ruler/ruler.js",
        "v${-drop}z",
        "v${-drop / 2}z",
        "test_ruler.py::test_every_residual_is_drawn_and_its_square_is_one_on_the_screen",
    ),
    script(
        "the other end of the line moves too",
        "ruler/ruler.js",
        "round(y - w1 * x, fine)",
        "round(y, fine)",
        "test_ruler.py::test_an_end_follows_the_pointer_and_the_other_stays",
    ),
    script(
        "the ruler praises the worse line",
        "ruler/ruler.js",
        "more < 0 ? yours : other",
        "more > 0 ? yours : other",
        "test_ruler.py::test_whose_loss_is_smaller",
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
