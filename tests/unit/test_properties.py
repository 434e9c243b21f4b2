"""What holds for any data: properties, checked by hypothesis on data that it makes up."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.testing import assert_close

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
)

# A machine that is busy is slow, not wrong.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")

numbers = st.floats(-10, 10, width=32)


@st.composite
def problems(draw):
    """Draw a design matrix of two columns with full rank, a response and weights, in float64."""
    n = draw(st.integers(3, 20))
    x = draw(st.lists(st.integers(-10, 10), min_size=n, max_size=n, unique=False))
    y = draw(st.lists(numbers, min_size=n, max_size=n))
    w = draw(st.lists(numbers, min_size=2, max_size=2))
    x[0], x[1] = -11, 11
    x = torch.tensor(x, dtype=torch.float64) / 5
    X = torch.stack([torch.ones(n, dtype=torch.float64), x], dim=1)
    return X, torch.tensor(y, dtype=torch.float64), torch.tensor(w, dtype=torch.float64)


@given(problems())
def test_three_gradients_agree(problem):
    analytic = gradient_analytic(*problem)
    scale = analytic.abs().max() + sse(*problem) + 1
    assert_close(gradient_autograd(*problem), analytic, atol=1e-12 * scale, rtol=0)
    # A central difference of a quadratic has no truncation error; what is left is rounding.
    central = gradient_difference(*problem, h=1e-2, scheme="central")
    assert_close(central, analytic, atol=1e-11 * scale, rtol=0)


@given(problems(), st.floats(1e-4, 1))
def test_forward_difference_is_off_by_h_times_half_the_curvature(problem, h):
    off = gradient_difference(*problem, h=h) - gradient_analytic(*problem)
    scale = sse(*problem) + 1
    assert_close(off, h * hessian(problem[0]).diag() / 2, atol=1e-14 * scale / h, rtol=1e-6)


@given(problems(), st.floats(0.05, 1.2))
def test_descent_follows_the_closed_form_of_a_quadratic(problem, share):
    X, y, start = problem
    alpha = share * critical_rate(X)
    history = descend(X, y, start=tuple(start.tolist()), alpha=alpha, epochs=20)
    minimum = least_squares(X, y)
    factor = torch.eye(2, dtype=X.dtype) - alpha * hessian(X)
    expected = [
        minimum + torch.linalg.matrix_power(factor, k) @ (start - minimum) for k in range(21)
    ]
    assert_close(history.weights, torch.stack(expected), rtol=1e-7, atol=1e-7)
    assert_close(history.fitted, history.weights @ X.T)
    assert_close(history.loss, torch.stack([sse(X, y, w) for w in history.weights]))


@given(problems(), st.randoms(use_true_random=False))
def test_order_of_the_observations_changes_nothing(problem, random):
    X, y, w = problem
    order = random.sample(range(len(y)), len(y))
    assert_close(sse(X[order], y[order], w), sse(X, y, w))
    assert_close(least_squares(X[order], y[order]), least_squares(X, y), rtol=1e-8, atol=1e-8)
    here, there = (descend(*data, alpha=1e-3) for data in ((X, y), (X[order], y[order])))
    assert_close(there.weights, here.weights)


@given(problems())
def test_no_weights_beat_least_squares(problem):
    X, y, w = problem
    minimum = least_squares(X, y)
    assert sse(X, y, minimum) <= sse(X, y, w) + 1e-9
    assert_close(gradient_analytic(X, y, minimum), torch.zeros(2).double(), atol=1e-9, rtol=0)


@given(problems())
def test_surface_holds_the_loss_at_each_pair(problem):
    X, y, _ = problem
    w0, w1 = torch.tensor([-1.0, 0.0, 2.0]).double(), torch.tensor([0.5, 3.0]).double()
    surface = loss_surface(X, y, w0, w1)
    expected = [[sse(X, y, torch.stack([a, b])) for b in w1] for a in w0]
    assert_close(surface, torch.tensor(expected).double())


@given(problems())
def test_rates_come_from_the_hessian(problem):
    X, _, _ = problem
    eigenvalues = torch.linalg.eigvalsh(2 * X.T @ X)
    assert critical_rate(X) == pytest.approx(2 / eigenvalues[1].item())
    assert optimal_rate(X) == pytest.approx(2 / eigenvalues.sum().item())
    assert optimal_rate(X) < critical_rate(X)


@given(st.integers(1, 50), st.integers(0, 2**64 - 1))
def test_simulation_is_sorted_repeatable_and_leaves_the_global_generator_alone(n, seed):
    before = torch.get_rng_state()
    line, again = simulate(n=n, seed=seed), simulate(n=n, seed=seed)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(line.y, again.y)
    assert torch.equal(line.x, line.x.sort().values)
    assert_close(line.X, torch.stack([torch.ones(n), line.x], dim=1))


def test_simulation_without_noise_lies_on_the_line():
    line = simulate(n=7, weights=(1.0, -2.0), noise=0.0)
    assert_close(line.y, 1 - 2 * line.x)
    assert_close(line.weights, torch.tensor([1.0, -2.0]))
    assert line.X.shape == (7, 2)


def test_noise_scales_the_errors():
    quiet, loud = (simulate(noise=noise) for noise in (0.5, 1.5))
    line = 2.5 + 4 * quiet.x
    assert_close(loud.y - line, 3 * (quiet.y - line), rtol=1e-4, atol=1e-5)


def test_a_diverging_run_ends_at_its_last_finite_epoch():
    line = simulate()
    history = descend(line.X, line.y, alpha=0.1, epochs=1000)
    assert 1 < len(history.loss) < 1001
    for tensor in (history.weights, history.loss, history.fitted):
        assert torch.isfinite(tensor).all()
        assert len(tensor) == len(history.loss)
    longer = descend(line.X, line.y, alpha=0.1, epochs=2000)
    assert len(longer.loss) == len(history.loss)


def test_gradients_leave_the_weights_alone():
    line = simulate()
    w = torch.tensor([-5.0, 10.0], requires_grad=True)
    for gradient in (gradient_autograd, gradient_analytic, gradient_difference):
        assert not gradient(line.X, line.y, w).requires_grad
    assert w.grad is None
    assert torch.equal(w.detach(), torch.tensor([-5.0, 10.0]))


def test_loss_can_be_differentiated():
    line = simulate()
    w = torch.tensor([-5.0, 10.0], requires_grad=True)
    sse(line.X, line.y, w).backward()
    assert_close(w.grad, gradient_autograd(line.X, line.y, w))


def test_more_than_two_weights():
    X = torch.tensor([[1.0, 0.0, 2.0], [1.0, 1.0, 0.0], [1.0, 2.0, 1.0], [1.0, 3.0, 5.0]])
    y = torch.tensor([1.0, 0.0, 2.0, 4.0])
    history = descend(X, y, start=(0.0, 0.0, 0.0), alpha=0.9 * optimal_rate(X), epochs=2000)
    assert_close(history.weights[-1], least_squares(X, y), rtol=1e-3, atol=1e-3)
    assert history.weights.shape == (2001, 3)
    assert history.alpha == pytest.approx(0.9 * optimal_rate(X))
