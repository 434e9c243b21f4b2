"""What a program says when it cannot do its work is a line."""

import os
import socket
import subprocess
import sys

import pytest

from tests.book.source_pages import ROOT


@pytest.mark.parametrize("port", ["taken", "eight", "70000"])
def test_a_port_that_cannot_be_had_is_named_before_anything_is_built(port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]) if port == "taken" else port
        result = subprocess.run(
            [sys.executable, "-m", "book._tools.serve"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PORT": port},
            capture_output=True,
            text=True,
        )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Port {port} cannot be had")
    assert result.stderr.endswith("as in `make serve PORT=8001`\n")
    assert result.stderr.count("\n") == 1
