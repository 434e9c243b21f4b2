"""Where the book is published from: CI's own variables, else the git remote, else nowhere."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
        The branch that the book is built from.
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
    def site(self) -> str:
        """Return the address of the published book, with a slash at the end."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"


def find_repository(root: Path = ROOT) -> Repository | None:
    """Return the repository that the book in `root` is published from, or None without one."""
    slug = os.environ.get("GITHUB_REPOSITORY") or slug_of(git(root, "remote", "get-url", "origin"))
    revision = git(root, "log", "-1", "--format=%H", "--", *PACKAGE) or os.environ.get("GITHUB_SHA")
    if not slug or not revision:
        return None
    # In a pull request the branch that it goes into.
    branch = (
        os.environ.get("GITHUB_BASE_REF")
        or os.environ.get("GITHUB_REF_NAME")
        or git(root, "branch", "--show-current")
    )
    owner, name = slug.split("/")
    return Repository(owner, name, branch, revision)


def slug_of(remote: str) -> str:
    """Return "owner/name" of a remote on GitHub, in any of its spellings, or an empty string."""
    match = re.search(r"(?:^|@|//)github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$", remote)
    return match[1] if match else ""


def git(root: Path, *arguments: str) -> str:
    """Return what git says in `root`, or an empty string where it has nothing to say."""
    try:
        run = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
