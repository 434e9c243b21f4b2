"""Theory: where the minimum lies, and which learning rates reach it."""

import torch
from torch import Tensor

from linefit import _check


def least_squares(X: Tensor, y: Tensor) -> Tensor:
    """Return the weights with the smallest sum of squared errors.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix of full column rank.
    y : Tensor, shape (n,)
        Observed response.

    Returns
    -------
    Tensor, shape (p,)
        The only minimum of the loss.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit, or the columns of `X` are dependent.
    """
    X, y = _check.data(X, y)
    _full_rank(X)
    # The default driver pivots by what the memory held before (PyTorch issue 187411), so the last
    # digit would change from run to run; of full rank, `X` needs no pivoting.
    solution: Tensor = torch.linalg.lstsq(X, y.unsqueeze(1), driver="gels").solution
    return solution.squeeze(1)


def hessian(X: Tensor) -> Tensor:
    r"""Return the matrix of second derivatives of the sum of squared errors.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix.

    Returns
    -------
    Tensor, shape (p, p)
        :math:`2 X^\top X`, the same at every point.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit.
    """
    X = _check.matrix("X", X)
    return 2 * X.T @ X


def critical_rate(X: Tensor) -> float:
    r"""Return the learning rate at and above which gradient descent fails to converge.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix.

    Returns
    -------
    float
        :math:`2 / \lambda_{\max}`, with the largest eigenvalue of the Hessian.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit, or `X` is zero.

    Notes
    -----
    See G. Goh, "Why Momentum Really Works", *Distill* 2017, doi:10.23915/distill.00006.
    """
    largest: float = torch.linalg.eigvalsh(hessian(X))[-1].item()
    if largest <= 0:
        raise ValueError("X: expected a value other than 0, got zeros only")
    return 2 / largest


def optimal_rate(X: Tensor) -> float:
    r"""Return the learning rate whose slowest direction shrinks fastest.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix of full column rank.

    Returns
    -------
    float
        :math:`2 / (\lambda_{\min} + \lambda_{\max})`, with the eigenvalues of the Hessian.

    Raises
    ------
    ValueError
        If the shape, the dtype or a value of `X` does not fit, or its columns are dependent.

    Notes
    -----
    See G. Goh, "Why Momentum Really Works", *Distill* 2017, doi:10.23915/distill.00006.
    """
    eigenvalues = torch.linalg.eigvalsh(hessian(X))
    _full_rank(X)
    ends: float = (eigenvalues[0] + eigenvalues[-1]).item()
    return 2 / ends


def verdict(X: Tensor, alpha: float) -> str:
    r"""Return in one word how gradient descent with the rate `alpha` behaves.

    In the long run the largest of the factors :math:`1 - \alpha\lambda`, over the eigenvalues
    :math:`\lambda` of the Hessian, decides. Call it r, and call b the size that it has at the
    optimal rate, where it is smallest.

    Parameters
    ----------
    X : Tensor, shape (n, p)
        Design matrix of full column rank.
    alpha : float
        Learning rate, above 0.

    Returns
    -------
    {"diverging", "best", "oscillating", "slow", "good"}
        The first that holds: `alpha` is at or above the critical rate; ``1 - abs(r)`` is at
        least 99 percent of ``1 - b``; r is below 0; r is above 0.9; anything else.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value does not fit, or the columns of `X` are dependent.
    """
    alpha = _check.positive("alpha", alpha)
    eigenvalues = torch.linalg.eigvalsh(hessian(X))
    _full_rank(X)
    smallest, largest = eigenvalues[0].item(), eigenvalues[-1].item()
    r = max(1 - alpha * smallest, 1 - alpha * largest, key=abs)
    if alpha >= 2 / largest:
        return "diverging"
    # 1 - b is 2 * smallest / (smallest + largest).
    if 1 - abs(r) >= 0.99 * 2 * smallest / (smallest + largest):
        return "best"
    if r < 0:
        return "oscillating"
    return "slow" if r > 0.9 else "good"


def _full_rank(X: Tensor) -> None:
    rank = torch.linalg.matrix_rank(X).item()
    if rank < X.shape[1]:
        raise ValueError(f"X: expected {X.shape[1]} independent columns, got rank {rank}")
