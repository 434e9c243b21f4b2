"""Start KaTeX patiently, mend what it writes, and warn of formulas that it cannot read.

It draws them in red and says nothing to Sphinx.
"""

import re
import socket
import time
from html import unescape
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinxcontrib import katex

logger = logging.getLogger(__name__)


def start(rundir: Path, timeout: float) -> tuple[Popen[bytes], socket.socket]:
    """Start the KaTeX server and connect to it.

    The extension's own start connects once, as soon as the socket is there. On a busy machine
    that is an instant before anybody listens.
    """
    path = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    process = Popen(command, stdin=PIPE, stdout=PIPE, cwd=rundir)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
        else:
            return process, connection
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


def check(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Look through a page that is about to be written."""
    for error in re.findall(r'class="katex-error" title="([^"]*)"', context.get("body", "")):
        logger.warning("formula: %s", unescape(error), location=pagename)


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    r"""Take the sign of a function from an index as in `\lambda_{\max}`, which applies to nothing.

    MathML allows an index but one element; with two, it is no formula for those who hear it.
    """
    context["body"] = context.get("body", "").replace("<mo>\u2061</mo></msub>", "</msub>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at every page."""
    app.connect("html-page-context", mend)
    katex.KaTeXServer.start_server_process = start
    # Seconds. Its own five are too few on a machine that is busy.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    app.connect("html-page-context", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
