"""Bad input gets a ValueError that names the argument, what came and what was expected."""

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from linefit import (
    History,
    Line,
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
from linefit.stability import verdict

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
    (np.ones(5), "floating-point tensor", "ndarray"),
    (torch.ones(5, dtype=torch.int64), "floating-point", "torch.int64"),
    (torch.ones(5, dtype=torch.bool), "floating-point", "torch.bool"),
    (torch.ones(5, dtype=torch.float16), "float32 or float64", "torch.float16; use y.float()"),
    (torch.ones(5, dtype=torch.bfloat16), "float32 or float64", "torch.bfloat16; use y.float()"),
    (torch.ones(5).to(torch.float8_e5m2), "float32 or float64", "torch.float8_e5m2"),
    (torch.ones(5, dtype=torch.complex64), "float32 or float64", "torch.complex64"),
    (torch.ones(5, device="meta"), "on the CPU", "on meta; use y.cpu()"),
    (
        torch.ones(5).to_sparse(),
        "on the CPU",
        "torch.sparse_coo one on cpu; use y.cpu() or y.to_de",
    ),
    (
        torch.nested.nested_tensor([torch.ones(5)], layout=torch.jagged),
        "on the CPU",
        "nested one on cpu",
    ),
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
        ("h", 10**400, "finite", "1000"),
        ("h", 1e39, "a step that torch.float32 can hold", "beyond 3.4e+38"),
        ("h", np.array(0.1), "finite number", "array(0.1)"),
        ("h", Decimal("0.1"), "finite number", "Decimal('0.1')"),
        ("scheme", torch.ones(3), '"forward" or "central"', "tensor([1., 1., 1.])"),
        ("scheme", ["forward"], '"forward" or "central"', "['forward']"),
        ("scheme", "backward", '"forward" or "central"', "'backward'"),
    ],
)
def test_difference(argument, bad, expected, came):
    with refuses(argument, expected, came):
        gradient_difference(X, y, W, **{argument: bad})


@pytest.mark.parametrize("sign", [1, -1])
def test_a_step_beyond_the_dtype_is_refused_on_either_side(sign):
    with refuses("h", "a step that torch.float32 can hold", "beyond 3.4e+38"):
        gradient_difference(torch.zeros(1, 1), torch.zeros(1), sign * torch.tensor([3.4e38]), 1e38)


