"""Galton's table of 1886: the heights of 928 grown children and of their parents."""

import torch

from linefit import _settings
from linefit.data import Line

# Table I, a row for each height of the parents, a column for each of the children. The classes at
# the ends are open: "above" and "below".
_CHILDREN = (61.7, 62.2, 63.2, 64.2, 65.2, 66.2, 67.2, 68.2, 69.2, 70.2, 71.2, 72.2, 73.2, 73.7)
_TABLE = {
    64.0: (1, 0, 2, 4, 1, 2, 2, 1, 1, 0, 0, 0, 0, 0),
    64.5: (1, 1, 4, 4, 1, 5, 5, 0, 2, 0, 0, 0, 0, 0),
    65.5: (1, 0, 9, 5, 7, 11, 11, 7, 7, 5, 2, 1, 0, 0),
    66.5: (0, 3, 3, 5, 2, 17, 17, 14, 13, 4, 0, 0, 0, 0),
    67.5: (0, 3, 5, 14, 15, 36, 38, 28, 38, 19, 11, 4, 0, 0),
    68.5: (1, 0, 7, 11, 16, 25, 31, 34, 48, 21, 18, 4, 3, 0),
    69.5: (0, 0, 1, 16, 4, 17, 27, 20, 33, 25, 20, 11, 4, 5),
    70.5: (1, 0, 1, 0, 1, 1, 3, 12, 18, 14, 7, 4, 3, 3),
    71.5: (0, 0, 0, 0, 1, 3, 4, 3, 5, 10, 4, 9, 2, 2),
    72.5: (0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 2, 7, 2, 4),
    73.0: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0),
}


@_settings.own()
def galton() -> Line:
    """Return the heights of 928 grown children and of their parents, in inches.

    Returns
    -------
    Line
        In float32. `x` is the height of the mid-parent, the mean of the father's height and 1.08
        times the mother's; `y` is the height of the child, a daughter's times 1.08. `weights` is
        None: nobody knows a true line.

    Notes
    -----
    The counts are those of table I of F. Galton, "Regression towards mediocrity in hereditary
    stature", *Journal of the Anthropological Institute* 15 (1886), pp. 246-263,
    doi:10.2307/2841583. It gives classes, one inch wide, whose middles stand for all heights in
    them. The open classes at the ends are coded as in `Galton` of the R package HistData: children
    61.7 and 73.7, parents 64.0 and 73.0.
    """
    pairs = [
        (parent, child)
        for parent, row in _TABLE.items()
        for child, count in zip(_CHILDREN, row, strict=True)
        for _ in range(count)
    ]
    x, y = torch.tensor(pairs, dtype=torch.float32).T.contiguous()
    return Line(x=x, y=y, X=torch.stack([torch.ones_like(x), x], dim=1))
