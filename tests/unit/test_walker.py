"""The walker carries a function of PyTorch as a polynomial, to nearly all digits of float64."""

import base64
import io
import json
import re
from functools import cache

import pytest
import torch
from numpy.polynomial import chebyshev
from PIL import Image

from linefit import simulate, walk_down

LINE = simulate()
LEARNT = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)


def toy(w):
    return w**2 - 2 * w + 3


@cache
def walker_of_the_book():
    return walk_down(toy)


@cache
def shown():
    return walker_of_the_book().to_html()


@cache
def told():
    return json.loads(re.search(r'class="linefit-data">(.*?)</script>', shown())[1])


SMOOTH = {
    "toy": (toy, (-4.0, 6.0)),
    "quartic": (lambda w: w**4 / 10 - w**2 + w, (-4.0, 6.0)),
    "cos": (torch.cos, (-4.0, 6.0)),
    "exp": (torch.exp, (-4.0, 6.0)),
    "wave": (lambda w: torch.sin(12 * w), (-4.0, 6.0)),
    "witch": (lambda w: 1 / (1 + w**2), (-4.0, 6.0)),
    "high above zero": (lambda w: w**2 + 1e8, (-4.0, 6.0)),
    "large": (lambda w: 1e20 * w**2, (-4.0, 6.0)),
    "small": (lambda w: 1e-20 * w**2, (-4.0, 6.0)),
    "wide": (lambda w: w**3 - w, (-1e9, 1e9)),
    "narrow": (lambda w: torch.exp(1e6 * w), (-1e-6, 4e-6)),
    "of data": (lambda w: torch.sum((LINE.y.double() - w * LINE.x.double()) ** 2), (-4.0, 6.0)),
}


def slopes(function, places):
    w = places.clone().requires_grad_()
    torch.stack([function(place) for place in w]).sum().backward()
    return w.grad


@pytest.mark.parametrize(("function", "between"), SMOOTH.values(), ids=SMOOTH)
def test_the_page_has_the_function_and_its_slope(function, between):
    low, high = between
    data = walk_down(function, start=low, between=between).constants()
    # Places other than those that it was fitted and held to.
    w = low + (high - low) * torch.rand(
        200, dtype=torch.float64, generator=torch.Generator().manual_seed(1)
    )
    t = ((w - low) / (high - low) * 2 - 1).numpy()
    for name, expected in (
        ("curve", torch.stack([function(place) for place in w])),
        ("slope", slopes(function, w)),
    ):
        found = torch.from_numpy(chebyshev.chebval(t, data[name]))
        scale = expected.abs().max()
        torch.testing.assert_close(found / scale, expected / scale, rtol=0, atol=1e-10)


def test_a_parabola_stays_one():
    assert (told()["curve"], told()["slope"]) == ([14.5, 0, 12.5], [0, 10])
    assert len(walk_down(lambda w: 0.3 * w**2 - w).curve.coef) == 3


def test_it_opens_with_what_was_asked_for():
    assert (told()["start"], told()["alpha"], told()["between"]) == (4, 0.1, [-4, 6])
    other = walk_down(torch.cos, 1.0, 0.5, (0.0, 7.0)).constants()
    assert (other["start"], other["alpha"], other["between"]) == (1, 0.5, [0, 7])


@pytest.mark.parametrize(
    ("function", "limit"),
    [(toy, 1.0), (torch.cos, 2.0), (lambda w: -3 * w**2, 1 / 3), (lambda w: w**3, 2 / 36)],
)
def test_rates_range_from_a_thousandth_of_the_limit_to_a_quarter_beyond(function, limit):
    walker = walk_down(function, alpha=limit / 2)
    assert walker.limit == pytest.approx(limit, rel=1e-9)
    low, high = walker.constants()["range"]
    assert low == pytest.approx(limit / 1000, rel=0.05)
    assert high == pytest.approx(1.25 * limit, rel=0.05)
    assert all(float(f"{end:.2g}") == end for end in (low, high))


