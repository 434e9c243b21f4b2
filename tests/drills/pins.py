"""Pins that have expired, an environment that does not fit, workflows that may do too much."""

from tests.drills.drill import Append, Drill, Fault, First

CHECK, PUBLISH = (f".github/workflows/{name}.yml" for name in ("check", "publish"))


def pin(name: str, fault: Fault, *words: str) -> Drill:
    return Drill(name, (fault,), words, ("tests/book/test_pins.py",))


def environment(name: str, fault: Fault, test: str) -> Drill:
    return Drill(name, (fault,), (test,), (f"tests/book/test_environment.py::{test}",))


def workflow(name: str, fault: Fault, test: str, *words: str) -> Drill:
    return Drill(name, (fault,), words, (f"tests/book/test_workflows.py::{test}",))


DRILLS = [
    pin(
        "a pin that a pin needs is gone",
        First("requirements.txt", r"^MarkupSafe==.*\n", ""),
        "requirements.txt: pin markupsafe",
    ),
    pin(
        "a pin has expired: it is not what is installed",
        First("requirements.txt", r"^kiwisolver==.*", "kiwisolver==0.0.1"),
        "kiwisolver==0.0.1",
        "not what is installed",
    ),
    pin(
        "the build imports what only tests declare",
        Append("book/_tools/serve.py", "\nimport pytest\n"),
        "book imports pytest",
    ),
    environment(
        "half an installation is taken for a whole one",
        First("Makefile", r"^\t@touch \$@\n", ""),
        "test_what_is_installed_is_not_installed_again",
    ),
    environment(
        "without PyTorch's own index nothing is installed",
        First("Makefile", r"--no-deps \$\(1\) \|\|", "--no-deps $(1) &&"),
        "test_an_index_that_does_not_answer_is_done_without",
    ),
    environment(
        "torch brings CUDA to Linux",
        First("Makefile", r"^\t@\$\(call torch,\$\$.*\n", ""),
        "test_torch_comes_alone_from_the_index_of_cpu_builds",
    ),
    workflow(
        "an action is pinned by a tag",
        First(CHECK, r"actions/checkout@[0-9a-f]{40} # v", "actions/checkout@v"),
        "test_zizmor_finds_nothing",
        "check.yml",
        "unpinned-uses",
    ),
    workflow(
        "a workflow asks for what is not there",
        First(CHECK, r"matrix\.python", "matrix.lion"),
        "test_actionlint_finds_nothing",
        "check.yml",
        "lion",
    ),
    workflow(
        "the site is published unchecked",
        First(PUBLISH, r"    needs: check\n", ""),
        "test_nothing_is_published_unchecked_and_nothing_else_may_write",
        "publish/notebooks",
    ),
]
