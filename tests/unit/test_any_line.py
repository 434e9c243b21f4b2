"""Right for any line, near, far, huge or tiny, or a `ValueError` that names an argument."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor

from linefit import (
    critical_rate,
    descend,
    gradient_analytic,
    gradient_autograd,
    gradient_difference,
    hessian,
    least_squares,
    loss_surface,
    optimal_rate,
    simulate,
    sse,
    verdict,
)
from tests.unit import memory
from tests.unit.exact import Exact, fractions

NAMED = re.compile(r"^(X|y|w|w0, w1|start|alpha|h): expected .*, got ", re.DOTALL)
# Three hundred of each found nothing that 25 did not.
few = settings(max_examples=25, deadline=None)


@st.composite
def problems(draw: st.DrawFn, odd: bool = True) -> Exact:
    """Draw a line and weights: any floats if `odd`, else of an ordinary size but far from zero."""
    dtype, width = draw(st.sampled_from([(torch.float32, 32), (torch.float64, 64)]))
    n = draw(st.integers(2, 7))
    tame = st.integers(-(2**20), 2**20).map(lambda number: number / 2**16)
    some = tame
    if odd:
        wild = st.floats(allow_nan=False, allow_infinity=False, width=width)
        exponent = draw(st.integers(-140, 120) if width == 32 else st.integers(-1070, 1010))
        scaled = tame.map(lambda value: value * 2.0**exponent)
        some = draw(st.sampled_from([tame, wild, scaled]))
    x = torch.tensor(draw(st.lists(some, min_size=n, max_size=n)), dtype=torch.float64)
    centre = draw(st.sampled_from([0.0, 1.0, 1e3, -1e6, 1e6, 1e12, *([1e18] if odd else [])]))
    x = (x + centre if draw(st.booleans()) else x).to(dtype)
    assume(torch.isfinite(x).all())
    y = draw(st.lists(some if draw(st.booleans()) else tame, min_size=n, max_size=n))
    w = draw(st.lists(some if draw(st.booleans()) else tame, min_size=2, max_size=2))
    X = torch.stack([torch.ones_like(x), x], dim=1)
    return Exact(X, torch.tensor(y, dtype=dtype), torch.tensor(w, dtype=dtype))


def right(came: Tensor, exact: list[Fraction], error: list[Fraction]) -> None:
    """Check numbers against exact ones, each with its bound."""
    for number, true, bound in zip(fractions(came.reshape(-1)), exact, error, strict=True):
        assert abs(number - true) <= bound


def mpf(number: Fraction) -> mpmath.mpf:
    return mpmath.mpf(number.numerator) / number.denominator


def exactly(number: mpmath.mpf) -> Fraction:
    _, mantissa, exponent, _ = number._mpf_
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def or_refused(compute: Callable[[], Tensor | float | str]) -> Tensor | float | str | None:
    """Return the result, or nothing if a `ValueError` names an argument."""
    try:
        return compute()
    except ValueError as error:
        if not NAMED.match(str(error)):
            raise
        return None


@few
@given(problems())
def test_loss(line: Exact) -> None:
    came = or_refused(lambda: sse(line.X, line.y, line.w))
    if came is None:
        assert line.loss + line.loss_error + max(line.sizes) > line.max / 2
    else:
        right(came, [line.loss], [line.loss_error])


@few
@given(problems(), st.sampled_from([gradient_autograd, gradient_analytic]))
def test_gradients(line: Exact, gradient: Callable[..., Tensor]) -> None:
    came = or_refused(lambda: gradient(line.X, line.y, line.w))
    if came is None:
        return
    error = line.gradient_error
    if gradient is gradient_analytic:
        # The products of a column with all columns, added up before their size is known.
        lengths = [mpmath.sqrt(mpf(line.gram(j, j))) for j in range(2)]
        size = sum(a * abs(b) for a, b in zip(lengths, line.w.tolist(), strict=True))
        for j, length in enumerate(lengths):
            error[j] += 8 * line.n * line.eps * exactly(length * size)
    right(came, line.gradient, error)


@few
@given(problems(odd=False), st.floats(1e-3, 1), st.sampled_from(["forward", "central"]))
def test_differences(line: Exact, h: float, scheme: str) -> None:
    came = or_refused(lambda: gradient_difference(line.X, line.y, line.w, h, scheme))
    if came is None:
        step = torch.tensor(h, dtype=line.w.dtype)
        assert torch.any(line.w + step == line.w) or torch.any(line.w - step == line.w)
        return
    for j, quotient in enumerate(fractions(came)):
        e = torch.eye(2, dtype=line.w.dtype)[j]
        ahead = Exact(line.X, line.y, line.w + h * e)
        behind = Exact(line.X, line.y, line.w - h * e if scheme == "central" else line.w)
        width = Fraction(h) * (2 if scheme == "central" else 1)
        error = ahead.loss_error + behind.loss_error + line.eps * (ahead.loss + behind.loss)
        true = (ahead.loss - behind.loss) / width
        assert abs(quotient - true) <= 2 * error / width + 2 * line.eps * abs(true)


@few
@given(problems(), st.data())
def test_surface(line: Exact, data: st.DataObject) -> None:
    more = [*line.w.tolist(), data.draw(st.floats(-16, 16, width=32))]
    grid = torch.tensor(more, dtype=line.X.dtype)
    came = or_refused(lambda: loss_surface(line.X, line.y, grid, grid))
    points = [Exact(line.X, line.y, w) for w in torch.cartesian_prod(grid, grid)]
    if came is None:
        assert max(point.loss + max(point.sizes) ** 2 for point in points) > line.max / 2
        return
    # As near as computing each error in float64, as long as the line is.
    eps = Fraction(torch.finfo(torch.float64).eps)
    for number, point in zip(fractions(came.reshape(-1)), points, strict=True):
        length = 60 * eps * sum(point.sizes)
        error = 2 * sum(map(abs, point.residuals)) * length + length**2
        assert abs(number - point.loss) <= error + 4 * line.eps * point.loss + line.n * line.eta


@few
@given(problems())
def test_least_squares(line: Exact) -> None:
    came = or_refused(lambda: least_squares(line.X, line.y))
    tiny = Fraction(torch.finfo(line.X.dtype).tiny)
    if not line.independent:
        assert came is None
    elif all(not w or tiny <= abs(w) <= line.max for w in line.minimum):
        expected = torch.tensor([float(w) for w in line.minimum], dtype=torch.float64)
        assert torch.equal(came, expected.to(line.X.dtype))
    else:
        assert came is None


@few
@given(problems())
def test_hessian(line: Exact) -> None:
    came = or_refused(lambda: hessian(line.X))
    products = [2 * line.gram(i, j) for i in range(2) for j in range(2)]
    if came is None:
        tiny = 4 * line.n * Fraction(torch.finfo(line.X.dtype).tiny)
        assert max(products) > line.max / 2 or 0 < products[3] < tiny
        return
    largest = [
        (2 * line.n + 2) * line.eps * sum(
            (abs(a * b) + line.eta for a, b in zip(line.columns[i], line.columns[j], strict=True)),
            max(products[3 * i], products[3 * j]) * line.eps + line.eta,
        )
        + line.n * line.eta
        for i in range(2) for j in range(2)
    ]  # fmt: skip
    right(came, products, largest)


def eigenvalues(line: Exact) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return both eigenvalues of the Hessian with hundreds of digits."""
    trace = line.gram(0, 0) + line.gram(1, 1)
    largest = mpf(trace) + mpmath.sqrt(mpf(trace) ** 2 - 4 * mpf(line.determinant))
    return 4 * mpf(line.determinant) / largest, largest


