"""Change `linefit` in every small way that mutmut knows; its unit tests have to notice.

``python -m tests.mutation`` takes about an hour on two cores. It works in a copy and goes on where
it was broken off; where tests were only added, it tests again what no test had noticed. What is
left is either listed in `survivors.yml`, with the reason why nobody could notice it, or a gap in
the tests.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from difflib import ndiff
from pathlib import Path

import yaml
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
COPY = ROOT / "_build" / "mutation"
SURVIVORS = Path(__file__).with_name("survivors.yml")
LEAST = 95  # percent
NOTICED = {"killed", "timeout"}
METAS = "mutants/src/linefit/**/*.meta"  # what mutmut remembers


def mutmut(*arguments: str, stdout: int | None = None) -> str:
    """Run mutmut in the copy, and return what it says if that is not for the reader."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=COPY,
        env=environment,
        stdout=stdout,
        text=True,
        check=True,
    )
    return run.stdout


def copy() -> None:
    """Bring the copy up to date; what mutmut remembers stays as far as the tests let it."""
    before, now = tests(COPY), tests(ROOT)
    if not grown(before, now):
        shutil.rmtree(COPY, ignore_errors=True)
    elif before != now:
        forget_survivors()
    for name in ("book", "src", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name)
    shutil.copy(ROOT / "pyproject.toml", COPY)


def tests(root: Path) -> dict[str, list[str]]:
    """Return the lines of the unit tests in a folder."""
    paths = (root / "tests" / "unit").glob("*.py")
    return {path.name: path.read_text("utf-8").splitlines() for path in paths}


def grown(before: dict[str, list[str]], now: dict[str, list[str]]) -> bool:
    """Tell whether lines were added only: such tests still notice what they noticed."""
    changes = (change for name in before for change in ndiff(before[name], now.get(name, [])))
    return not any(change.startswith("-") for change in changes)


def forget_survivors() -> None:
    """Let mutmut test again what no test has noticed so far."""
    for path in COPY.glob(METAS):
        meta = json.loads(path.read_text("utf-8"))
        codes = meta["exit_code_by_key"]
        for mutant, code in codes.items():
            if status_by_exit_code[code] not in NOTICED:
                codes[mutant] = None
        path.write_text(json.dumps(meta), "utf-8")


def outcomes() -> dict[str, str]:
    """Return what became of every mutant, in mutmut's words."""
    codes = {}
    for path in sorted(COPY.glob(METAS)):
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
