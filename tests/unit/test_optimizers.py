"""The same training, written as PyTorch's users write it, gives the numbers of `descend`."""

import pytest
import torch

from linefit import descend, simulate

LINE = simulate()
x, y, X = LINE.x.double(), LINE.y.double(), LINE.X.double()
RATES = [0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015]


def train(parameters, loss_at, alpha):
    """Return the parameters before the first and after each of 30 steps of SGD."""
    optimizer = torch.optim.SGD(parameters, lr=alpha)
    path = [torch.cat([p.detach().flatten() for p in parameters])]
    for _ in range(30):
        optimizer.zero_grad()
        loss_at().backward()
        optimizer.step()
        path.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(path)


@pytest.mark.parametrize("alpha", RATES)
def test_sgd(alpha):
    w = torch.tensor([-5.0, 10.0], dtype=X.dtype, requires_grad=True)
    path = train([w], lambda: torch.sum((y - X @ w) ** 2), alpha)
    torch.testing.assert_close(path, descend(X, y, alpha=alpha).weights, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("alpha", RATES)
def test_linear(alpha):
    net = torch.nn.Linear(1, 1, dtype=X.dtype)
    net.bias.data = torch.tensor([-5.0], dtype=X.dtype)
    net.weight.data = torch.tensor([[10.0]], dtype=X.dtype)
    mse = torch.nn.MSELoss(reduction="sum")
    path = train([net.bias, net.weight], lambda: mse(net(x[:, None]), y[:, None]), alpha)
    torch.testing.assert_close(path, descend(X, y, alpha=alpha).weights, rtol=1e-12, atol=1e-12)


def test_the_mean_with_n_times_the_rate():
    w = torch.tensor([-5.0, 10.0], dtype=X.dtype, requires_grad=True)
    path = train([w], lambda: torch.mean((y - X @ w) ** 2), 0.1)
    torch.testing.assert_close(path, descend(X, y, alpha=0.001).weights, rtol=1e-12, atol=1e-12)
