"""Publish `_build/notebooks` as the branch `notebooks`: one commit, and only if it differs.

Binder builds its image anew for every commit, so a commit that changes nothing would cost every
reader minutes. The standard library is enough: CI pushes without installing the book.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "_build" / "notebooks"
BRANCH = "notebooks"


def git(*arguments: str, **environment: str) -> str:
    """Run git in the repository and return what it says, or end with what it complains of."""
    try:
        run = subprocess.run(
            ["git", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        sys.exit("The notebooks are not published: there is no git on the PATH")
    except subprocess.CalledProcessError as error:
        complaint = error.stderr.strip().partition("\n")[0]
        sys.exit(
            f"The notebooks are not published, for `git {arguments[0]}` says: {complaint}. "
            "It takes a clone whose remote `origin` you may push to."
        )
    return run.stdout.strip()


def write_tree(folder: Path) -> str:
    """Store `folder` in the repository and return the name of its tree."""
    with TemporaryDirectory() as temporary:
        index = str(Path(temporary, "index"))
        here = ("-C", str(folder), "--git-dir", git("rev-parse", "--absolute-git-dir"))
        git(*here, "--work-tree", ".", "add", "--all", "--force", ".", GIT_INDEX_FILE=index)
        return git("write-tree", GIT_INDEX_FILE=index)


def published_tree() -> str:
    """Return the name of the tree that the branch has now, or an empty string."""
    if not git("ls-remote", "origin", f"refs/heads/{BRANCH}"):
        return ""
    git("fetch", "--quiet", "--depth=1", "origin", BRANCH)
    return git("rev-parse", "FETCH_HEAD^{tree}")


def write_commit(tree: str) -> str:
    """Return a commit without a parent, by the author of the commit that the book is built from."""
    name, email, date = git("log", "-1", "--format=%an%n%ae%n%aI").splitlines()
    author = {"NAME": name, "EMAIL": email, "DATE": date}
    signature = {f"GIT_{who}_{k}": v for who in ("AUTHOR", "COMMITTER") for k, v in author.items()}
    return git("commit-tree", tree, "-m", "Notebooks of the book", **signature)


def main() -> None:
    """Push the branch if it differs from what is there."""
    if not NOTEBOOKS.exists():
        sys.exit(f"{NOTEBOOKS} is missing: run `make notebooks` first")
    tree = write_tree(NOTEBOOKS)
    if tree == published_tree():
        print(f"The branch {BRANCH} is up to date")
        return
    git("push", "--quiet", "--force", "origin", f"{write_commit(tree)}:refs/heads/{BRANCH}")
    print(f"The branch {BRANCH} is published")


if __name__ == "__main__":
    main()
