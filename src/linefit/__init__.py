"""Fit a straight line by gradient descent in PyTorch, and look at how it learns.

Notes
-----
What all functions share, and their own descriptions do not repeat:

- ``X`` is the design matrix, one row an observation; for a line, a column of ones, then ``x``.
  ``y`` is the response, ``w`` the weights, one a column of ``X``. The loss is the sum of squared
  errors, in the squared unit of ``y``; a learning rate multiplies its gradient.
- Tensors are float32 or float64, not empty, finite, dense and on the CPU. Those of one call have
  the dtype of ``X``, in which results come, too.
- What does not fit, in type, shape, dtype or value, raises a `ValueError` that names the argument,
  what was expected and what came; so does a result that the dtype cannot hold. *Raises* lists
  what else does.
- No argument is changed, not even its ``.grad``, and no setting of PyTorch or matplotlib.
- Plots are drawn on ``ax``, by default the current axes or new ones of the kind that is needed, and
  return it.
"""

from linefit.animation import animate
from linefit.data import Line, simulate
from linefit.descent import History, descend
from linefit.explorer import explore
from linefit.gradients import gradient_analytic, gradient_autograd, gradient_difference
from linefit.heights import galton
from linefit.kit.words import use_words
from linefit.loss import loss_surface, sse
from linefit.playback import play
from linefit.plots import plot_fit, plot_loss, plot_surface
from linefit.ruler import fit_by_eye
from linefit.secant import choose_h
from linefit.seeker import find_rate
from linefit.stability import critical_rate, hessian, least_squares, optimal_rate, verdict
from linefit.tracer import trace_loop
from linefit.walker import walk_down

__all__ = [
    "History",
    "Line",
    "animate",
    "choose_h",
    "critical_rate",
    "descend",
    "explore",
    "find_rate",
    "fit_by_eye",
    "galton",
    "gradient_analytic",
    "gradient_autograd",
    "gradient_difference",
    "hessian",
    "least_squares",
    "loss_surface",
    "optimal_rate",
    "play",
    "plot_fit",
    "plot_loss",
    "plot_surface",
    "simulate",
    "sse",
    "trace_loop",
    "use_words",
    "verdict",
    "walk_down",
]
