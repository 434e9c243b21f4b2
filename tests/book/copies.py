"""Copies of the repository, to break things in; some with a book of three pages."""

import base64
import bz2
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from book._tools import npm
from tests.book.source_pages import LANGUAGES, ROOT

# What is built, installed or kept by tools: a copy does without.
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "__pycache__", "*.egg-info", "*.mo", ".*_cache", ".hypothesis"
)
HEADER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CHAPTER = """# A chapter

The slope is {glue:text}`slope:.1f`. See {numref}`fig-line`, {doc}`references` and
{cite:p}`cauchy1847`.

```{code-cell}
import matplotlib.pyplot as plt
from linefit import simulate

line = simulate(n=5)
plt.plot(line.x, line.y);
```

```{caption}
:name: fig-line
:alt: A line.

A line.
```

```{code-cell}
:tags: [remove-cell]

from myst_nb import glue

glue("slope", line.weights[1].item(), display=False)
```
"""
PAGES = {
    "index": "# Start\n\nA book of three pages, to break things in.\n",
    "01-chapter": HEADER + CHAPTER,
    "references": "# References\n\nOf all that is cited.\n\n```{bibliography}\n```\n",
}
TOC = """format: jb-book
root: index
parts:
  - numbered: true
    chapters:
      - file: 01-chapter
  - chapters:
      - file: references
"""


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, as somebody, and return what it prints."""
    command = ["git", "-c", "user.name=test", "-c", "user.email=test", *arguments]
    run = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder: when they differ, names are what tells."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Copy:
    """A copy of the repository."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of_sources(cls, root: Path) -> "Copy":
        """Copy the repository as it is edited here, without what was built."""
        shutil.copytree(ROOT, root, ignore=LEFT_OUT, dirs_exist_ok=True)
        return cls(root)

    @classmethod
    def of_small_book(cls, root: Path) -> "Copy":
        """Copy the repository with a book of three pages in place of its own."""
        copy = cls.of_sources(root)
        for language in LANGUAGES:
            for page in (root / "book" / language).glob("[!_]*.md"):
                page.unlink()
            for name, text in PAGES.items():
                copy.page(language, name).write_text(text, "utf-8")
        (root / "_toc.yml").write_text(TOC)
        return copy

    def again(self, root: Path) -> "Copy":
        """Copy this copy, what it has built included."""
        shutil.copytree(self.root, root, symlinks=True, dirs_exist_ok=True)
        return Copy(root)

    def share_tools(self) -> None:
        """Lend the copy what was fetched from npm already."""
        npm.TOOLS.mkdir(parents=True, exist_ok=True)
        (self.root / "_build").mkdir(exist_ok=True)
        (self.root / "_build" / "tools").symlink_to(npm.TOOLS)

    def publish(self) -> None:
        """Make the copy a repository on GitHub, somebody's fork."""
        git(self.root, "init", "--initial-branch=trunk")
        git(self.root, "remote", "add", "origin", "git@github.com:reader/line.git")
        git(self.root, "add", "--all")
        git(self.root, "commit", "--message=All")

    def page(self, language: str, name: str = "01-chapter") -> Path:
        return self.root / "book" / language / f"{name}.md"

    def edit(self, old: str, new: str, languages: list[str] = LANGUAGES) -> None:
        for language in languages:
            text = self.page(language).read_text("utf-8")
            assert old in text
            self.page(language).write_text(text.replace(old, new), "utf-8")

    def start(
        self, *arguments: str, preexec_fn: Callable[[], None] | None = None, **variables: str
    ) -> subprocess.Popen[str]:
        """Start Python in the copy, with the copy's own `linefit`, in a session of its own."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment["PYTHONPATH"] = str(self.root / "src")
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=preexec_fn,
        )

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        process = self.start(*arguments, **variables)
        stdout, stderr = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "book", **variables)

    def make_ebooks(self) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "book._ebooks")

    def jupyter_book(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Build by Jupyter Book's own command, as whoever has installed the requirements does."""
        program = "import sys; from jupyter_book.cli.main import main; sys.argv[0] = 'jupyter-book'"
        return self.run("-c", f"{program}; main()", "build", *arguments, PYTHONPATH="")

    def passes(self, **variables: str) -> str:
        result = self.build(**variables)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def fails(self, *words: str) -> str:
        """Build, and return what the build complained of."""
        before = self.stamps()
        result = self.build()
        assert result.returncode != 0, result.stdout
        for word in words:
            assert word in result.stderr, f"nothing said of {word!r}:\n{result.stderr}"
        assert "The book was not built" in result.stderr
        assert self.stamps() == before, "a failed build must leave the published site alone"
        return result.stderr

    def stamps(self) -> dict[str, int]:
        """Return when each page of the site was written."""
        return {str(path): path.stat().st_mtime_ns for path in self.site.rglob("*.html")}

    def pages(self) -> dict[str, str]:
        """Return the pages of the site."""
        return {
            str(path.relative_to(self.site)): path.read_text("utf-8")
            for path in self.site.rglob("*.html")
        }

    def searched(self, language: str) -> str:
        """Return what the search of a language looks through: a line for each section."""
        index = self.site / language / "_static" / "search-index.js"
        packed = re.findall(r'packed = "(.+)"', index.read_text("utf-8"))[0]
        return bz2.decompress(base64.b64decode(packed)).decode()

    @property
    def site(self) -> Path:
        return self.root / "_build" / "html"
