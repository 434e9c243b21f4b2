"""The training loop, to be stepped through line by line, with what PyTorch computed."""

from linefit.tracer.tracer import Tracer, trace_loop

__all__ = ["Tracer", "trace_loop"]
