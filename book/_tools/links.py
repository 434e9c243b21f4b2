"""Follow every link of the book that leads elsewhere, and name those that lead nowhere."""

import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from .build import SITE
from .repository import find_repository, find_site

LINK = re.compile(r'<a [^>]*href="(https?://[^"#]+)')
TRIES = 3
TIMEOUT = 30  # seconds
# Some publishers turn programs away, and say so with other codes: the page is there.
GONE = {404, 410}


def collect() -> dict[str, str]:
    """Return every address outside of the book, with one page that has it."""
    repository = find_repository()
    own = (find_site(repository), repository.address) if repository else ()
    found: dict[str, str] = {}
    for page in sorted(SITE.rglob("*.html")):
        # The launch buttons depend on the branch `notebooks`; tests compare them with it.
        text = re.sub(r'<nav class="launch".*?</nav>', "", page.read_text("utf-8"), flags=re.S)
        for address in map(unescape, LINK.findall(text)):
            if not address.startswith(own):
                found.setdefault(address, str(page.relative_to(SITE)))
    return found


def follow(address: str) -> str:
    """Return why `address` leads nowhere, or an empty string."""
    request = Request(address, headers={"User-Agent": "Mozilla/5.0"})
    for attempt in range(TRIES):
        time.sleep(5 * attempt)
        try:
            urlopen(request, timeout=TIMEOUT).close()
        except HTTPError as error:
            return f"{error.code} {error.reason}" if error.code in GONE else ""
        except (URLError, TimeoutError, ConnectionError) as error:
            problem = str(error)
        else:
            return ""
    return problem


def main() -> None:
    """Follow all links; fail if one leads nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # at once, not when the last link has answered
    if not SITE.exists():
        sys.exit(f"{SITE} is missing: run `make book` first")
    found = collect()
    with ThreadPoolExecutor(8) as pool:
        problems = dict(zip(found, pool.map(follow, found), strict=True))
    broken = [f"{found[a]}: {a}: {problem}" for a, problem in problems.items() if problem]
    print(f"{len(found)} external links, {len(broken)} of them broken")
    if broken:
        sys.exit("\n".join(broken))


if __name__ == "__main__":
    main()
