"""What is set elsewhere changes no result and is not changed; what is a caller's stays so."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch import Tensor

from linefit import (
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
    verdict,
)

Setting = Callable[[], AbstractContextManager[object]]


@contextmanager
def dtype(kind: torch.dtype) -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(kind)
    yield
    torch.set_default_dtype(before)


@contextmanager
def device(name: str) -> Iterator[None]:
    torch.set_default_device(name)
    yield
    torch.set_default_device(None)


@contextmanager
def deterministic() -> Iterator[None]:
    torch.use_deterministic_algorithms(True)
    yield
    torch.use_deterministic_algorithms(False)


@contextmanager
def threads(number: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    yield
    torch.set_num_threads(before)


@contextmanager
def printing() -> Iterator[None]:
    torch.set_printoptions(precision=1, sci_mode=True)
    yield
    torch.set_printoptions(profile="default")


@contextmanager
def numpy_raising() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


SETTINGS: dict[str, Setting] = {
    "half precision by default": lambda: dtype(torch.float16),
    "double precision by default": lambda: dtype(torch.float64),
    "tensors without memory by default": lambda: device("meta"),
    "no gradients": torch.no_grad,
    "gradients": torch.enable_grad,
    "inference": torch.inference_mode,
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "deterministic algorithms": deterministic,
    "one thread": lambda: threads(1),
    "three threads": lambda: threads(3),
    "short numbers": printing,
    "numpy raises": numpy_raising,
}


def state() -> list[object]:
    """Return the settings that could be changed."""
    return [
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.is_autocast_enabled("cpu"),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_num_threads(),
        torch.get_rng_state().tolist(),
        np.geterr(),
        dict(mpl.rcParams),
    ]


def results(line: Line) -> list[object]:
    """Return what every function gives, drawn numbers included."""
    X, y = line.X, line.y
    w = torch.tensor([-5.0, 10.0], dtype=X.dtype, device="cpu")
    grid = torch.linspace(-6, 11, 5, dtype=X.dtype, device="cpu")
    history = descend(X, y, alpha=1e-3, epochs=3)
    drawn: list[object] = []
    for plot in (
        lambda: plot_fit(line, w),
        lambda: plot_loss(history),
        lambda: plot_surface(line, history),
    ):
        for artist in plot().lines:
            drawn.append(np.array(artist.get_data()).tolist())
        plt.close("all")
    tensors = [
        *vars(simulate(n=5)).values(),
        sse(X, y, w),
        gradient_autograd(X, y, w),
        gradient_analytic(X, y, w),
        gradient_difference(X, y, w),
        gradient_difference(X, y, w, scheme="central"),
        history.weights,
        history.loss,
        history.fitted,
        least_squares(X, y),
        hessian(X),
        loss_surface(X, y, grid, grid),
    ]
    assert not any(t.requires_grad or t.is_inference() for t in tensors)
    rates = [critical_rate(X), optimal_rate(X), verdict(X, 1e-3)]
    return [*((t.dtype, t.tolist()) for t in tensors), *rates, *drawn]


LINE = simulate()
PLAIN = results(LINE)


@pytest.fixture(autouse=True)
def agg() -> Iterator[None]:
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_torch_and_numpy(setting: Setting) -> None:
    before = state()
    with setting():
        inside = state()
        assert repr(results(LINE)) == repr(PLAIN)
        assert state() == inside
    assert state() == before


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "settings",
    [
        {"axes.prop_cycle": plt.cycler(linestyle=[":", "-"]), "lines.marker": "s"},
        {"figure.autolayout": True, "font.size": 30, "axes.xmargin": 0},
        {"figure.constrained_layout.use": True, "text.parse_math": False},
        {"axes.autolimit_mode": "round_numbers", "axes.unicode_minus": False},
        {"figure.facecolor": "none", "path.simplify": False, "figure.max_open_warning": 1},
    ],
)
def test_matplotlib(settings: dict[str, object]) -> None:
    with mpl.rc_context(settings):
        inside = state()
        assert repr(results(LINE)) == repr(PLAIN)
        assert state() == inside


class Named(Tensor):
    """A subclass as anybody may write one."""


def kinds(t: Tensor) -> dict[str, Tensor]:
    """Return tensors with the values of `t`, each of another make."""
    with torch.inference_mode():
        inference = t.clone()
    apart = torch.full([2 * size for size in t.shape], torch.nan, dtype=t.dtype)
    apart[tuple(slice(None, None, 2) for _ in t.shape)] = t
    return {
        "wants a gradient": t.clone().requires_grad_(),
        "in a graph": t.clone().requires_grad_() * 1,
        "parameter": torch.nn.Parameter(t.clone()),
        "inference": inference,
        "subclass": t.as_subclass(Named),
        "strided": apart[tuple(slice(None, None, 2) for _ in t.shape)],
        "transposed": t.T.contiguous().T if t.dim() == 2 else t,
        "negated when read": torch.complex(t, -t).conj().imag,
    }


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", kinds(torch.ones(1)))
def test_tensors_of_any_make(kind: str) -> None:
    parts = {name: kinds(value)[kind] for name, value in vars(LINE).items()}
    before = {name: value.detach().clone() for name, value in parts.items()}
    versions = {name: v._version for name, v in parts.items() if not v.is_inference()}
    assert repr(results(Line(**parts))) == repr(PLAIN)
    for name, value in parts.items():
        assert torch.equal(value.detach(), before[name])
        assert value.grad_fn is not None or value.grad is None
    assert versions == {name: v._version for name, v in parts.items() if not v.is_inference()}


@pytest.mark.parametrize("kind", kinds(torch.ones(1)))
def test_weights_of_any_make(kind: str) -> None:
    plain = torch.tensor([-5.0, 10.0])
    w = kinds(plain)[kind]
    for function in (sse, gradient_autograd, gradient_analytic, gradient_difference):
        came = function(LINE.X, LINE.y, w)
        assert type(came) is Tensor
        assert torch.equal(came, function(LINE.X, LINE.y, plain))
    assert w.grad_fn is not None or w.grad is None
    assert len(plot_fit(LINE, w).lines) == 2


def test_a_result_does_not_share_memory_with_what_came() -> None:
    X, y = LINE.X.clone(), LINE.y.clone()
    history = descend(X, y, epochs=2)
    X.zero_()
    y.zero_()
    assert torch.equal(history.fitted, descend(LINE.X, LINE.y, epochs=2).fitted)


def test_the_loss_alone_can_be_differentiated() -> None:
    X = LINE.X.clone().requires_grad_()
    w = torch.tensor([-5.0, 10.0], requires_grad=True)
    sse(X, LINE.y, w).backward()
    assert X.grad is None
    assert torch.equal(w.grad, gradient_autograd(LINE.X, LINE.y, w))
    by_function = torch.func.grad(lambda w: sse(LINE.X, LINE.y, w))(w.detach())
    assert torch.equal(by_function, w.grad)
    with torch.no_grad():
        assert not sse(LINE.X, LINE.y, w).requires_grad
