"""Change `linefit` in every small way that mutmut knows; its unit tests have to notice nearly all.

``python -m tests.tools.mutation`` takes some hours on two cores. It works in a copy and goes
on where it was broken off; what no test has noticed is shown at the end.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPY = ROOT / "_build" / "mutation"
# Percent. Some changes change nothing: a default that is given, `zip` of equal lengths without
# `strict`, a mark that Matplotlib rounds to the same pixels.
LEAST = 95


def mutmut(*arguments: str, stdout: int | None = None) -> str:
    """Run mutmut in the copy, and return what it says if that is not for the reader."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(
        command, cwd=COPY, env=environment, stdout=stdout, text=True, check=True
    ).stdout


def undecorate(path: Path) -> None:
    """Apply decorators of functions in lines below them: mutmut passes over decorated functions."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: node.lineno, reverse=True):
        decorated = function.name
        for decorator in reversed(function.decorator_list):
            decorated = f"{ast.unparse(decorator)}({decorated})"
        if function.decorator_list:
            indent = " " * function.col_offset
            lines.insert(function.end_lineno, f"{indent}{function.name} = {decorated}")
            del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    path.write_text("\n".join([*lines, ""]), "utf-8")


def main() -> None:
    """Test all changes, and fail if too many go unnoticed."""
    for name in ("book", "src", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(ROOT / name, COPY / name)
    shutil.copy(ROOT / "pyproject.toml", COPY)
    for path in COPY.glob("src/**/*.py"):
        undecorate(path)
    mutmut("run")
    for line in mutmut("results", stdout=subprocess.PIPE).splitlines():
        name, _, end = line.strip().partition(": ")
        if end != "timeout":
            mutmut("show", name)
    mutmut("export-cicd-stats")
    counts = json.loads((COPY / "mutants" / "mutmut-cicd-stats.json").read_text("utf-8"))
    noticed = counts["killed"] + counts["timeout"]
    score = 100 * noticed / counts["total"]
    print(f"{noticed} of {counts['total']} changes noticed, {score:.1f} %")
    if score < LEAST:
        sys.exit(f"{LEAST} % are wanted")


if __name__ == "__main__":
    main()
