"""Lines unlike the book's: few points and many, far from zero, huge, tiny, nearly equal."""

import torch

from linefit import Line, simulate


def along(x: torch.Tensor, scatter: float = 1.0) -> Line:
    """Return points at `x` about the line 2.5 + 4x, with errors of the size of `scatter`."""
    x, _ = x.double().sort()
    generator = torch.Generator().manual_seed(1)
    error = scatter * torch.randn(len(x), generator=generator, dtype=x.dtype)
    X = torch.stack([torch.ones_like(x), x], dim=1)
    weights = torch.tensor([2.5, 4.0], dtype=x.dtype)
    return Line(x, X @ weights + error, X, weights)


_shares = torch.linspace(0, 1, 50)

ODD = {
    "two points": simulate(n=2),
    "few points": simulate(n=30),
    "a thousand points": simulate(n=1000),
    "many points": simulate(n=20_000),
    "from 100 to 101": along(100 + _shares),
    "far from zero": along(-1e6 - 1e4 * _shares),
    "huge": along(1e20 * _shares, 1e20),
    "tiny": along(1e-6 * _shares, 1e-6),
    "nearly equal": along(10 + 1e-4 * _shares.double(), 1e-5),
    "nothing but errors": along(_shares, 1e6),
    "no errors": simulate(noise=0.0),
    "flat": simulate(weights=(3.0, 0.0), noise=0.0),
}
