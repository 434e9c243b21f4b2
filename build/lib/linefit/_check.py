"""Argument checks of the public functions: name it, say what came and what was expected."""

import math
from collections.abc import Iterable
from numbers import Real

import torch
from torch import Tensor


def vector(name: str, value: object, size: int | None = None) -> Tensor:
    """Return `value` if it is a finite floating-point tensor of shape ``(size,)``."""
    return _tensor(name, value, ("n" if size is None else size,))


def matrix(name: str, value: object) -> Tensor:
    """Return `value` if it is a finite floating-point tensor of shape ``(n, p)``."""
    return _tensor(name, value, ("n", "p"))


def data(X: object, y: object) -> tuple[Tensor, Tensor]:
    """Return `X` ``(n, p)`` and `y` ``(n,)`` if they describe the same n observations."""
    X = matrix("X", X)
    y = vector("y", y, X.shape[0])
    same_dtype("y", y, X)
    return X, y


def line_data(X: object, y: object) -> tuple[Tensor, Tensor]:
    """Return `X` ``(n, 2)`` and `y` ``(n,)`` if they describe the same n points of a line."""
    X, y = data(X, y)
    if X.shape[1] != 2:
        raise ValueError(f"X: expected shape (n, 2), got {tuple(X.shape)}")
    return X, y


def problem(X: object, y: object, w: object) -> tuple[Tensor, Tensor, Tensor]:
    """Return `X` ``(n, p)``, `y` ``(n,)`` and `w` ``(p,)`` if they belong together."""
    X, y = data(X, y)
    w = vector("w", w, X.shape[1])
    same_dtype("w", w, X)
    return X, y, w


def instance(name: str, value: object, kind: type) -> None:
    """Raise unless `value` is a `kind`."""
    if not isinstance(value, kind):
        raise ValueError(f"{name}: expected a {kind.__name__}, got {type(value).__name__}")


def finite(name: str, value: object) -> float:
    """Return `value` if it is a finite real number."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{name}: expected a finite number, got {value!r}")
    return float(value)


def positive(name: str, value: object) -> float:
    """Return `value` if it is a finite real number above zero."""
    number = finite(name, value)
    if number <= 0:
        raise ValueError(f"{name}: expected a number above 0, got {value!r}")
    return number


def count(name: str, value: object) -> int:
    """Return `value` if it is an integer of at least one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name}: expected an integer of at least 1, got {value!r}")
    return value


def numbers(name: str, value: Iterable[object], size: int) -> tuple[float, ...]:
    """Return `value` if it is a sequence of `size` finite numbers."""
    try:
        values = tuple(value)
    except TypeError:
        values = ()
    if len(values) != size:
        raise ValueError(f"{name}: expected {size} numbers, got {value!r}")
    return tuple(finite(f"{name}[{i}]", v) for i, v in enumerate(values))


def same_dtype(name: str, value: Tensor, X: Tensor) -> None:
    """Raise unless `value` has the dtype of the design matrix `X`."""
    if value.dtype != X.dtype:
        raise ValueError(f"{name}: expected the dtype of X, {X.dtype}, got {value.dtype}")


def _tensor(name: str, value: object, shape: tuple[int | str, ...]) -> Tensor:
    expected = (
        f"a floating-point tensor of shape ({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
    )
    if not isinstance(value, Tensor):
        raise ValueError(f"{name}: expected {expected}, got {type(value).__name__}")
    if not value.is_floating_point():
        raise ValueError(f"{name}: expected {expected}, got dtype {value.dtype}")
    fits = len(shape) == value.dim() and all(
        isinstance(want, str) or want == have for want, have in zip(shape, value.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name}: expected {expected}, got shape {tuple(value.shape)}")
    if value.numel() == 0:
        raise ValueError(f"{name}: expected at least one value, got shape {tuple(value.shape)}")
    if not torch.isfinite(value).all():
        raise ValueError(f"{name}: expected finite values only, got NaN or infinity")
    return value
