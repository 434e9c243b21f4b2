"""The settings of torch that results are computed with, whatever was set elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def own() -> Iterator[None]:
    """Compute on the CPU, in the precision of the arguments, with tensors of the usual kind."""
    # Leaving inference mode would switch gradients on.
    gradients = torch.is_grad_enabled()
    with (
        torch.inference_mode(False),
        torch.set_grad_enabled(gradients),
        torch.device("cpu"),
        torch.autocast("cpu", enabled=False),
    ):
        yield
