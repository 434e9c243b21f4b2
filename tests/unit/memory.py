"""How much memory something takes, measured in a process of its own."""

import subprocess
import sys

# What getrusage calls the peak is on Linux at least that of the process that started this one.
PEAK = """
import pathlib, resource, sys
status = pathlib.Path("/proc/self/status")
if status.exists():
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    print(int(lines["VmHWM"].split()[0]))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def run(code: str) -> tuple[list[str], int]:
    """Run a program; return the lines that it prints, and its peak in kilobytes."""
    command = [sys.executable, "-c", code + PEAK]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *lines, peak = done.stdout.splitlines()
    return lines, int(peak)
