"""Builds that are broken off, or run where nobody would like to: the site stays right.

`make drill` breaks builds off at chosen places and damages what they left.
"""

import os
import resource
import signal
import sys
import time
from pathlib import Path

import pytest

from book._tools import build
from tests.book.copies import Copy, digests

# What a build finds elsewhere: another clock, and a system that speaks no language.
ELSEWHERE = {"TZ": "America/St_Johns", "LC_ALL": "C"}
EDIT = ("line = simulate(n=5)", "line = simulate(n=6)")
# A module that Python imports when it starts: only this machine can be reached.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost", "127.0.0.1"):
        raise OSError(f"no network: {arguments[0]}")
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if arguments[1][0] not in ("127.0.0.1", "::1"):
            raise OSError(f"no network: {arguments[1]}")

sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def edited(built, tmp_path_factory):
    """The small book with another picture in it, built as a whole."""
    copy = built.again(tmp_path_factory.mktemp("edited") / "copy")
    copy.edit(*EDIT)
    copy.passes()
    return copy


def test_the_site_depends_on_no_folder_clock_language_home_network_or_other_build(built, tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    (tmp_path / "sitecustomize.py").write_text(OFFLINE)
    around = {"elsewhere": ELSEWHERE, "offline": {"PYTHONPATH": str(tmp_path)}}
    # In folders with spaces and Hangul. Both at once, and in one home: they must not meet there.
    copies = {name: Copy.of_small_book(tmp_path / "책 한 권" / name) for name in around}
    builds = {
        name: copy.start("-m", "book", HOME=str(home), **around[name])
        for name, copy in copies.items()
    }
    for name, process in builds.items():
        said = process.communicate()
        assert process.returncode == 0, (name, said)
        assert digests(copies[name].site) == digests(built.site), name
    # The superuser may write to it all the same.
    assert not list(home.iterdir()), "a build has written to the reader's home"


def test_two_builds_in_one_folder_take_turns(copy, built):
    copy.edit("The slope is", "Hence the slope is")
    first, second = copy.start("-m", "book"), copy.start("-m", "book")
    said = [first.communicate(), second.communicate()]
    assert first.returncode == second.returncode == 0, said
    assert "Another build works in this folder" in said[0][0] + said[1][0]
    assert "Hence the slope is" in copy.pages()["en/01-chapter.html"]


@pytest.mark.parametrize("seconds", [2, 4])
def test_interrupted_build_leaves_a_whole_site_and_the_next_is_right(built, edited, copy, seconds):
    copy.edit(*EDIT)
    process = copy.start("-m", "book")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate()
    # On a quick machine the build may have ended, but nothing in between may be seen.
    assert process.returncode in (-signal.SIGINT, 0)
    assert digests(copy.site) in (digests(built.site), digests(edited.site))
    copy.edit(*reversed(EDIT))
    copy.passes()
    assert digests(copy.site) == digests(built.site)


def test_disk_that_is_full(built, copy):
    def no_large_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    copy.edit(*EDIT)
    process = copy.start("-m", "book", preexec_fn=no_large_files)
    _, complaint = process.communicate()
    assert process.returncode == 1, complaint
    assert "File too large" in complaint
    assert "The book was not built" in complaint
    assert "Traceback" not in complaint
    assert digests(copy.site) == digests(built.site)
    copy.passes()


def test_first_build_of_a_new_environment_finds_a_place_for_what_tools_keep(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    build.set_environment()
    # IPython makes its own folder, and warns if the one around it is not there.
    assert Path(os.environ["IPYTHONDIR"]).parent.is_dir()
