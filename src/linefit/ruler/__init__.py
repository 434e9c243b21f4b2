"""The ruler: draw the line yourself, and judge it by the squares of its residuals."""

from linefit.ruler.ruler import Ruler, fit_by_eye

__all__ = ["Ruler", "fit_by_eye"]
