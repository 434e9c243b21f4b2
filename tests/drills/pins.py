"""Pins that have expired, and workflows that may do too much or too little."""

from tests.drills.drill import Drill, First

PINS = ("tests/book/test_pins.py",)
CHECK, WEEKLY, PUBLISH = (f".github/workflows/{n}.yml" for n in ("check", "weekly", "publish"))


def workflow(name: str, fault, test: str, *words: str) -> Drill:
    return Drill(name, (fault,), words, (f"tests/book/test_workflows.py::{test}",))


DRILLS = [
    Drill("a pin is gone", (First("requirements.txt", r"^numpy==.*\n", ""),), ("numpy",), PINS),
    Drill(
        "a pin that a pin needs is gone",
        (First("requirements.txt", r"^MarkupSafe==.*\n", ""),),
        ("markupsafe", "jinja2"),
        PINS,
    ),
    Drill(
        "a pin is out of its range",
        (First("requirements.txt", r"^Sphinx==.*", "Sphinx==8.2.3"),),
        ("sphinx==8.2.3", "<8"),
        PINS,
    ),
    Drill(
        "a pin has expired: it is not what is installed",
        (First("requirements.txt", r"^kiwisolver==.*", "kiwisolver==0.0.1"),),
        ("kiwisolver: 0.0.1", "not what is installed"),
        PINS,
    ),
    Drill(
        "a range has outgrown its pin",
        (First("pyproject.toml", r'"myst-nb>=[\d.]+"', '"myst-nb>=99"'),),
        ("myst-nb", ">=99"),
        PINS,
    ),
    Drill(
        "a package is asked for and not pinned",
        (First("pyproject.toml", r'"torch>=', '"lion-taming>=1", "torch>='),),
        ("lion-taming",),
        PINS,
    ),
    Drill(
        "a pin leaves the version open",
        (First("requirements.txt", r"^pillow==", "pillow>="),),
        ("pillow>=",),
        PINS,
    ),
    Drill(
        "a package is pinned twice",
        (First("requirements.txt", r"^(pillow==)(.*)\n", r"\1\2\n\g<1>1.0\n"),),
        ("pillow",),
        PINS,
    ),
    workflow(
        "an action is pinned by a tag",
        First(CHECK, r"actions/checkout@[0-9a-f]{40} # v", "actions/checkout@v"),
        "test_actions_are_pinned_by_commit_and_say_which_version_that_is",
        "check.yml",
        "actions/checkout",
    ),
    workflow(
        "an action has two versions",
        First(WEEKLY, r"actions/checkout@[0-9a-f]{8}", "actions/checkout@00000000"),
        "test_actions_are_pinned_by_commit_and_say_which_version_that_is",
        "actions/checkout",
        "two versions",
    ),
    workflow(
        "a workflow runs what nobody can run at home",
        First(CHECK, r"run: make lint", "run: ruff check"),
        "test_workflows_run_nothing_but_make",
        "ruff check",
    ),
    workflow(
        "a workflow runs a target that is not there",
        First(CHECK, r"run: make lint", "run: make tidy"),
        "test_workflows_run_nothing_but_make",
        "tidy",
    ),
    workflow(
        "a pull request may write",
        First(CHECK, r"contents: read", "contents: write"),
        "test_permissions_are_none_or_reading_unless_a_job_asks_for_more",
        "check",
    ),
    workflow(
        "a job keeps its credentials",
        First(CHECK, r"persist-credentials: false", "persist-credentials: true"),
        "test_credentials_stay_only_where_they_are_used",
        "check/lint",
    ),
    workflow(
        "a job never ends",
        First(WEEKLY, r" +timeout-minutes: 60\n", ""),
        "test_every_job_ends",
        "weekly/newest",
    ),
    workflow(
        "a weekly job fails and nobody hears of it",
        First(WEEKLY, r"needs: \[newest, ", "needs: ["),
        "test_every_weekly_job_is_reported",
        "newest",
    ),
    workflow(
        "the site is published unchecked",
        First(PUBLISH, r"    needs: check\n", ""),
        "test_nothing_is_published_unchecked",
        "publish/notebooks",
    ),
    workflow(
        "the address of a repository is written down",
        First(CHECK, r"^name: Check", "name: Check https://github.com/reader/line"),
        "test_no_address_of_a_repository_is_written_down",
        "check.yml",
    ),
]