def word(alpha: float, smallest: mpmath.mpf, largest: mpmath.mpf) -> str:
    """Say how descent behaves, in the words of the docstring of `verdict`."""
    r = max(1 - alpha * smallest, 1 - alpha * largest, key=abs)
    b = 1 - 2 * smallest / (smallest + largest)
    if alpha >= 2 / largest:
        return "diverging"
    if 1 - abs(r) >= 0.99 * (1 - b):
        return "best"
    if r < 0:
        return "oscillating"
    return "slow" if r > 0.9 else "good"


@few
@given(problems(), st.floats(0.001, 1.5))
def test_rates(line: Exact, share: float) -> None:
    with mpmath.workdps(1500):
        smallest, largest = eigenvalues(line)
        critical = or_refused(lambda: critical_rate(line.X))
        if critical is None:
            assert not 1e-307 < 2 / largest < 1e307
            return
        assert abs(critical * largest / 2 - 1) < 1e-14
        best = or_refused(lambda: optimal_rate(line.X))
        if not line.independent:
            assert best is None
            assert or_refused(lambda: verdict(line.X, critical)) is None
            return
        assert 0 < best < critical
        assert abs(best * (smallest + largest) / 2 - 1) < 1e-14
        assert verdict(line.X, best) == "best"
        assert verdict(line.X, critical) == "diverging"
        assert verdict(line.X, best / 1e6) == "slow"
        alpha = share * critical
        # At a border between two words, rounding decides.
        if word(alpha * (1 - 1e-9), smallest, largest) == word(
            alpha * (1 + 1e-9), smallest, largest
        ):
            assert verdict(line.X, alpha) == word(alpha, smallest, largest)


