"""`choose_h` carries the numbers of torch, written so that no two of them look alike."""

import json
import re
import warnings
from functools import cache

import pytest
import torch

from linefit import Line, choose_h, gradient_difference, simulate, sse
from linefit.secant.secant import DIGITS, SCHEMES, STEPS, _format
from tests.unit.exact import Exact
from tests.unit.lines import ODD, along

LINE = simulate()


@cache
def secant_of_the_book():
    return choose_h(LINE)


@cache
def shown():
    return secant_of_the_book().to_html()


@cache
def told():
    return json.loads(re.search(r'class="linefit-data">(.*?)</script>', shown())[1])


DTYPES = list(DIGITS)


def problem(line, dtype, w=(-5.0, 10.0)):
    return line.X.to(dtype), line.y.to(dtype), torch.tensor(w, dtype=dtype)


def derivatives(line, w=(-5.0, 10.0)):
    """Return the derivatives of the loss in exact arithmetic, each rounded once."""
    exact = Exact(*problem(line, torch.float64, w)).gradient
    return torch.tensor([float(each) for each in exact], dtype=torch.float64)


def rows(data, weight, scheme, dtype):
    """Return what the data have of a difference, step by step: numbers, then what is said."""
    found = data["found"][weight][SCHEMES.index(scheme)][DTYPES.index(dtype)]
    return [([float(number) for number in row[:6]], row[6:]) for row in found]


def test_there_are_eight_steps_a_decade_and_the_page_shows_them_in_full():
    assert len(STEPS) == 113
    assert (STEPS[0], STEPS[-1]) == (1e-14, 1)
    assert {1e-3, 1e-6, 0.316, 0.133} <= set(STEPS)
    assert [float(h) for h in told()["h"]] == STEPS


@pytest.mark.parametrize("line", [LINE, ODD["few points"], ODD["from 100 to 101"]])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_quotients_are_those_of_gradient_difference(line, dtype, scheme):
    data, (X, y, w) = choose_h(line).constants(), problem(line, dtype)
    compared = 0
    for k, h in enumerate(STEPS):
        try:
            expected = gradient_difference(X, y, w, h, scheme)
        except ValueError:  # a step that is lost
            assert h < 1e-6
            continue
        quotients = [rows(data, j, scheme, dtype)[k][0][3] for j in range(2)]
        assert torch.equal(torch.tensor(quotients, dtype=dtype), expected), h
        compared += 1
    assert compared > 50


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("weight", [0, 1])
def test_every_number_is_that_of_torch_and_is_told_from_its_neighbours(dtype, scheme, weight):
    X, y, w = problem(LINE, dtype)
    exact = derivatives(LINE)[weight]
    axis = torch.eye(2, dtype=dtype)[weight]
    for h, (numbers, _) in zip(STEPS, rows(told(), weight, scheme, dtype), strict=True):
        ahead, back, left, _, derivative, error = torch.tensor(numbers, dtype=torch.float64)
        behind = w - h * axis if scheme == "central" else w
        losses = sse(X, y, w + h * axis), sse(X, y, behind)
        assert (ahead.to(dtype), back.to(dtype)) == losses
        difference = losses[0] - losses[1]
        torch.testing.assert_close(
            left, difference.double(), rtol=0, atol=10.0 ** -(5, 13)[dtype == torch.float64]
        )
        quotient = difference / (2 * h if scheme == "central" else h)
        torch.testing.assert_close(derivative, exact, rtol=1e-8, atol=0)
        torch.testing.assert_close(error, quotient.double() - exact, rtol=5e-3, atol=0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_quotient_and_derivative_have_all_their_digits_and_stand_below_each_other(dtype):
    for scheme in (scheme for weight in told()["found"] for scheme in weight):
        for row in scheme[DTYPES.index(dtype)]:
            quotient, derivative = row[3:5]
            assert len(quotient.split(".")[1]) == len(derivative.split(".")[1])
            for number in (quotient, derivative):
                digits = re.sub("e.*|[-.]", "", number).lstrip("0")
                assert len(digits) >= DIGITS[dtype] or not digits


def test_what_is_said_is_true():
    seen = set()
    for dtype in DTYPES:
        X, y, w = problem(LINE, dtype)
        exact = derivatives(LINE)
        for scheme in SCHEMES:
            for j in range(2):
                bend = torch.sum(LINE.X.double()[:, j] ** 2).item() if scheme == "forward" else 0.0
                for h, (numbers, said) in zip(STEPS, rows(told(), j, scheme, dtype), strict=True):
                    word, *facts = said
                    seen.add(word)
                    axis = torch.eye(2, dtype=dtype)[j]
                    sides = w + h * axis, w - h * axis * SCHEMES.index(scheme)
                    ahead, back = (sse(X, y, side) for side in sides)
                    assert (word == "lost") == all(torch.equal(side, w) for side in sides)
                    assert (word in ("lost", "equal")) == (ahead == back).item()
                    error = numbers[3] - exact[j].item()
                    assert (word == "exact") == (error == 0)
                    larger = torch.maximum(ahead, back)
                    gap = torch.nextafter(larger, 2 * larger) - larger
                    gaps = ((ahead - back).abs() / gap).item()
                    if word == "rounding":
                        assert abs(error - bend * h) > bend * h
                        count, worth = float(facts[0].replace(",", "")), float(facts[1])
                        assert count == gaps
                        assert count * worth == pytest.approx(abs(numbers[3]), rel=5e-3)
                    if word == "bend":
                        assert abs(error - bend * h) <= bend * h
                        assert 2 ** (int(facts[0]) - 1) <= gaps < 2 ** int(facts[0])
    assert seen == {"bend", "rounding", "exact", "equal", "lost"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.00123, "0.00123"),
        (0.000123, "1.23e-04"),
        (1.23, "1.23"),
        (123456789.0, "123456789"),
        (1234567890.0, "1.23e+09"),
        (0.0, "0.00"),
    ],
)
def test_far_from_one_a_number_has_an_exponent(value, written):
    assert format(value, _format(3, value)) == written


