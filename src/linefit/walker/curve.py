"""A function of one weight as a Chebyshev series, which a script can compute."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.polynomial import Chebyshev
from numpy.typing import NDArray
from torch import Tensor

# No series of a higher degree is tried, and none that is further off, as a share of the largest.
DEGREES = (8, 16, 32, 64, 128, 256)
CLOSE = 1e-11
# Places between those that determine the series.
CHECKS = 500

Function = Callable[[Tensor], Tensor]


def fit(function: Function, between: tuple[float, float]) -> Chebyshev:
    """Return `function` from end to end of `between`, as near as float64 allows.

    The series is fitted to the slopes that gradient descent sees, those of autograd, and then
    integrated: the slopes of a series that is fitted to values have lost digits.
    """
    w = np.linspace(*between, CHECKS)
    heights, slopes = evaluate(function, w)

    def near(curve: Chebyshev) -> bool:
        return _off(curve, heights, w) < CLOSE and _off(curve.deriv(), slopes, w) < CLOSE

    for degree in DEGREES:
        slope = Chebyshev.interpolate(lambda w: evaluate(function, w)[1], degree, between)
        # Of a parabola's slopes, what rounding has left of the powers above the first.
        slope = slope.trim(1e-14 * abs(slope.coef).max())
        curve = slope.integ(k=heights[0], lbnd=between[0])
        if near(curve):
            break
    else:
        raise ValueError(
            "function: expected one that is smooth from "
            f"{between[0]:.12g} to {between[1]:.12g}, got one that no polynomial of degree "
            f"{DEGREES[-1]} follows; look for a step or a kink, or choose another range"
        )
    straight = 1e-9 * abs(slopes).max() / (between[1] - between[0])
    if bend(curve) <= max(straight, 1e-300):
        raise ValueError("function: expected a curve, got a straight line")
    return curve


def evaluate(
    function: Function, places: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values of `function` and their derivatives, each place on its own."""
    values = np.array([_at(function, place) for place in places.tolist()])
    if not np.isfinite(values).all():
        place = places[~np.isfinite(values).all(axis=1)][0]
        raise ValueError(
            f"function: expected finite values and slopes, got NaN or infinity at {place:g}"
        )
    return values[:, 0], values[:, 1]


def bend(curve: Chebyshev) -> float:
    """Return the largest second derivative of a curve, without its sign."""
    low, high = curve.domain.tolist()
    w = np.linspace(low, high, 4 * CHECKS + 1)
    return float(abs(curve.deriv(2)(w)).max())


def _at(function: Function, place: float) -> tuple[float, float]:
    w = torch.tensor(place, dtype=torch.float64, requires_grad=True)
    with torch.enable_grad():
        value = function(w)
    if not isinstance(value, Tensor):
        came = type(value).__name__
    elif value.shape != () or value.dtype != torch.float64 or value.device.type != "cpu":
        came = f"shape {tuple(value.shape)} and dtype {value.dtype} on {value.device}"
    else:
        return value.item(), _slope(value, w)
    raise ValueError(
        "function: expected one that makes of a float64 tensor of shape () another such tensor, "
        f"got {came}"
    )


def _slope(value: Tensor, w: Tensor) -> float:
    # Of a constant there is nothing to differentiate.
    if not value.requires_grad:
        return 0.0
    try:
        (slope,) = torch.autograd.grad(value, w, allow_unused=True)
    except RuntimeError as error:
        message = f"function: expected one that PyTorch can differentiate, got: {error}"
        raise ValueError(message) from error
    return 0.0 if slope is None else slope.item()


def _off(series: Chebyshev, values: NDArray[np.float64], w: NDArray[np.float64]) -> float:
    """Return how far a series is from `values`, as a share of the largest."""
    # Zeros alone are no distance from themselves.
    return float(abs(series(w) - values).max() / (abs(values).max() or 1.0))