@few
@given(problems(), st.floats(0.01, 1.2), st.integers(1, 8))
def test_each_update_is_the_one_that_the_gradient_asks_for(
    line: Exact, share: float, epochs: int
) -> None:
    rate = or_refused(lambda: critical_rate(line.X))
    assume(rate is not None)
    alpha = share * rate
    history = or_refused(
        lambda: descend(line.X, line.y, tuple(line.w.tolist()), alpha=alpha, epochs=epochs)
    )
    if history is None:
        return
    assert torch.equal(history.weights[0], line.w)
    assert len(history.weights) == len(history.loss) == len(history.fitted) <= epochs + 1
    rows = [Exact(line.X, line.y, w) for w in history.weights]
    for before, loss, fitted in zip(rows, history.loss, history.fitted, strict=True):
        assert torch.equal(loss, sse(line.X, line.y, before.w))
        assert torch.equal(fitted, line.X @ before.w)
    for before, after in pairwise(rows):
        for j, w in enumerate(fractions(after.w)):
            change = Fraction(alpha) * before.gradient[j]
            off = Fraction(alpha) * before.gradient_error[j]
            expected = Fraction(before.w[j].item()) - change
            rounding = 4 * line.eps * (abs(expected) + abs(change) + off) + 4 * line.eta
            assert abs(w - expected) <= off + rounding
    if len(rows) <= epochs:
        assert rows[-1].loss + max(map(abs, rows[-1].gradient)) > 0


@few
@given(problems(odd=False))
def test_ordinary_numbers_are_not_refused(line: Exact) -> None:
    grid = torch.linspace(-6, 11, 3, dtype=line.X.dtype)
    for function in (sse, gradient_autograd, gradient_analytic):
        assert torch.isfinite(function(line.X, line.y, line.w)).all()
    assert torch.isfinite(hessian(line.X)).all()
    assert critical_rate(line.X) > 0
    assert torch.isfinite(loss_surface(line.X, line.y, grid, grid)).all()


