"""Make `.venv`, the environment in which the book is built and tested, from pinned packages.

``python3 -m book._tools.environment requirements.txt`` leaves one that holds what is pinned there,
and is over at once where there is one. It runs before anything is installed, so the standard
library has to do, and on Pythons that are too old, so it is written for those too.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Says what is installed. It is written last: an installation that was broken off has none.
RECORD = VENV / "installed.json"
# The Pythons that all pinned packages are made for.
OLDEST, NEWEST = (3, 11), (3, 14)
THIS = "{}.{}".format(*sys.version_info)
# PyPI's torch brings gigabytes of CUDA on Linux; on macOS it is made for the CPU anyway.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
TIMEOUT = 10  # seconds that an index has to answer


def main(*files: str) -> None:
    """Install what `files` pin; begin anew if what is there does not fit."""
    pins = {file: (ROOT / file).read_text("utf-8") for file in files}
    reason = why_outdated(pins)
    held = json.loads(RECORD.read_text("utf-8")) if not reason else {"pins": {}}
    if pins.keys() <= held["pins"].keys():
        return
    if reason:
        make(reason)
        (torch,) = re.findall("^torch==.*", "\n".join(pins.values()), re.M)
        held["torch"] = install_torch(torch)
    RECORD.unlink(missing_ok=True)
    print(f"Installing {' and '.join(files)}, which takes minutes the first time", flush=True)
    pip(*(word for file in files for word in ("--requirement", file)))
    record(held["torch"], {**held["pins"], **pins})


def record(torch: str, pins: "dict[str, str]") -> None:
    """Write down what is installed: the index that torch is from, and the files of pins."""
    fresh = RECORD.with_suffix(".new")
    held = {"python": python_version(), "torch": torch, "pins": pins}
    fresh.write_text(json.dumps(held), "utf-8")
    fresh.replace(RECORD)


def why_outdated(pins: "dict[str, str]") -> str:
    """Return why the environment can neither be used nor added to, or an empty string."""
    if not VENV.exists():
        return "there is none yet"
    if not RECORD.exists():
        return "the one there was not finished"
    held = json.loads(RECORD.read_text("utf-8"))
    if python_version() != held["python"]:
        return f"the one there was made for Python {held['python']}, which it has no longer"
    if "PYTHON" in os.environ and held["python"] != THIS:
        return f"the one there was made for Python {held['python']}"
    if os.environ.get("TORCH_INDEX", held["torch"]) != held["torch"]:
        return f"the one there has torch from {held['torch'] or 'PyPI'}"
    changed = [file for file, text in pins.items() if held["pins"].get(file, text) != text]
    return f"{changed[0]} has changed" if changed else ""


def python_version() -> str:
    """Return the version of the environment's Python, or an empty string if it does not run."""
    command = [str(PYTHON), "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(command, stdout=subprocess.PIPE).stdout.decode().strip()
    except OSError:
        return ""


def make(reason: str) -> None:
    """Make an empty environment, if this machine is one on which the book can be built."""
    objection = unsuitable()
    if objection:
        sys.exit(objection)
    print(f"Making .venv for Python {THIS}: {reason}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    # Not by the Python of an environment, which may be the one that has just been removed.
    python = getattr(sys, "_base_executable", sys.executable)
    if subprocess.run([python, "-m", "venv", str(VENV)]).returncode:
        sys.exit("Python could not make .venv; what it says is above")


def unsuitable() -> str:
    """Return what to do where the packages cannot be had, or an empty string."""
    system, machine = platform.system(), platform.machine()
    if system == "Windows":
        return "The book is not built on Windows itself: install WSL (`wsl --install`) and go there"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return (
            "The book needs Python {}.{} to {}.{}, and this is {}: name another, as in "
            "`make book PYTHON=python3.13`"
        ).format(*OLDEST, *NEWEST, THIS)
    if system == "Darwin" and machine != "arm64":
        return (
            "PyTorch is no longer made for Macs with an Intel processor: use a Linux container or "
            "virtual machine; on Apple silicon, a Python that is made for it"
        )
    if system == "Linux" and (machine not in ("x86_64", "aarch64") or not platform.libc_ver()[0]):
        return (
            f"PyTorch is not made for this Linux ({machine}): it takes x86-64 or ARM64, and glibc"
        )
    return ""


def install_torch(torch: str) -> str:
    """Install torch alone from TORCH_INDEX, and return that index; an empty one leaves it to pip.

    Where nobody has set one it is `CPU_INDEX` on Linux, if that can be reached.
    """
    asked = os.environ.get("TORCH_INDEX")
    index = asked if asked is not None else CPU_INDEX if platform.system() == "Linux" else ""
    if not index:
        return ""
    try:
        urlopen(f"{index}/torch/", timeout=TIMEOUT).close()
    except (OSError, ValueError) as error:
        said = f"{index} cannot be reached ({getattr(error, 'reason', error)})"
        if asked:
            sys.exit(f"TORCH_INDEX: {said}")
        print(f"{said}, so torch may come with 3 GB of CUDA", flush=True)
        return ""
    pip("--index-url", index, "--no-deps", torch)
    return index


def pip(*arguments: str) -> None:
    """Install packages."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, *arguments], cwd=str(ROOT)).returncode:
        sys.exit("Not all packages could be installed; what pip says is above")


if __name__ == "__main__":
    main(*sys.argv[1:])
