"""The settings of PyTorch that results are computed with, whatever the caller has set."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def own() -> Iterator[None]:
    """Compute on the CPU, without autocast, with tensors that can be differentiated."""
    # Leaving inference mode enables gradients.
    gradients = torch.is_grad_enabled()
    with (
        torch.inference_mode(False),
        torch.set_grad_enabled(gradients),
        torch.device("cpu"),
        torch.autocast("cpu", enabled=False),
    ):
        yield
