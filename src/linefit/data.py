"""The data: points scattered about a straight line."""

from dataclasses import dataclass
from numbers import Integral

import torch
from torch import Tensor

from linefit import _check, _settings


@dataclass(frozen=True, eq=False)
class Line:
    """Observations to fit a straight line to.

    Attributes
    ----------
    x : Tensor, shape (n,)
        The explanatory variable, in increasing order.
    y : Tensor, shape (n,)
        The response: ``X @ weights + error`` if it was simulated.
    X : Tensor, shape (n, 2)
        A column of ones, then `x`.
    weights : Tensor, shape (2,), optional
        The true intercept and slope, which a model sees only through `y`. None if nobody knows
        them, as with all data that were not simulated.
    """

    x: Tensor
    y: Tensor
    X: Tensor
    weights: Tensor | None = None


def checked(line: object) -> Line:
    """Return a copy of `line`, without gradients, if it is a `Line` whose tensors fit together."""
    _check.instance("line", line, Line)
    assert isinstance(line, Line)
    X, y = _check.line_data(line.X, line.y)
    x = _check.vector("x", line.x, len(y))
    if not torch.equal(X, torch.stack([torch.ones_like(x), x], dim=1).to(X.dtype)):
        raise ValueError("X: expected a column of ones, then x, got other values")
    weights = None if line.weights is None else _check.vector("weights", line.weights, 2).clone()
    # The caller may go on to change them before the picture is drawn.
    return Line(x.clone(), y.clone(), X.clone(), weights)


@_settings.own()
def simulate(
    n: int = 100,
    weights: tuple[float, float] = (2.5, 4.0),
    noise: float = 0.5,
    seed: int = 43052,
) -> Line:
    """Draw `n` points about the line ``weights[0] + weights[1] * x``.

    Both `x` and the errors come from the standard normal distribution, `x` first; the errors
    are multiplied by `noise`. The numbers are those that ``torch.manual_seed`` would lead to, but
    come from a generator of their own.

    Parameters
    ----------
    n : int
        Number of observations, from 1 to 2**31 - 1.
    weights : tuple of two floats
        True intercept and slope.
    noise : float
        Standard deviation of the error term, at least 0.
    seed : int
        Seed of the random numbers, from 0 to 2**64 - 1.

    Returns
    -------
    Line
        The observations, in float32.
    """
    n = _check.count("n", n, 2**31 - 1)
    intercept_and_slope = torch.tensor(_check.numbers("weights", weights, 2), dtype=torch.float32)
    _check.result("weights", "an intercept and a slope", intercept_and_slope)
    noise = _check.finite("noise", noise)
    if noise < 0:
        raise ValueError(f"noise: expected a number of at least 0, got {noise!r}")
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= seed < 2**64:
        raise ValueError(f"seed: expected an integer from 0 to 2**64 - 1, got {_check.shown(seed)}")

    generator = torch.Generator().manual_seed(int(seed))
    x, _ = torch.randn(n, generator=generator, dtype=torch.float32).sort()
    error = noise * torch.randn(n, generator=generator, dtype=torch.float32)
    _check.result("noise", "errors", error)
    X = torch.stack([torch.ones_like(x), x], dim=1)
    y = _check.result("weights", "a response", X @ intercept_and_slope + error)
    return Line(x=x, y=y, X=X, weights=intercept_and_slope)