@few
@given(
    st.integers(1, 40),
    st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e30, 1e30)),
    st.floats(0, allow_infinity=False),
)
def test_simulation(n: int, weights: tuple[float, float], noise: float) -> None:
    try:
        line = simulate(n, weights, noise)
    except ValueError as error:
        if not re.match(r"(weights|noise): expected .*, got", str(error)):
            raise
        line = None
    if line is None:
        assert max(abs(weights[0]), 4 * abs(weights[1]), 5 * noise) > 1e38
        return
    errors = simulate(n, (0.0, 0.0), 1.0).y
    rounded = [Fraction(float(np.float32(w))) for w in weights]
    eps = Fraction(torch.finfo(torch.float32).eps)
    for x, y, error in zip(*map(fractions, (line.x, line.y, errors)), strict=True):
        parts = [rounded[0], rounded[1] * x, Fraction(noise) * error]
        assert abs(y - sum(parts)) <= 4 * eps * sum(map(abs, parts)) + Fraction(2) ** -146


def test_a_million_observations_one_by_one_and_in_sums() -> None:
    line = simulate(n=1_000_000)
    X, y = line.X.double(), line.y.double()
    # Numbers of 24 digits and sums of 2e6 products of them fit into 80 bits of whole numbers.
    scale = 2.0**30
    x, r = ((t * scale).round() / scale for t in (X[:, 1], y))
    whole = [[int(v) for v in (t * scale).tolist()] for t in (x, r)]
    n, sx, sy = len(x), sum(whole[0]), sum(whole[1])
    sxx = sum(a * a for a in whole[0])
    sxy = sum(a * b for a, b in zip(*whole, strict=True))
    slope = Fraction(n * sxy - sx * sy, n * sxx - sx * sx)
    intercept = (sy - slope * sx) / n / Fraction(scale)
    X = torch.stack([torch.ones_like(x), x], dim=1)
    assert least_squares(X, r).tolist() == [float(intercept), float(slope)]


def test_more_columns_than_two() -> None:
    x = torch.arange(1, 6, dtype=torch.float64) + 1e4
    X = torch.stack([x**k for k in range(4)], dim=1)
    exact = mpmath.matrix([[mpmath.mpf(v) for v in row] for row in X.tolist()])
    y = torch.tensor([1.0, 0, 2, 0, 5], dtype=torch.float64)
    with mpmath.workdps(80):
        products = exact.T * exact
        minimum = mpmath.lu_solve(products, exact.T * mpmath.matrix(y.tolist()))
        values = sorted(mpmath.eigsy(2 * products, eigvals_only=True))
        assert least_squares(X, y).tolist() == [float(v) for v in minimum]
        assert critical_rate(X) == pytest.approx(float(2 / values[-1]), rel=1e-14)
        assert optimal_rate(X) < critical_rate(X)
        assert verdict(X, float(0.11 / values[0])) == "diverging"


@pytest.mark.parametrize("function", [least_squares, optimal_rate])
def test_columns_that_differ_by_rounding_only(function: Callable[..., object]) -> None:
    x = torch.tensor([0.1, 0.2, 0.3, 0.7])
    X = torch.stack([torch.ones(4), x, 0.3 * x + 0.1], dim=1)
    rest = (x,) if function is least_squares else ()
    with pytest.raises(ValueError, match=r"^X: expected 3 independent columns, got .* float64$"):
        function(X, *rest)


MEASURED = {
    "loss_surface": "loss_surface(X, y, w, w)",
    "descend": "descend(X, y, alpha=1e-7, epochs=150).loss",
    "theory": "least_squares(X, y), optimal_rate(X), verdict(X, 1e-7), hessian(X)",
    "plots": "plot_surface(line, descend(X, y, alpha=1e-7)).figure.canvas.draw()",
}


@pytest.mark.memory
@pytest.mark.parametrize("call", MEASURED.values(), ids=MEASURED)
def test_a_million_observations_take_less_than_a_gigabyte(call: str) -> None:
    program = f"""
import matplotlib
matplotlib.use("agg")
import torch
from linefit import *
n = 1_000_000
line = simulate(n=n)
X, y = line.X, line.y
w = torch.linspace(-6, 11, 171)
{call}
"""
    _, kilobytes = memory.run(program)
    assert kilobytes < 1_000_000