def test_a_quotient_beyond_the_dtype_is_told_in_full():
    message = (
        "h: expected a quotient that torch.float32 can hold, got one beyond 3.4e+38; use smaller "
        "numbers or float64"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        gradient_difference(torch.tensor([[5e19]]), torch.zeros(1), torch.zeros(1), h=0.2)


def test_a_step_that_changes_weights_downwards_only_is_too_small():
    # Below 1, floating-point numbers lie twice as close as above.
    with refuses("h", "changes w in torch.float32", "4e-08"):
        gradient_difference(X, y, torch.ones(2), h=4e-8)


def test_a_step_that_changes_weights_upwards_only_is_too_small_for_a_central_difference():
    gradient_difference(X, y, -torch.ones(2), h=4e-8)
    with refuses("h", "changes w in torch.float32", "4e-08"):
        gradient_difference(X, y, -torch.ones(2), h=4e-8, scheme="central")


@pytest.mark.parametrize(
    ("argument", "bad", "expected", "came"),
    [
        ("alpha", 0.0, "above 0", "0.0"),
        ("alpha", 10**400, "finite", "1000"),
        pytest.param("alpha", 10**5000, "finite", "int of thousands of digits", id="5000 digits"),
        ("alpha", Fraction(10**400, 3), "finite", "Fraction(1000"),
        ("alpha", Fraction(1, 10**400), "above 0", "Fraction(1, 1000"),
        ("alpha", 1e-40, "from 1.2e-38 to 3.4e+38 in torch.float32", "1e-40; use float64"),
        ("alpha", 1e39, "from 1.2e-38 to 3.4e+38 in torch.float32", "1e+39; use float64"),
        ("alpha", True, "finite number", "True"),
        ("alpha", np.True_, "finite number", "True"),
        ("alpha", torch.tensor(0.1), "finite number", "tensor(0.1"),
        ("alpha", 1j, "finite number", "1j"),
        ("epochs", torch.tensor(3), "integer", "tensor(3)"),
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
        ("start", torch.ones(3), "2 numbers", "tensor([1., 1., 1.])"),
        ("start[1]", (1.0, 10**400), "finite", "1000"),
        ("start", (1e30, 0.0), "finite loss", "(1e+30, 0.0)"),
        ("start", (1e39, 0.0), "finite loss", "(1e+39, 0.0)"),
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
        ("n", True, "integer", "True"),
        ("n", 10**400, "at most 2147483647", "1000"),
        ("weights", (1e39, 0.0), "that torch.float32 can hold", "beyond 3.4e+38"),
        ("weights", (3e38, 3e38), "a response that torch.float32 can hold", "beyond 3.4e+38"),
        ("noise", 3e38, "errors that torch.float32 can hold", "beyond 3.4e+38"),
        ("noise", 10**400, "finite", "1000"),
        ("seed", 10**400, "0 to 2**64 - 1", "1000"),
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
        (plot_loss, (History(W, [1.0], X, 0.1),), "history.loss", "shape (n,)", "list"),
        (verdict, (W, 0.1), "X", "shape (n, p)", "shape (2,)"),
    ],
)
def test_pictures_and_verdicts(function, arguments, argument, expected, came):
    with refuses(argument, expected, came):
        function(*arguments)


HUGE = torch.tensor([[1.0, 1e30], [1.0, 2e30]])
TINY = torch.tensor([[1.0, 1e-30], [1.0, 2e-30]])
PAIR = torch.tensor([1.0, 3.0])
FAR_32 = torch.tensor([[1.0, 1e20], [1.0, 2e20]])


@pytest.mark.parametrize(
    ("function", "arguments", "argument", "expected", "came"),
    [
        (sse, (HUGE, PAIR, W), "w", "a loss that torch.float32 can hold", "beyond 3.4e+38"),
        (gradient_autograd, (FAR_32, PAIR, W / 100), "w", "a gradient", "beyond 3.4e+38"),
        (loss_surface, (HUGE, PAIR, W, W), "w0, w1", "weights with losses that", "beyond 3.4e+38"),
        (hessian, (HUGE,), "X", "squares that torch.float32 can hold", "beyond 3.4e+38"),
        (hessian, (TINY,), "X", "whose squares torch.float32 can hold", "smaller ones"),
        (gradient_analytic, (TINY, PAIR, W), "X", "whose squares", "smaller ones"),
        (descend, (FAR_32, PAIR, (0.0, 0.01)), "start", "a gradient", "beyond 3.4e+38"),
        (critical_rate, (HUGE.double() * 1e130,), "X", "from 2.2e-308", "larger ones"),
        (critical_rate, (TINY.double()[:, 1:] * 1e-130,), "X", "to 1.8e+308", "smaller ones"),
        (least_squares, (TINY, PAIR * 1e20), "X", "torch.float32 can hold their", "others"),
        (
            optimal_rate,
            (torch.tensor([[1.0, 1e8], [1.0, 1e8 + 8]]),),
            "X",
            "independent",
            "float32",
        ),
    ],
)
def test_numbers_that_the_dtype_cannot_hold(function, arguments, argument, expected, came):
    with refuses(argument, expected, came):
        function(*arguments)


@pytest.mark.parametrize(
    "number", [Fraction(1, 1000), np.float64(0.001), np.float32(0.001), 1 << 0], ids=repr
)
def test_numbers_of_any_kind_are_numbers(number):
    def same(a, b):
        assert torch.equal(a, b)

    same(descend(X, y, alpha=number).loss, descend(X, y, alpha=float(number)).loss)
    same(gradient_difference(X, y, W, number), gradient_difference(X, y, W, float(number)))
    same(descend(X, y, start=(number, 1)).loss, descend(X, y, start=(float(number), 1.0)).loss)
    same(descend(X, y, epochs=np.int64(3)).loss, descend(X, y, epochs=3).loss)
    same(simulate(np.int32(5), seed=np.uint64(7)).y, simulate(5, seed=7).y)


def line(x, y):
    x = torch.tensor(x, dtype=torch.float64)
    X = torch.stack([torch.ones_like(x), x], dim=1)
    return Line(x, torch.tensor(y, dtype=torch.float64), X, torch.ones(2))


STEEP = torch.tensor([0, 1e151], dtype=torch.float64)
FAR = line([1e150, 2e150], [0.0, 1.0])
NOWHERE = History(torch.zeros(1, 2), torch.zeros(1), X, 0.1)


@pytest.mark.parametrize(
    ("function", "arguments", "argument", "expected", "came"),
    [
        (plot_fit, (line([1e301, 0.0], [0.0, 1.0]),), "x", "at most 1e+300", "1e+301"),
        (plot_fit, (line([1.0, 0.0], [0.0, 1e301]),), "y", "at most 1e+300", "1e+301"),
        (plot_fit, (FAR, STEEP), "weights", "at most 1e+300", "2e+301"),
        (plot_fit, (FAR, 1e9 * STEEP), "weights", "weights with fitted values that", "beyond"),
        (plot_surface, (FAR,), "line", "at most 1e+140", "e+302"),
        (plot_surface, (line([3.0, 3.0], [0.0, 1.0]),), "X", "independent columns", "rank 1"),
        (plot_loss, (NOWHERE,), "history.loss", "above 0 and at most 1e+200", "[0.0]"),
    ],
)
def test_what_cannot_be_drawn(function, arguments, argument, expected, came):
    with refuses(argument, expected, came):
        function(*arguments)


def test_what_came_is_cut_after_a_hundred_signs():
    for length, said in [(98, repr("a" * 98)), (99, f"'{'a' * 96}...")]:
        with pytest.raises(ValueError, match=f"got {re.escape(said)}$"):
            simulate(n="a" * length)