def test_the_range_holds_the_rate_that_was_asked_for():
    assert walk_down(toy, alpha=7.0).constants()["range"][1] == 7
    assert walk_down(toy, alpha=-7.0).constants()["range"][1] == 7


def test_the_still_has_ten_steps_or_as_many_as_stay():
    path = [4.0]
    for _ in range(10):
        path.append(path[-1] - 0.1 * (2 * path[-1] - 2))
    assert walker_of_the_book().walk == pytest.approx(path, rel=1e-12)
    assert walk_down(toy, alpha=1.1).walk == pytest.approx([4, -2.6, 5.32, -4.184])
    # The ends are within the range.
    for end in (-4.0, 6.0):
        assert len(walk_down(toy, start=end).walk) == 11


@pytest.mark.parametrize(
    ("function", "came"),
    [
        (3, "a callable, got int"),
        (lambda w: 1.0, r"another such tensor, got float"),
        (lambda w: w.float(), r"got shape \(\) and dtype torch.float32"),
        (lambda w: w.to("meta") ** 2, r"got shape \(\) and dtype torch.float64 on meta"),
        (lambda w: w.reshape(1), r"got shape \(1,\) and dtype torch.float64"),
        (torch.sqrt, "finite values and slopes, got NaN or infinity at -4"),
        (lambda w: torch.exp(1000 * w), "finite values and slopes, got NaN or infinity at 0.7"),
        (
            abs,
            "smooth from -4 to 6, got one that no polynomial of degree 256 follows; look for a "
            "step or a kink, or choose another range$",
        ),
        (torch.round, "smooth"),
        (torch.relu, "smooth"),
        (lambda w: w.detach() ** 2, "smooth"),
        (lambda w: torch.sin(100 * w), "smooth"),
        (lambda w: torch.heaviside(w, w), "PyTorch can differentiate, got: derivative for"),
        (lambda w: 3 * w, "a curve, got a straight line"),
        (lambda w: 0 * w + 1, "a curve, got a straight line"),
        (lambda w: torch.tensor(1.0, dtype=torch.float64), "a curve, got a straight line"),
        (lambda w: 1e-310 * w**2, "a curve, got a straight line"),
        # It can be differentiated, but not by its weight.
        (lambda w: LEARNT**2, "a curve, got a straight line"),
    ],
)
def test_what_no_walk_is_possible_on(function, came):
    with pytest.raises(ValueError, match=f"^function: expected .*{came}"):
        walk_down(function)


@pytest.mark.parametrize(
    ("arguments", "came"),
    [
        ({"start": 7.0}, "^start: expected a number from -4 to 6, got 7"),
        ({"start": float("nan")}, "^start: expected a finite number, got nan"),
        ({"alpha": "0.1"}, "^alpha: expected a finite number, got '0.1'"),
        ({"between": (6.0, -4.0)}, "^between: expected a smaller, then a larger number, got"),
        ({"between": (1.0, 1.0)}, "^between: expected a smaller, then a larger number, got"),
        ({"between": (-1e308, 1e308)}, "^between: expected a smaller, then a larger number, got"),
        ({"between": 4.0}, "^between: expected 2 numbers, got 4.0"),
    ],
)
def test_bad_input(arguments, came):
    with pytest.raises(ValueError, match=came):
        walk_down(toy, **arguments)


def test_gradients_may_be_off():
    with torch.no_grad():
        assert walk_down(toy).to_html() == shown()
    with torch.inference_mode():
        assert walk_down(toy).to_html() == shown()


def test_every_kind_of_reader_is_served():
    bundle = walker_of_the_book()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    assert bundle["text/plain"] == "Walker(between=(-4, 6), start=4, alpha=0.1, limit=1)"
    still = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert still.size == (800, 280)
    assert " style=" not in shown()
    assert not re.search(r"\son\w+=", shown())
