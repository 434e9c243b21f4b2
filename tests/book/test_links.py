"""Of links to the outside, those that lead nowhere are named with their line: `make links`."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.book.copies import Copy


@pytest.fixture
def outside(tmp_path):
    """Serve an empty folder: its listing is there, and nothing else."""
    (tmp_path / "outside").mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path / "outside")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_link_that_leads_nowhere_is_named(outside, tmp_path):
    copy = Copy.of_small_book(tmp_path / "copy")
    page = copy.page("en", "01-chapter")
    text = f"{page.read_text('utf-8')}\n[There]({outside}) and\n[nowhere]({outside}lion).\n"
    page.write_text(text, "utf-8")
    options = ("-q", "-b", "linkcheck", "-d", "_build/links/doctrees", "-c", "book")
    checked = copy.run("-m", "sphinx", *options, "book/en", "_build/links/pages")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    broken = [each for each in checked.stderr.splitlines() if "broken link" in each]
    assert len(broken) == 1, checked.stderr
    line = text[: text.index("[There]")].count("\n") + 1
    assert f"book/en/01-chapter.md:{line}: " in broken[0]
    assert f"{outside}lion" in broken[0]
