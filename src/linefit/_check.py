"""Argument checks of the public functions."""

import math
from collections.abc import Iterable, Mapping, Set
from numbers import Integral, Real

import torch
from torch import Tensor


def vector(name: str, value: object, size: int | None = None) -> Tensor:
    """Return `value` as `_tensor` does if its shape is ``(size,)``."""
    return _tensor(name, value, ("n" if size is None else size,))


def matrix(name: str, value: object) -> Tensor:
    """Return `value` as `_tensor` does if its shape is ``(n, p)``."""
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


def result(name: str, expected: str, value: Tensor) -> Tensor:
    """Return `value`, computed from argument `name`, if its dtype has room for it."""
    if not torch.isfinite(value).all():
        raise ValueError(
            f"{name}: expected {expected} that {value.dtype} can hold, got one beyond "
            f"{torch.finfo(value.dtype).max:.2g}; use smaller numbers or float64"
        )
    return value


def instance(name: str, value: object, kind: type) -> None:
    """Raise unless `value` is a `kind`."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise ValueError(f"{name}: expected {article} {kind.__name__}, got {type(value).__name__}")


def flag(name: str, value: object) -> bool:
    """Return `value` if it is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name}: expected True or False, got {shown(value)}")
    return value


def finite(name: str, value: object) -> float:
    """Return `value` if it is a real number that float64 can hold."""
    try:
        number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else None
    except OverflowError:
        number = None
    if number is None or not math.isfinite(number):
        raise ValueError(f"{name}: expected a finite number, got {shown(value)}")
    return number


def positive(name: str, value: object) -> float:
    """Return `value` if it is a finite real number above zero."""
    number = finite(name, value)
    if number <= 0:
        raise ValueError(f"{name}: expected a number above 0, got {shown(value)}")
    return number


def count(name: str, value: object, most: float = math.inf) -> int:
    """Return `value` if it is an integer from one to `most`."""
    number = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else 0
    if number < 1:
        raise ValueError(f"{name}: expected an integer of at least 1, got {shown(value)}")
    if number > most:
        raise ValueError(f"{name}: expected an integer of at most {most}, got {shown(value)}")
    return number


def numbers(name: str, value: Iterable[object], size: int) -> tuple[float, ...]:
    """Return `value` if it is a sequence of `size` finite numbers."""
    try:
        # Sets and mappings have no order that anybody chose.
        values = () if isinstance(value, Set | Mapping) else tuple(value)
    except TypeError:
        values = ()
    if len(values) != size:
        raise ValueError(f"{name}: expected {size} numbers, got {shown(value)}")
    return tuple(finite(f"{name}[{i}]", v) for i, v in enumerate(values))


def same_dtype(name: str, value: Tensor, X: Tensor) -> None:
    """Raise unless `value` has the dtype of the design matrix `X`."""
    if value.dtype != X.dtype:
        raise ValueError(f"{name}: expected the dtype of X, {X.dtype}, got {value.dtype}")


def shown(value: object) -> str:
    """Return what a message says of `value`."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no integers of more than 4300 digits.
        text = f"{type(value).__name__} of thousands of digits"
    return text if len(text) <= 100 else f"{text[:97]}..."


def _tensor(name: str, value: object, shape: tuple[int | str, ...]) -> Tensor:
    """Return `value` as a tensor without a gradient if it has the shape and finite values."""
    expected = (
        "a float32 or float64 floating-point tensor of shape "
        f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
    )
    if not isinstance(value, Tensor):
        raise ValueError(f"{name}: expected {expected}, got {type(value).__name__}")
    if value.dtype not in (torch.float32, torch.float64):
        raise ValueError(
            f"{name}: expected {expected}, got dtype {value.dtype}; use {name}.float()"
        )
    if value.device.type != "cpu" or value.layout != torch.strided or value.is_nested:
        kind = "nested" if value.is_nested else value.layout
        raise ValueError(
            f"{name}: expected {expected} on the CPU, got a {kind} one on {value.device}; "
            f"use {name}.cpu() or {name}.to_dense()"
        )
    fits = len(shape) == value.dim() and all(
        isinstance(want, str) or want == have for want, have in zip(shape, value.shape)
    )
    if not fits:
        raise ValueError(f"{name}: expected {expected}, got shape {tuple(value.shape)}")
    if value.numel() == 0:
        raise ValueError(f"{name}: expected at least one value, got shape {tuple(value.shape)}")
    # A subclass may override operations, the memory layout changes the order of rounding, and
    # tensors of inference mode cannot be differentiated.
    plain = value.detach().as_subclass(Tensor).resolve_neg().contiguous()
    plain = plain.clone() if plain.is_inference() else plain
    if not torch.isfinite(plain).all():
        raise ValueError(f"{name}: expected finite values only, got NaN or infinity")
    return plain
