"""Bad input gets a ValueError that names the argument, what came and what was expected."""

import math
import re

import pytest
import torch

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
    plot_fit,
    plot_loss,
    plot_surface,
    simulate,
    sse,
)

LINE = simulate(n=5)
X, y = LINE.X, LINE.y
W = torch.tensor([1.0, 2.0])
AT_WEIGHTS = [sse, gradient_autograd, gradient_analytic, gradient_difference]
ON_DATA = [least_squares, descend]
ON_DESIGN = [hessian, critical_rate, optimal_rate]

BAD_VECTORS = [
    ([1.0] * 5, "floating-point tensor", "list"),
    (torch.ones(5, 1), "shape (5,)", "shape (5, 1)"),
    (torch.ones(4), "shape (5,)", "shape (4,)"),
    (torch.ones(5, dtype=torch.int64), "floating-point", "torch.int64"),
    (torch.ones(5, dtype=torch.float64), "torch.float32", "torch.float64"),
    (torch.tensor([1.0, 2.0, math.nan, 4.0, 5.0]), "finite", "NaN or infinity"),
    (torch.tensor([1.0, 2.0, math.inf, 4.0, 5.0]), "finite", "NaN or infinity"),
]
BAD_MATRICES = [
    ("X", "floating-point tensor", "str"),
    (torch.ones(5), "shape (n, p)", "shape (5,)"),
    (torch.ones(0, 2), "at least one", "shape (0, 2)"),
    (torch.ones(5, 2, dtype=torch.int32), "floating-point", "torch.int32"),
    (torch.full((5, 2), math.nan), "finite", "NaN or infinity"),
]


def refuses(name, expected, came):
    """Match one message: the argument first, then what was expected, then what came."""
    pattern = f"^{re.escape(name)}: expected .*{re.escape(expected)}.*got .*{re.escape(came)}"
    return pytest.raises(ValueError, match=pattern)


@pytest.mark.parametrize(("bad", "expected", "came"), BAD_VECTORS)
@pytest.mark.parametrize("function", AT_WEIGHTS + ON_DATA)
def test_response(function, bad, expected, came):
    rest = (W,) if function in AT_WEIGHTS else ()
    with refuses("y", expected, came):
        function(X, bad, *rest)


@pytest.mark.parametrize(("bad", "expected", "came"), BAD_MATRICES)
@pytest.mark.parametrize("function", AT_WEIGHTS + ON_DATA + ON_DESIGN)
def test_design_matrix(function, bad, expected, came):
    rest = (y, W) if function in AT_WEIGHTS else (y,) if function in ON_DATA else ()
    with refuses("X", expected, came):
        function(bad, *rest)


@pytest.mark.parametrize("function", AT_WEIGHTS)
@pytest.mark.parametrize(
    ("bad", "expected", "came"),
    [
        (torch.ones(3), "shape (2,)", "shape (3,)"),
        (torch.ones(2, dtype=torch.int64), "floating-point", "torch.int64"),
        (torch.ones(2, dtype=torch.float64), "torch.float32", "torch.float64"),
        (torch.tensor([1.0, math.inf]), "finite", "infinity"),
        ((1.0, 2.0), "floating-point tensor", "tuple"),
    ],
)
def test_weights(function, bad, expected, came):
    with refuses("w", expected, came):
        function(X, y, bad)


@pytest.mark.parametrize(
    ("argument", "bad", "expected", "came"),
    [
        ("h", 0.0, "above 0", "0.0"),
        ("h", -1e-3, "above 0", "-0.001"),
        ("h", math.nan, "finite", "nan"),
        ("h", 1e-12, "changes w in torch.float32", "1e-12"),
        ("scheme", "backward", '"forward" or "central"', "'backward'"),
    ],
)
def test_difference(argument, bad, expected, came):
    with refuses(argument, expected, came):
        gradient_difference(X, y, W, **{argument: bad})


