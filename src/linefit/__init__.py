"""Fit a straight line by gradient descent in PyTorch, and look at how it learns."""

from linefit.animation import animate
from linefit.data import Line, simulate
from linefit.descent import History, descend
from linefit.explorer import explore
from linefit.gradients import gradient_analytic, gradient_autograd, gradient_difference
from linefit.loss import loss_surface, sse
from linefit.plots import plot_fit, plot_loss, plot_surface
from linefit.stability import critical_rate, hessian, least_squares, optimal_rate, verdict
from linefit.words import use_words

__all__ = [
    "History",
    "Line",
    "animate",
    "critical_rate",
    "descend",
    "explore",
    "gradient_analytic",
    "gradient_autograd",
    "gradient_difference",
    "hessian",
    "least_squares",
    "loss_surface",
    "optimal_rate",
    "plot_fit",
    "plot_loss",
    "plot_surface",
    "simulate",
    "sse",
    "use_words",
    "verdict",
]
