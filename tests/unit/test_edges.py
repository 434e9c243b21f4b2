"""What is just within a limit works; what is just beyond it is refused, in words that name it."""

import math
import re

import pytest
import torch

from linefit import (
    descend,
    gradient_analytic,
    gradient_autograd,
    hessian,
    loss_surface,
    simulate,
    sse,
)

FLOATS = [torch.float32, torch.float64]


def column(*values: float, dtype: torch.dtype) -> torch.Tensor:
    return torch.tensor(values, dtype=dtype)[:, None]


@pytest.mark.parametrize("dtype", FLOATS)
def test_rates_are_the_normal_numbers_of_the_dtype(dtype: torch.dtype) -> None:
    X, y, numbers = column(0, dtype=dtype), torch.ones(1, dtype=dtype), torch.finfo(dtype)
    for alpha in (numbers.tiny, numbers.max):
        assert descend(X, y, (1,), alpha, 1).alpha == alpha
    beyond = [math.nextafter(numbers.tiny, 0)]
    beyond += [math.nextafter(numbers.max, math.inf)] if dtype == torch.float32 else []
    for alpha in beyond:
        message = f"alpha: expected a rate from {numbers.tiny:.2g} to {numbers.max:.2g} in {dtype}"
        with pytest.raises(ValueError, match=re.escape(message)):
            descend(X, y, (1,), alpha, 1)


@pytest.mark.parametrize("dtype", FLOATS)
def test_squares_may_be_as_small_as_the_smallest_normal_number(dtype: torch.dtype) -> None:
    least = math.sqrt(torch.finfo(dtype).tiny)  # a power of two
    assert hessian(column(least, dtype=dtype)) == 2 * torch.finfo(dtype).tiny
    assert hessian(column(least, least, dtype=dtype)) == 4 * torch.finfo(dtype).tiny
    # On average over the rows.
    for values in [(least / 2,), (least, 0.0), (least, least, 0.0)]:
        with pytest.raises(ValueError, match="X: expected columns of zeros, or of values whose"):
            hessian(column(*values, dtype=dtype))


def test_a_gradient_that_the_dtype_cannot_hold_is_told_from_a_loss() -> None:
    # The largest number is 3.4e38; the loss is 3.24e38, and the gradient 3.6e38.
    X, y, w = column(1e19, dtype=torch.float32), torch.full((1,), 1.8e19), torch.zeros(1)
    assert math.isfinite(sse(X, y, w))
    for gradient in (gradient_autograd, gradient_analytic):
        with pytest.raises(ValueError, match=r"w: expected weights with a gradient"):
            gradient(X, y, w)
    with pytest.raises(ValueError, match=r"start: expected weights with a gradient"):
        descend(X, y, (0,))


def test_a_line_that_the_dtype_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"weights: expected an intercept and a slope"):
        simulate(weights=(1e39, 1))


def test_a_loss_has_a_gradient_in_weights_that_were_made_without_one() -> None:
    line = simulate(n=5)
    with torch.inference_mode():
        w = torch.ones(2)
    assert sse(line.X, line.y, w) == sse(line.X, line.y, torch.ones(2))
    w = torch.ones(2, requires_grad=True)
    sse(line.X, line.y, w).backward()
    assert torch.equal(w.grad, gradient_autograd(line.X, line.y, torch.ones(2)))


def test_a_surface_where_x_is_as_large_as_a_number_can_be():
    x = torch.tensor([0, 0, 1.7e308], dtype=torch.float64)
    X, nothing = torch.stack([torch.ones_like(x), x], dim=1), torch.zeros_like(x)
    surface = loss_surface(X, nothing, torch.tensor([0, 1]).double(), torch.zeros(1).double())
    assert surface.tolist() == [[0], [pytest.approx(3)]]
