"""Where the book is published from: CI's own variables, else the git remote, else nowhere."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from .sources import ROOT, SourceError

# A change of these is a change of `linefit`.
PACKAGE = ["src", "pyproject.toml"]


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub.

    Attributes
    ----------
    owner, name : str
        As in ``github.com/owner/name``.
    branch : str
        The branch that the book is built from; empty if it is built from none.
    revision : str
        The commit that last changed `linefit`.
    """

    owner: str
    name: str
    branch: str
    revision: str

    @property
    def address(self) -> str:
        """Return the address of the repository, without a slash at the end."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def pages(self) -> str:
        """Return the address that GitHub Pages gives it, with a slash at the end."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"

    def editor(self, path: str) -> str:
        """Return where GitHub edits a file or, with a slash at its end, those in a folder."""
        return f"{self.address}/edit/{quote(self.branch)}/{path}" if self.branch else ""


def find_site(repository: Repository | None) -> str:
    """Return the address of the published book, with a slash at the end; empty if it has none.

    The variable `SITE_URL` names it where it is not GitHub's own: a domain of one's own.
    """
    address = os.environ.get("SITE_URL", "").strip()
    if not address:
        return repository.pages if repository else ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SourceError(f"SITE_URL: expected an address as https://example.org/, got {address!r}")
    return address.rstrip("/") + "/"


def find_repository(root: Path = ROOT) -> Repository | None:
    """Return the repository that the book in `root` is published from, or None without one."""
    slug = os.environ.get("GITHUB_REPOSITORY") or slug_of(git(root, "remote", "get-url", "origin"))
    revision = git(root, "log", "-1", "--format=%H", "--", *PACKAGE) or os.environ.get("GITHUB_SHA")
    if not slug or not revision:
        return None
    owner, name = slug.split("/")
    return Repository(owner, name, find_branch(root), revision)


def find_branch(root: Path) -> str:
    """Return the branch that the book is built from: in a pull request, the one that it goes into.

    A commit checked out by itself, or a tag, is on none; readers edit the one that people clone.
    """
    tag = os.environ.get("GITHUB_REF_TYPE") == "tag"
    return (
        os.environ.get("GITHUB_BASE_REF")
        or ("" if tag else os.environ.get("GITHUB_REF_NAME"))
        or git(root, "branch", "--show-current")
        or git(root, "rev-parse", "--abbrev-ref", "origin/HEAD").removeprefix("origin/")
    )


def slug_of(remote: str) -> str:
    """Return "owner/name" of a remote on GitHub, in any of its spellings, or an empty string."""
    pattern = r"(?:^|@|//)(?:www\.)?github\.com(?::\d+/|[:/]+)([\w.-]+/[\w.-]+?)(?:\.git)?/*$"
    match = re.search(pattern, remote, re.I)
    return match[1] if match else ""


def last_changes(folder: Path) -> dict[str, str]:
    """Return the day of the last change of every file below `folder`; none without git."""
    # Of a commit without its parents, where a shallow clone ends, nobody knows what it changed.
    shallow = git(folder, "rev-parse", "--git-path", "shallow")
    ends = Path(folder, shallow)
    unknown = set(ends.read_text().split()) if shallow and ends.is_file() else set()
    log = git(
        folder,
        *("-c", "core.quotePath=false", "log", "--format=%x00%H %cs"),
        *("--name-only", "--relative", "--", "."),
    )
    days: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        head, *files = commit.split("\n")
        revision, day = head.split()
        for name in filter(None, files):
            days.setdefault(name, "" if revision in unknown else day)
    return {name: day for name, day in days.items() if day}


def git(folder: Path, *arguments: str) -> str:
    """Return what git says in `folder`, or an empty string where it has nothing to say.

    A copy of the book without a history of its own may lie in a repository of something else.
    """

    def ask(*words: str) -> str | None:
        try:
            run = subprocess.run(
                ["git", *words], cwd=folder, capture_output=True, text=True, encoding="utf-8"
            )
        except OSError:
            return None
        return run.stdout.strip() if run.returncode == 0 else None

    home = next(
        (each for each in (folder, *folder.parents) if (each / "_toc.yml").exists()), folder
    )
    top = ask("rev-parse", "--show-toplevel")
    return (ask(*arguments) or "") if top and home.samefile(top) else ""
