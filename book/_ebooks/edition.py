"""Which state of the book an ebook holds, and whose it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from book._tools.repository import find_repository, find_site, git
from book._tools.sources import CONFIG, ROOT, Language, read_yaml, say

# Where no history tells: the oldest date that a zip can hold.
UNKNOWN = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Edition:
    """The state of the book that is in a commit."""

    # Of the commit, in UTC; all dates in an ebook are this one, so that a commit gives the same
    # bytes again.
    time: datetime
    commit: str  # the beginning of its hash, "+" where files differ; empty without a history
    author: str  # as `_config.yml` names it; empty if it names none
    address: str  # where the book is published, with a slash at the end; empty if not known

    def said(self) -> str:
        """Return what stands on the book: a date and a commit."""
        return f"{self.time:%Y-%m-%d} ({self.commit})" if self.commit else ""

    def authors(self, language: Language) -> str:
        """Return who wrote the book."""
        return self.author or say(language, "The contributors")


def find_edition(root: Path = ROOT) -> Edition:
    """Return the edition of the book in `root`; a plus marks one with changes in no commit."""
    seconds = git(root, "log", "-1", "--format=%ct")
    commit = git(root, "describe", "--always", "--exclude=*", "--abbrev=9", "--dirty=+")
    time = datetime.fromtimestamp(int(seconds), UTC) if seconds else UNKNOWN
    author = str(read_yaml(CONFIG).get("author") or "")
    return Edition(time, commit, author, find_site(find_repository(root)))