def test_a_step_that_moves_a_weight_one_way_only_is_lost_to_the_other():
    # Above a power of two, numbers lie twice as far apart as below it.
    data = choose_h(LINE, (4.0, 8.0)).constants()
    w, h = torch.tensor(4.0), 1.78e-7
    assert w + h == w != w - h
    for scheme, lost in [("forward", True), ("central", False)]:
        _, said = rows(data, 0, scheme, torch.float32)[STEPS.index(h)]
        assert (said[0] == "lost") == lost


def test_losses_are_whole_numbers_of_gaps_from_the_point():
    for dtype, about in zip(DTYPES, told()["types"], strict=True):
        loss = sse(*problem(LINE, dtype))
        assert about["loss"] == loss.item()
        assert about["name"] == str(dtype).removeprefix("torch.")
    assert [about["bits"] for about in told()["types"]] == [24, 53]
    assert [about["gap"] for about in told()["types"]] == [2**-10, 2**-39]


@pytest.mark.parametrize("w", [(0.0, 0.0), (2.5, 4.0), (1e6, -1e-6), (3, 1)])
def test_any_point_will_do(w):
    data = choose_h(LINE, w).constants()
    assert data["derivative"] == derivatives(LINE, w).tolist()
    assert json.loads(json.dumps(data, allow_nan=False))["w"] == list(w)


@pytest.mark.parametrize("name", ODD)
def test_any_line_has_numbers_or_is_refused(name):
    with warnings.catch_warnings(action="error"):
        if name == "huge":
            with pytest.raises(ValueError, match="multiply x and y by a constant"):
                choose_h(ODD[name])
            return
        secant = choose_h(ODD[name])
        data = json.loads(json.dumps(secant.constants(), allow_nan=False))
        assert secant.to_html()
    text = json.dumps(data["found"])
    assert not re.search("nan|inf", text)


@pytest.mark.parametrize("far", [1e6, 1e8])
def test_far_from_zero_the_derivative_has_no_error_of_its_own(far):
    # There float64 rounds sums as much as quotients: compared with those, all would seem wrong.
    line = along(far + torch.linspace(0, 1, 50, dtype=torch.float64))
    assert choose_h(line).constants()["derivative"] == derivatives(line).tolist()


def test_a_perfect_line_at_its_own_weights():
    exact = along(torch.linspace(0, 1, 5), 0.0)
    data = choose_h(exact, (2.5, 4.0)).constants()
    # From no loss at all to a little: the quotient is h times the count, all of it error.
    (numbers, said) = rows(data, 0, "forward", torch.float64)[STEPS.index(0.001)]
    assert numbers[3] == pytest.approx(0.005, rel=1e-6)
    assert said[0] == "bend"


def test_bad_input():
    with pytest.raises(ValueError, match=r"^line: expected a Line, got tuple"):
        choose_h((LINE.x, LINE.y))
    with pytest.raises(ValueError, match=r"^X: expected a column of ones, then x"):
        choose_h(Line(LINE.x, LINE.y, 2 * LINE.X, LINE.weights))
    with pytest.raises(ValueError, match=r"^w: expected 2 numbers, got 3"):
        choose_h(LINE, 3)
    with pytest.raises(ValueError, match=r"^w\[1\]: expected a finite number, got nan"):
        choose_h(LINE, (0, float("nan")))
    tiny = along(1e-30 * torch.linspace(1, 3, 3, dtype=torch.float64))
    with pytest.raises(ValueError, match=r"^w: expected weights that torch.float32 can hold"):
        choose_h(tiny, (0, 1e40))
    with pytest.raises(ValueError, match=r"^line, w: expected losses of at most 1e"):
        choose_h(LINE, (1e20, 0))


def test_the_output_is_complete():
    assert shown().count('<script data-asset="linefit-secant">') == 1
    assert re.search(r'<img class="linefit-still" alt="[^"]+" src="data:image/png;base64,', shown())
    assert (
        repr(secant_of_the_book()) == "Secant(n=100, w=(-5.0, 10.0), derivative=(-1342.3, 1188.9))"
    )
    assert choose_h(simulate()).to_html() == shown()
