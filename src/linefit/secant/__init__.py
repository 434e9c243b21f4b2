"""A difference quotient under the microscope: choose h, and watch the digits that are left."""

from linefit.secant.secant import Secant, choose_h

__all__ = ["Secant", "choose_h"]
