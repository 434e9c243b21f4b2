"""`make` leaves an environment with what is pinned, and makes another only where it has to."""

import shutil
import subprocess

import pytest

from tests.book.source_pages import ROOT

BOOK, TESTS = "requirements.txt", "tests/requirements.txt"
TORCH = "--index-url https://download.pytorch.org/whl/cpu --no-deps torch==2.13.0"
# A Python that makes environments with itself, and notes what its pip is to install.
PYTHON = """#!/bin/sh
case "$*" in
    *"$REFUSED"*) exit 1;;
    "-m venv --clear .venv") rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
    *install*) echo "${*#*install }" >> installed;;
esac
"""


class Checkout:
    """A checkout with pins."""

    def __init__(self, root):
        self.root = root
        (root / "tests").mkdir()
        shutil.copy(ROOT / "Makefile", root)
        (root / BOOK).write_text("torch==2.13.0\n")
        (root / TESTS).write_text("pytest==9.2.0\n")
        self.python = root / "python"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)

    def make(self, target, refused="nothing"):
        """Return whether `make` came to its end, what pip had to install, and what was said."""
        (self.root / "installed").write_text("")
        run = subprocess.run(
            ["make", f"PYTHON={self.python}", target],
            cwd=self.root,
            env={"PATH": "/usr/bin:/bin", "REFUSED": refused},
            capture_output=True,
            text=True,
        )
        said = run.stdout + run.stderr
        return run.returncode == 0, (self.root / "installed").read_text().splitlines(), said

    def installs(self, target):
        done, installed, said = self.make(target)
        assert done, said
        return installed


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_torch_comes_alone_from_the_index_of_cpu_builds(checkout):
    assert checkout.installs("packages") == [TORCH, f"--requirement {BOOK}"]


def test_what_is_installed_is_not_installed_again(checkout):
    checkout.installs("packages")
    assert checkout.installs("packages") == []
    assert checkout.installs("tools") == [f"--requirement {TESTS}"]
    assert checkout.installs("tools") == checkout.installs("packages") == []


def test_pins_that_have_changed_are_installed_in_a_new_environment(checkout):
    checkout.installs("tools")
    (checkout.root / ".venv" / "left").write_text("")
    (checkout.root / BOOK).write_text("torch==2.14.0\n")
    installed = checkout.installs("tools")
    assert installed[0].endswith("torch==2.14.0")
    assert installed[1:] == [f"--requirement {BOOK}", f"--requirement {TESTS}"]
    assert not (checkout.root / ".venv" / "left").exists()


def test_an_installation_that_was_broken_off_begins_anew(checkout):
    done, installed, _ = checkout.make("packages", refused=f"--requirement {BOOK}")
    assert (done, installed) == (False, [TORCH])
    assert checkout.installs("packages") == [TORCH, f"--requirement {BOOK}"]


def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    checkout.installs("packages")
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert checkout.installs("packages") == [TORCH, f"--requirement {BOOK}"]


def test_an_index_that_does_not_answer_is_done_without(checkout):
    done, installed, said = checkout.make("packages", refused="--index-url")
    assert (done, installed) == (True, [f"--requirement {BOOK}"])
    assert "Without https://download.pytorch.org/whl/cpu torch may come with 3 GB of CUDA" in said


def test_where_python_will_not_do_nothing_is_removed(checkout):
    (checkout.root / ".venv").mkdir()
    done, installed, _ = checkout.make("packages", refused="The book needs Python 3.11 to 3.14")
    assert (done, installed) == (False, [])
    assert (checkout.root / ".venv").exists()
