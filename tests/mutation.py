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
from mutmut.stats import status_by_exit_code

from tests.figures import record

ROOT = Path(__file__).parents[1]
COPY = ROOT / "_build" / "mutation"
SURVIVORS = Path(__file__).with_name("survivors.yml")
LEAST = 95  # percent
NOTICED = {"killed", "timeout"}


def mutmut(*arguments: str, stdout: int | None = None) -> str:
    """Run mutmut in the copy, and return what it says if that is not for the reader."""
    program = str(Path(sys.executable).with_name("mutmut"))
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [program, *arguments], cwd=COPY, env=environment, stdout=stdout, text=True, check=True
    )
    return run.stdout


def copy() -> None:
    """Bring the copy up to date; what mutmut remembers stays while the tests are the same."""
    if tests(COPY) != tests(ROOT):
        shutil.rmtree(COPY, ignore_errors=True)
    for name in ("book", "src", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name)
    shutil.copy(ROOT / "pyproject.toml", COPY)


def tests(root: Path) -> dict[str, bytes]:
    """Return the unit tests in a folder."""
    return {path.name: path.read_bytes() for path in (root / "tests" / "unit").glob("*.py")}


def outcomes() -> dict[str, str]:
    """Return what became of every mutant, in mutmut's words."""
    codes = {}
    for path in sorted(COPY.glob("mutants/src/linefit/*.meta")):
        codes |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return {mutant: status_by_exit_code[code] for mutant, code in codes.items()}


def change(mutant: str) -> str:
    """Return the function and the lines that a mutant puts in the place of others."""
    lines = re.findall(r"^\+(?!\+\+)\s*(.*)", mutmut("show", mutant, stdout=subprocess.PIPE), re.M)
    function = re.sub(r"x_|xǁ|__mutmut_\d+$", "", mutant).replace("ǁ", ".")
    return f"{function}: {' '.join(lines)}"


def main() -> None:
    """Test all mutants, and fail if too many live or one lives without a reason."""
    copy()
    mutmut("run")
    ends = outcomes()
    if "not checked" in ends.values():
        sys.exit("mutmut has not tested all changes")
    alive = [change(mutant) for mutant, end in ends.items() if end not in NOTICED]
    killed = len(ends) - len(alive)
    score = 100 * killed / len(ends)
    print(f"{killed} of {len(ends)} changes noticed, {score:.1f} %")
    record("mutation", killed=killed, all=len(ends), score=score)
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
