"""Where the book is published from: CI's own variables, else the git remote, else nowhere."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from .sources import ROOT, BookError

# What Binder and Colab open; `make deploy` writes it.
BRANCH = "notebooks"
# A change of these is a change of `linefit`.
PACKAGE = ["src", "pyproject.toml"]


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub."""

    slug: str  # "owner/name"
    branch: str  # that the book is built from; empty if it is built from none
    revision: str  # the commit that last changed `linefit`

    @property
    def address(self) -> str:
        """Return the address of the repository, without a slash at the end."""
        return f"https://github.com/{self.slug}"

    @property
    def pages(self) -> str:
        """Return the address that GitHub Pages gives it, with a slash at the end."""
        owner, name = self.slug.split("/")
        host = f"{owner.lower()}.github.io"
        return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"

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
        raise BookError(f"SITE_URL: expected an address as https://example.org/, got {address!r}")
    return address.rstrip("/") + "/"


def find_repository(root: Path = ROOT) -> Repository | None:
    """Return the repository that the book in `root` is published from, or None without one."""
    slug = os.environ.get("GITHUB_REPOSITORY") or slug_of(git(root, "remote", "get-url", "origin"))
    revision = git(root, "log", "-1", "--format=%H", "--", *PACKAGE) or os.environ.get("GITHUB_SHA")
    if not slug or not revision:
        return None
    return Repository(slug, find_branch(root), revision)


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


def last_changes(folder: Path, root: Path = ROOT) -> dict[str, str]:
    """Return the day of the last change of every file below `folder`; none without a history."""
    if git(root, "rev-parse", "--is-shallow-repository") != "false":
        return {}
    within = folder.relative_to(root).as_posix()
    log = git(
        root,
        *("-c", "core.quotePath=false", "log", "--format=%x00%cs"),
        *("--name-only", f"--relative={within}", "--", within),
    )
    days: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        day, *files = filter(None, commit.split("\n"))
        for name in files:
            days.setdefault(name, day)
    return days


def git(root: Path, *arguments: str) -> str:
    """Return what git says of the repository in `root`; an empty string where there is none.

    Raises BookError where git keeps away from a folder that is somebody else's.
    """
    # A copy of the book without a history of its own may lie in a repository of something else.
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    command = ["git", "-C", str(root), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if "safe.directory" in run.stderr:
        raise BookError(run.stderr.strip())
    return run.stdout.strip() if run.returncode == 0 else ""
