"""Run the loop statement by statement, as it is or with mistakes in it, and note what changes."""

import math
import re
import warnings
from itertools import product
from threading import Lock, get_ident
from types import CodeType
from typing import Any

import torch
from torch import Tensor

from linefit.data import Line

LINES = (
    "yhat = X @ What",
    "loss = torch.sum((y - yhat)**2)",
    "loss.backward()",
    "What.data = What.data - alpha * What.grad",
    "What.grad = None",
)
# What shows warnings is one for all threads.
_showing = Lock()

Values = dict[str, Any]


def mistaken(reset: bool, plus: bool, data: bool) -> list[str]:
    """Return the lines with the mistakes: no reset, plus for minus, no ``.data``."""
    *lines, update, last = LINES
    update = update.replace("-", "+") if plus else update
    update = update.replace(".data", "") if data else update
    return [*lines, update] if reset else [*lines, update, last]


def record_all(line: Line, start: tuple[float, ...], alpha: float, epochs: int) -> list[Values]:
    """Return the recordings of all combinations of mistakes, the right loop first.

    Combination k has the mistakes whose bits are set in k: 4 is no reset, 2 plus for minus, 1 no
    ``.data``.
    """
    mistakes = product([False, True], repeat=3)
    return [record(mistaken(*each), line, start, alpha, epochs) for each in mistakes]


def record(
    lines: list[str], line: Line, start: tuple[float, ...], alpha: float, epochs: int
) -> Values:
    """Run `lines` for some epochs, or until one raises, and return what each line changed.

    The result has the `lines`, the values at the `start`, and a dictionary for each of the
    `steps`: the values that changed, and under ``said`` warnings and the error.
    """
    What = torch.tensor(start, dtype=line.X.dtype, requires_grad=True)
    names: Values = {"torch": torch, "X": line.X, "y": line.y, "alpha": alpha, "What": What}
    codes = [compile(text, "<loop>", "exec") for text in lines]
    first = before = _seen(names)
    steps: list[Values] = []
    for code in codes * epochs:
        said, raised = _run(code, names)
        after = _seen(names)
        step = {name: value for name, value in after.items() if value != before.get(name)}
        steps.append({**step, "said": said} if said else step)
        before = after
        if raised:
            break
    return {"lines": lines, "start": first, "steps": steps, "raised": raised}


def _run(code: CodeType, names: Values) -> tuple[list[str], bool]:
    """Run one statement, and return what it warned of and raised, and whether it raised."""
    said: list[str] = []
    thread = get_ident()

    def note(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if get_ident() != thread:
            return show(message, category, *where, **more)
        # PyTorch adds a place in its own source, which differs from build to build.
        text = re.sub(r" [(]Triggered internally.*", "", str(message))
        return said.append(f"{category.__name__}: {text}")

    with _showing, warnings.catch_warnings(action="always"):
        show, warnings.showwarning = warnings.showwarning, note
        try:
            with torch.enable_grad():
                exec(code, names)
        except Exception as error:
            return [*said, f"{type(error).__name__}: {error}"], True
    return said, False


def _seen(names: Values) -> Values:
    """Return the values that are noted, as far as they exist."""
    What = names["What"]
    values = {
        "What": _numbers(What),
        "tag": f"grad_fn=<{What.grad_fn.name()}>" if What.grad_fn else "requires_grad=True",
        # To ask any other tensor for its gradient makes PyTorch warn.
        "What.grad": _numbers(What.grad) if What.is_leaf else None,
    }
    if "yhat" in names:
        values["yhat[:3]"] = _numbers(names["yhat"][:3])
    if "loss" in names:
        values["loss"] = _numbers(names["loss"])
    return values


def _numbers(tensor: Tensor | None) -> list[float | str] | None:
    """Return the values of a tensor; JSON has no infinity and no NaN, so these are words."""
    if tensor is None:
        return None
    values = tensor.detach().reshape(-1).tolist()
    return [value if math.isfinite(value) else str(value) for value in values]
