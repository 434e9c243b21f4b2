"""Change `linefit` in every small way that mutmut knows; its unit tests have to notice.

``python -m tests.mutation`` takes about an hour on two cores. It works in a copy and goes on where
it was broken off. What no test notices is either listed in `survivors.yml`, with the reason why
nobody else could notice it either, or a gap in the tests.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.figures import record

ROOT = Path(__file__).parents[1]
COPY = ROOT / "_build" / "mutation"
SURVIVORS = Path(__file__).with_name("survivors.yml")
LEAST = 95  # percent
SURVIVED = 0  # the exit code of tests that notice nothing


def mutmut(*arguments: str) -> str:
    """Run mutmut in the copy and return what it says."""
    program = str(Path(sys.executable).with_name("mutmut"))
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [program, *arguments], cwd=COPY, env=environment, stdout=subprocess.PIPE, text=True
    )
    if run.returncode:
        sys.exit(f"{run.stdout[-2000:]}\nmutmut {arguments[0]} ended with {run.returncode}")
    return run.stdout


def copy() -> None:
    """Bring the copy up to date; what mutmut remembers stays."""
    for name in ("book", "src", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name)
    shutil.copy(ROOT / "pyproject.toml", COPY)


def outcomes() -> dict[str, int]:
    """Return the exit code of the tests for every mutant."""
    codes = {}
    for path in sorted(COPY.glob("mutants/src/linefit/*.meta")):
        codes |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return codes


def change(mutant: str) -> str:
    """Return the function and the lines that a mutant puts in the place of others."""
    lines = re.findall(r"^\+(?!\+\+)\s*(.*)", mutmut("show", mutant), re.M)
    function = re.sub(r"x_|xǁ|__mutmut_\d+$", "", mutant).replace("ǁ", ".")
    return f"{function}: {' '.join(lines)}"


def main() -> None:
    """Test all mutants, and fail if too many live or one lives without a reason."""
    copy()
    mutmut("run")
    codes = outcomes()
    alive = [change(mutant) for mutant, code in codes.items() if code == SURVIVED]
    killed = len(codes) - len(alive)
    score = 100 * killed / len(codes)
    print(f"{killed} of {len(codes)} changes noticed, {score:.1f} %")
    record("mutation", killed=killed, all=len(codes), score=score)
    reasons = yaml.safe_load(SURVIVORS.read_text("utf-8"))
    excused = {entry for entries in reasons.values() for entry in entries}
    gaps = sorted(set(alive) - excused)
    if gaps:
        print("Noticed by no test, and without a reason in survivors.yml:", *gaps, sep="\n  ")
    idle = sorted(excused - set(alive))
    if idle:
        print("In survivors.yml, but noticed or gone:", *idle, sep="\n  ")
    if gaps or idle or score < LEAST:
        sys.exit(1)


if __name__ == "__main__":
    main()