def test_a_step_that_changes_weights_downwards_only_is_too_small():
    # Below 1, floating-point numbers lie twice as close as above.
    with refuses("h", "changes w in torch.float32", "4e-08"):
        gradient_difference(X, y, torch.ones(2), h=4e-8)


@pytest.mark.parametrize(
    ("argument", "bad", "expected", "came"),
    [
        ("alpha", 0.0, "above 0", "0.0"),
        ("alpha", -0.1, "above 0", "-0.1"),
        ("alpha", math.inf, "finite", "inf"),
        ("alpha", "0.1", "finite number", "'0.1'"),
        ("epochs", 0, "at least 1", "0"),
        ("epochs", 2.0, "integer", "2.0"),
        ("epochs", True, "integer", "True"),
        ("start", (1.0,), "2 numbers", "(1.0,)"),
        ("start", 3.0, "2 numbers", "3.0"),
        ("start[1]", (1.0, math.nan), "finite", "nan"),
        ("start[0]", (True, 1.0), "finite number", "True"),
        ("start", (1e30, 0.0), "finite loss", "(1e+30, 0.0)"),
    ],
)
def test_descent(argument, bad, expected, came):
    with refuses(argument, expected, came):
        descend(X, y, **{argument.partition("[")[0]: bad})


@pytest.mark.parametrize(
    ("argument", "bad", "expected", "came"),
    [
        ("n", 0, "at least 1", "0"),
        ("n", 1.5, "integer", "1.5"),
        ("weights", (1.0, 2.0, 3.0), "2 numbers", "(1.0, 2.0, 3.0)"),
        ("weights[1]", (1.0, math.inf), "finite", "inf"),
        ("noise", -0.1, "at least 0", "-0.1"),
        ("noise", math.nan, "finite", "nan"),
        ("seed", -1, "0 to 2**64 - 1", "-1"),
        ("seed", 2**64, "0 to 2**64 - 1", str(2**64)),
        ("seed", 1.0, "integer", "1.0"),
        ("seed", True, "integer", "True"),
    ],
)
def test_simulation(argument, bad, expected, came):
    with refuses(argument, expected, came):
        simulate(**{argument.partition("[")[0]: bad})


@pytest.mark.parametrize("argument", ["w0", "w1"])
@pytest.mark.parametrize(
    ("bad", "expected", "came"),
    [
        (torch.ones(2, 2), "shape (n,)", "shape (2, 2)"),
        (torch.ones(0), "at least one", "shape (0,)"),
        (torch.ones(2).double(), "torch.float32", "torch.float64"),
    ],
)
def test_surface(argument, bad, expected, came):
    with refuses(argument, expected, came):
        loss_surface(X, y, **({"w0": W, "w1": W} | {argument: bad}))


def test_surface_of_more_than_a_line():
    with refuses("X", "shape (n, 2)", "(5, 3)"):
        loss_surface(torch.ones(5, 3), y, W, W)


@pytest.mark.parametrize("function", [least_squares, optimal_rate])
def test_dependent_columns(function):
    rest = (y,) if function is least_squares else ()
    with refuses("X", "2 independent columns", "rank 1"):
        function(torch.ones(5, 2), *rest)


def test_no_rate_without_curvature():
    with refuses("X", "other than 0", "zeros only"):
        critical_rate(torch.zeros(5, 2))


@pytest.mark.parametrize(
    ("function", "arguments", "argument", "expected", "came"),
    [
        (plot_fit, ((LINE.x, LINE.y),), "line", "a Line", "tuple"),
        (plot_surface, (LINE.X,), "line", "a Line", "Tensor"),
        (plot_surface, (LINE, [W]), "history", "a History", "list"),
        (plot_loss, (W,), "history", "a History", "Tensor"),
    ],
)
def test_pictures(function, arguments, argument, expected, came):
    with refuses(argument, expected, came):
        function(*arguments)
