"""`make` leaves an environment that fits this checkout, and says why when it makes another."""

import shutil
import socket
import sys
from io import BytesIO

import pytest

from book._tools import environment

BOOK, TESTS = "requirements.txt", "tests/requirements.txt"
INDEX = ["--index-url", "https://example.org/whl", "--no-deps", "torch==2.13.0"]


class Checkout:
    """A checkout whose environment is a link to this Python, with a pip that notes its orders."""

    def __init__(self, root, monkeypatch):
        self.monkeypatch = monkeypatch
        self.reasons, self.orders = [], []
        (root / "tests").mkdir(parents=True)
        (root / BOOK).write_text("torch==2.13.0\n")
        (root / TESTS).write_text("pytest==9.2.0\n")
        self.be_in(root)
        monkeypatch.setattr(environment, "make", self.make)
        monkeypatch.setattr(environment, "pip", lambda *order: self.orders.append(list(order)))
        monkeypatch.setattr(environment, "CPU_INDEX", "")
        for name in ("PYTHON", "TORCH_INDEX"):
            monkeypatch.delenv(name, raising=False)

    def be_in(self, root):
        self.root, self.python = root, root / ".venv" / "bin" / "python"
        paths = {"ROOT": root, "VENV": root / ".venv", "PYTHON": self.python}
        for name, path in (paths | {"RECORD": root / ".venv" / "installed.json"}).items():
            self.monkeypatch.setattr(environment, name, path)

    def make(self, reason):
        self.reasons.append(reason)
        shutil.rmtree(self.root / ".venv", ignore_errors=True)
        self.python.parent.mkdir(parents=True)
        self.python.symlink_to(sys.executable)

    def install(self, *files):
        """Return why the environment was made, if it was, and what pip had to do."""
        self.reasons.clear()
        self.orders.clear()
        environment.main(*files)
        return [*self.reasons, *(file for order in self.orders for file in order[1::2])]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    return Checkout(tmp_path / "checkout", monkeypatch)


def test_what_is_installed_is_not_installed_again(checkout):
    assert checkout.install(BOOK) == ["there is none yet", BOOK]
    assert checkout.install(BOOK) == []
    assert checkout.install(BOOK, TESTS) == [BOOK, TESTS]
    assert checkout.install(BOOK, TESTS) == []
    assert checkout.install(BOOK) == []


def test_a_checkout_that_was_moved_or_copied_keeps_its_environment(checkout, tmp_path):
    checkout.install(BOOK)
    shutil.copytree(checkout.root, tmp_path / "copy", symlinks=True)
    checkout.be_in(tmp_path / "copy")
    assert checkout.install(BOOK) == []
    (tmp_path / "copy").rename(tmp_path / "moved")
    checkout.be_in(tmp_path / "moved")
    assert checkout.install(BOOK) == []


@pytest.mark.parametrize("file", [BOOK, TESTS])
def test_pins_that_have_changed_are_installed_anew(checkout, file):
    checkout.install(BOOK, TESTS)
    (checkout.root / file).write_text("torch==2.14.0\n" if file == BOOK else "pytest==9.3.0\n")
    assert checkout.install(BOOK, TESTS) == [f"{file} has changed", BOOK, TESTS]


@pytest.mark.parametrize("before", [[], [BOOK]])
def test_an_installation_that_was_broken_off_begins_anew(checkout, before, monkeypatch):
    if before:
        checkout.install(*before)

    def break_off(*order):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(environment, "pip", break_off)
        with pytest.raises(KeyboardInterrupt):
            checkout.install(BOOK, TESTS)
    assert checkout.install(BOOK) == ["the one there was not finished", BOOK]


def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    checkout.install(BOOK)
    checkout.python.unlink()
    checkout.python.symlink_to("/nowhere/python3.11")
    (reason, file) = checkout.install(BOOK)
    assert reason.endswith(f"made for Python {environment.THIS}, which it has no longer")
    assert file == BOOK


def test_an_environment_whose_python_has_become_another_is_made_anew(checkout):
    checkout.install(BOOK)
    checkout.python.unlink()
    checkout.python.write_text("#!/bin/sh\necho 3.99\n")
    checkout.python.chmod(0o755)
    assert "which it has no longer" in checkout.install(BOOK)[0]


def test_another_python_or_index_is_taken_where_one_is_asked_for(checkout, monkeypatch):
    checkout.install(BOOK)
    monkeypatch.setattr(environment, "THIS", "3.99")
    assert checkout.install(BOOK) == [], "what python3 is now does not matter"
    monkeypatch.setenv("PYTHON", "python3.99")
    assert checkout.install(BOOK)[0].startswith("the one there was made for Python")
    monkeypatch.delenv("PYTHON")
    monkeypatch.setattr(environment, "urlopen", lambda address, timeout: BytesIO())
    monkeypatch.setenv("TORCH_INDEX", INDEX[1])
    assert checkout.install(BOOK)[0] == "the one there has torch from PyPI"
    assert checkout.orders == [INDEX, ["--requirement", BOOK]]
    assert checkout.install(BOOK) == []
    monkeypatch.delenv("TORCH_INDEX")
    assert checkout.install(BOOK) == []


@pytest.fixture
def silent(checkout, monkeypatch):
    """Let the index of CPU builds be a host that takes connections and says nothing."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(environment, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        index = f"http://127.0.0.1:{server.getsockname()[1]}/whl"
        monkeypatch.setattr(environment, "CPU_INDEX", index)
        yield index


def test_linux_takes_torch_alone_from_the_index_of_cpu_builds(silent, checkout, monkeypatch):
    monkeypatch.setattr(environment, "urlopen", lambda address, timeout: BytesIO())
    checkout.install(BOOK)
    order = ["--index-url", silent, "--no-deps", "torch==2.13.0"]
    assert checkout.orders == [order, ["--requirement", BOOK]]


def test_an_index_that_does_not_answer_is_done_without(silent, checkout, capsys):
    assert checkout.install(BOOK) == ["there is none yet", BOOK]
    assert f"{silent} cannot be reached (timed out)" in capsys.readouterr().out


@pytest.mark.parametrize("index", ["cuda", "http://127.0.0.1:1/whl"])
def test_an_index_that_was_asked_for_is_not_done_without(checkout, index, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX", index)
    with pytest.raises(SystemExit, match=f"TORCH_INDEX: {index} cannot be reached"):
        checkout.install(BOOK)
    assert checkout.orders == []


@pytest.mark.parametrize(
    ("system", "machine", "python", "words"),
    [
        ("Linux", "x86_64", (3, 11), None),
        ("Linux", "aarch64", (3, 14), None),
        ("Darwin", "arm64", (3, 13), None),
        ("Darwin", "x86_64", (3, 12), "Macs with an Intel processor"),
        ("Windows", "AMD64", (3, 12), "WSL"),
        ("Linux", "riscv64", (3, 12), "x86-64 or ARM64"),
        ("Linux", "x86_64", (3, 10), "PYTHON=python3"),
        ("Linux", "x86_64", (3, 15), "Python 3.11 to 3.14"),
    ],
)
def test_where_the_packages_cannot_be_had_a_line_says_what_to_do(
    system, machine, python, words, monkeypatch
):
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr("sys.version_info", (*python, 0, "final", 0))
    said = environment.unsuitable()
    assert words in said if words else said == "", said
    assert "\n" not in said


def test_nothing_is_removed_where_the_book_cannot_be_built(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr("platform.system", lambda: "Windows")
    with pytest.raises(SystemExit, match="WSL"):
        environment.make("a test")
    assert tmp_path.exists()
