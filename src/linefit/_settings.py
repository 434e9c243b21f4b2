"""The settings of PyTorch that results are computed with, whatever the caller has set."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch


@contextmanager
def own() -> Iterator[None]:
    """Compute on the CPU, without autocast, with tensors that can be differentiated."""
    # Leaving inference mode enables gradients.
    gradients = torch.is_grad_enabled()
    # Where a device is named, PyTorch asks for it before every operation, which takes as long.
    at_home = torch.get_default_device().type == "cpu"
    with (
        torch.inference_mode(False),
        torch.set_grad_enabled(gradients),
        nullcontext() if at_home else torch.device("cpu"),
        torch.autocast("cpu", enabled=False),
    ):
        yield
