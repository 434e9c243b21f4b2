"""Pins that have expired, an environment that does not fit, workflows that may do too much."""

from tests.drills.drill import Append, Drill, Fault, First, Replace

ENVIRONMENT = "book/_tools/environment.py"
CHECK, WEEKLY, PUBLISH = (f".github/workflows/{n}.yml" for n in ("check", "weekly", "publish"))


def pin(name: str, fault: Fault, *words: str) -> Drill:
    return Drill(name, (fault,), words, ("tests/book/test_pins.py",))


def environment(name: str, old: str, new: str, test: str) -> Drill:
    return Drill(
        name,
        (Replace(ENVIRONMENT, old, new),),
        (test,),
        (f"tests/book/test_environment.py::{test}",),
    )


def workflow(name: str, fault: Fault, test: str, *words: str) -> Drill:
    return Drill(name, (fault,), words, (f"tests/book/test_workflows.py::{test}",))


DRILLS = [
    pin("a pin is gone", First("requirements.txt", r"^numpy==.*\n", ""), "not pin numpy"),
    pin(
        "a pin that a pin needs is gone",
        First("requirements.txt", r"^MarkupSafe==.*\n", ""),
        "requirements.txt does not pin markupsafe",
    ),
    pin(
        "what the book needs is pinned for tests only",
        Append("tests/requirements.txt", "pillow==13.0.0\n"),
        "pillow",
    ),
    pin(
        "a pin is in vain",
        First("tests/requirements.txt", r"^pytest==", "ptyprocess2==1.0\npytest=="),
        "ptyprocess2",
        "nothing there asks for",
    ),
    pin(
        "a pin has expired: it is not what is installed",
        First("requirements.txt", r"^kiwisolver==.*", "kiwisolver==0.0.1"),
        "kiwisolver: 0.0.1",
        "not what is installed",
    ),
    pin(
        "a range has outgrown its pin",
        First("pyproject.toml", r'"myst-nb>=[\d.]+"', '"myst-nb>=99"'),
        "myst-nb>=99",
    ),
    pin(
        "a package is asked for and not pinned",
        First("pyproject.toml", r'"torch>=', '"lion-taming>=1", "torch>='),
        "lion-taming",
    ),
    pin(
        "a pin leaves the version open",
        First("requirements.txt", r"^pillow==", "pillow>="),
        "pillow>=",
    ),
    pin(
        "a package is pinned twice",
        First("requirements.txt", r"^(pillow==)(.*)\n", r"\1\2\n\g<1>1.0\n"),
        "pillow",
    ),
    pin(
        "the build imports what only tests declare",
        Append("book/_tools/serve.py", "\nimport pytest\n"),
        "book imports pytest",
    ),
    pin(
        "an extension is nobody's to install",
        First("pyproject.toml", r' *"sphinx-design>=.*\n', ""),
        "book imports sphinx_design",
    ),
    environment(
        "half an installation is taken for a whole one",
        "    RECORD.unlink(missing_ok=True)\n",
        "",
        "test_an_installation_that_was_broken_off_begins_anew[before1]",
    ),
    environment(
        "packages of another Python are kept",
        '    if python_version() != held["python"]:\n',
        "    if not python_version():\n",
        "test_an_environment_whose_python_has_become_another_is_made_anew",
    ),
    environment(
        "pins that have changed are not installed",
        'held["pins"].get(file, text) != text',
        'file not in held["pins"]',
        "test_pins_that_have_changed_are_installed_anew[requirements.txt]",
    ),
    environment(
        "without PyTorch's own index nothing is installed",
        "        if asked:\n",
        "        if index:\n",
        "test_an_index_that_does_not_answer_is_done_without",
    ),
    environment(
        "torch brings CUDA to Linux",
        'CPU_INDEX if platform.system() == "Linux" else ""',
        '""',
        "test_linux_takes_torch_alone_from_the_index_of_cpu_builds",
    ),
    workflow(
        "an action is pinned by a tag",
        First(CHECK, r"actions/checkout@[0-9a-f]{40} # v", "actions/checkout@v"),
        "test_zizmor_finds_nothing",
        "check.yml",
        "unpinned-uses",
    ),
    workflow(
        "a job runs what anybody writes into a title",
        First(WEEKLY, r"run: make audit", "run: make audit ${{ github.event.issue.title }}"),
        "test_zizmor_finds_nothing",
        "weekly.yml",
        "template-injection",
    ),
    workflow(
        "a workflow asks for what is not there",
        First(CHECK, r"matrix\.python", "matrix.lion"),
        "test_actionlint_finds_nothing",
        "check.yml",
        "lion",
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
        "test_zizmor_finds_nothing",
        "check.yml",
        "excessive-permissions",
    ),
    workflow(
        "a job keeps its credentials",
        First(CHECK, r" +with:\n +persist-credentials: false\n", ""),
        "test_zizmor_finds_nothing",
        "check.yml",
        "artipacked",
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
