"""Start KaTeX patiently, mend what it writes, and warn of formulas that it cannot read.

Left to itself it draws them in red, an unknown command too, and says nothing to Sphinx.
"""

import atexit
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
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


def stop(app: Sphinx, error: Exception | None) -> None:
    """Stop the server with the build: a forked process does nothing more when it exits."""
    if katex.KaTeXServer.katex_server:
        katex.KaTeXServer.katex_server.terminate()
        katex.KaTeXServer.katex_server = None
        atexit.unregister(katex.KaTeXServer.terminate)


def checked(
    render: Callable[[HTML5Translator, nodes.Element], None],
) -> Callable[[HTML5Translator, nodes.Element], None]:
    """Return a renderer that warns of a formula that `render` cannot read."""

    def visit(translator: HTML5Translator, node: nodes.Element) -> None:
        try:
            render(translator, node)
        except katex.KaTeXError as error:
            # It marks the place by underlining every letter of it.
            told = re.sub("[\u0332\u0331]", "", str(error))
            place = node if node.source else node.parent
            logger.warning("formula: %s: %s", node.astext(), told, location=place)
            raise nodes.SkipNode from None

    return visit


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    r"""Take the sign of a function from an index as in `\lambda_{\max}`, which applies to nothing.

    MathML allows an index but one element; with two, it is no formula for those who hear it.
    """
    context["body"] = context.get("body", "").replace("<mo>\u2061</mo></msub>", "</msub>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at every formula."""
    katex.KaTeXServer.start_server_process = start
    # Seconds. Its own five are too few on a machine that is busy.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    # What LaTeX would not take either, and letters that the formulas' fonts lack, are errors.
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, strict="error")
    app.add_html_math_renderer(
        "checked_katex",
        (checked(katex.html_visit_math), None),
        (checked(katex.html_visit_displaymath), None),
    )
    app.connect("html-page-context", mend)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
