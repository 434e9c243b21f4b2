"""`linefit` gives the numbers that the lecture printed."""

import pytest
import torch
from torch.testing import assert_close

from linefit import (
    critical_rate,
    descend,
    gradient_analytic,
    gradient_autograd,
    gradient_difference,
    hessian,
    least_squares,
    optimal_rate,
    simulate,
    sse,
    verdict,
)
from tests.unit import lecture

LINE = simulate()
START = torch.tensor([-5.0, 10.0])


def test_draws_are_those_of_the_seeded_global_generator():
    line = simulate()
    torch.manual_seed(43052)
    x, _ = torch.randn(100).sort()
    y = torch.stack([torch.ones(100), x]).T @ torch.tensor([2.5, 4.0]) + torch.randn(100) * 0.5
    assert torch.equal(line.x, x)
    assert_close(line.y, y)


def test_first_data_set_is_drawn_with_seed_1():
    x = simulate(seed=1).x
    assert_close(x[:3], torch.tensor([-3.3312, -2.5832, -2.2456]), atol=5e-5, rtol=0)
    assert_close(x[-1], torch.tensor(2.3571), atol=5e-5, rtol=0)


def test_loss_at_the_start():
    assert sse(LINE.X, LINE.y, START).item() == pytest.approx(lecture.LOSS_AT_START, rel=1e-6)


@pytest.mark.parametrize(
    ("gradient", "printed"),
    [
        (gradient_autograd, lecture.GRADIENT),
        (gradient_analytic, lecture.GRADIENT_ANALYTIC),
    ],
)
def test_gradients(gradient, printed):
    assert gradient(LINE.X, LINE.y, START).tolist() == pytest.approx(printed, rel=1e-6)


def test_forward_difference_is_off_as_far_as_the_lecture_found():
    # A difference of two losses near 8587 moves in steps of 2**-10, a quotient in steps of 0.98.
    step = 2**-10 / 1e-3
    forward = gradient_difference(LINE.X, LINE.y, START).tolist()
    assert forward == pytest.approx(lecture.GRADIENT_FORWARD, abs=step)


def test_weights_of_every_epoch():
    history = descend(LINE.X, LINE.y)
    assert_close(history.weights[1:], torch.tensor(lecture.WEIGHTS), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("alpha", "loss"), lecture.LOSS_BEFORE_LAST_UPDATE.items())
def test_loss_before_the_last_update(alpha, loss):
    history = descend(LINE.X, LINE.y, alpha=alpha)
    # A growing error of float32 grows with the weights; the printed figures have five digits.
    assert history.loss[29].item() == pytest.approx(loss, rel=2e-3 if alpha > 0.01 else 2e-4)


def test_theory():
    eigenvalues = torch.linalg.eigvalsh(hessian(LINE.X))
    assert eigenvalues.tolist() == pytest.approx([185.960, 242.770], rel=1e-5)
    assert critical_rate(LINE.X) == pytest.approx(0.0082382, rel=1e-4)
    assert optimal_rate(LINE.X) == pytest.approx(0.0046649, rel=1e-4)
    minimum = least_squares(LINE.X, LINE.y)
    assert minimum.tolist() == pytest.approx([2.44587, 4.00434], abs=1e-5)
    assert sse(LINE.X, LINE.y, minimum).item() == pytest.approx(26.360, abs=5e-4)
    assert sse(LINE.X, LINE.y, LINE.weights).item() == pytest.approx(26.649, abs=5e-4)


def test_least_squares_does_not_depend_on_what_the_memory_held():
    solutions = set()
    for k in range(200):
        dirt = [torch.full((size,), k) for size in range(1, 20)]
        del dirt
        solutions.add(tuple(least_squares(LINE.X, LINE.y).tolist()))
    assert len(solutions) == 1


def test_a_rate_just_beyond_the_limit_falls_first_and_then_grows():
    history = descend(LINE.X, LINE.y, alpha=0.0083, epochs=300)
    lowest = history.loss.argmin().item()
    assert 0 < lowest < 100
    assert history.loss[-1] > history.loss[0]


def test_rates_of_a_design_with_three_columns_or_of_small_numbers():
    X = torch.stack([torch.ones(3), torch.tensor([0.0, 1.0, 2.0]), torch.tensor([0.0, 1.0, 4.0])])
    eigenvalues = torch.linalg.eigvalsh(2 * X.T @ X)
    assert critical_rate(X) == pytest.approx(2 / eigenvalues[2].item())
    assert verdict(X, 0.999 * critical_rate(X)) == "oscillating"
    assert critical_rate(X / 100) == pytest.approx(10_000 * critical_rate(X), rel=1e-5)
