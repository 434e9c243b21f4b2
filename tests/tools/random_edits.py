"""Edit a built copy at random, build it again, and compare with a build from nothing.

``python -m tests.tools.random_edits 40`` makes 40 rounds on the small book, and with a second word,
``whole``, on the whole book. A third is the seed; what was edited is told, so that a round that
fails can be repeated.
"""

import random
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.book.copies import HEADER, Copy, digests, git

Edit = Callable[["Editor"], str]
EDITS: list[Edit] = []
CELL = """
```{{code-cell}}
import matplotlib.pyplot as plt

plt.plot([0, {0}]);
```

```{{caption}}
:name: fig-new-{0}
:alt: A line.

A line that is new: {0}.
```
"""


def edit(function: Edit) -> Edit:
    """Count a function among the edits."""
    EDITS.append(function)
    return function


class Editor:
    """A copy that is edited.

    Attributes
    ----------
    copy : Copy
        Where it is now; it moves.
    """

    def __init__(self, copy: Copy, seed: int) -> None:
        self.copy = copy
        self.random = random.Random(seed)
        self.count = 0
        self.earlier: list[dict[str, bytes]] = [self.sources()]

    @property
    def root(self) -> Path:
        return self.copy.root

    @property
    def languages(self) -> list[str]:
        return sorted(path.parent.name for path in self.root.glob("book/*/_overlay.yml"))

    @property
    def chapters(self) -> list[str]:
        return sorted(path.stem for path in self.root.glob("book/en/[0-9]*.md"))

    def number(self) -> int:
        """Return a number that no edit has had yet."""
        self.count += 1
        return 100 + self.count

    def replace(self, path: Path, pattern: str, new: str) -> None:
        """Replace the first place that matches."""
        text, found = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.M)
        assert found, f"{path}: {pattern}"
        path.write_text(text, "utf-8")

    def page(self) -> Path:
        """Return a chapter in some language."""
        language = self.random.choice(self.languages)
        return self.copy.page(language, self.random.choice(self.chapters))

    def append(self, text: str) -> str:
        """Append a text to some chapter in all languages, and return which."""
        name = self.random.choice(self.chapters)
        for language in self.languages:
            self.replace(self.copy.page(language, name), r"\Z", text)
        return name

    def everywhere(self, old: str, new: str) -> None:
        """Put one name in the place of another in all chapters."""
        for path in [*self.root.glob("book/*/*.md"), self.root / "_toc.yml"]:
            text = path.read_text("utf-8")
            path.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text), "utf-8")

    def sources(self) -> dict[str, bytes]:
        """Return what is in all files that edits change."""
        folders = ["book", "src"]
        files = [path for name in folders for path in (self.root / name).rglob("*")]
        files += [self.root / "_config.yml", self.root / "_toc.yml"]
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in files
            if path.is_file() and "__pycache__" not in path.parts
        }

    def go_back(self, sources: dict[str, bytes]) -> None:
        """Take back all edits since; where nothing changes, times of files stay."""
        now = self.sources()
        for name in now.keys() - sources.keys():
            (self.root / name).unlink()
        for name, content in sources.items():
            if now.get(name) != content:
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_bytes(content)
        for folder in sorted((self.root / "book").rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def step(self) -> str:
        """Make some edit, and return what it was."""
        self.earlier.append(self.sources())
        return self.random.choice(EDITS)(self)


@edit
def sentence(editor: Editor) -> str:
    page = editor.page()
    editor.replace(page, r"\Z", f"\nSentence {editor.number()}.\n")
    return f"a sentence in {page.parent.name}/{page.name}"


@edit
def heading(editor: Editor) -> str:
    page = editor.page()
    editor.replace(page, r"^# .*", f"# Title {editor.number()}")
    return f"another title of {page.parent.name}/{page.name}"


@edit
def figure(editor: Editor) -> str:
    return f"a figure more in {editor.append(CELL.format(editor.number()))}"


@edit
def caption(editor: Editor) -> str:
    page = editor.page()
    if ":alt:" not in page.read_text("utf-8"):
        return figure(editor)
    editor.replace(page, r"^:alt: .*", f":alt: Picture {editor.number()}.")
    return f"another alternative text in {page.parent.name}/{page.name}"


@edit
def code(editor: Editor) -> str:
    cell = f"\n```{{code-cell}}\n{editor.number()} + 1\n```\n"
    return f"a cell more in {editor.append(cell)}"


@edit
def chapter(editor: Editor) -> str:
    number = editor.number()
    for language in editor.languages:
        text = f"{HEADER}# Chapter {number}\n\nText.\n{CELL.format(number)}"
        editor.copy.page(language, f"{number}-new").write_text(text, "utf-8")
    editor.replace(
        editor.root / "_toc.yml", r"^  - chapters:", f"      - file: {number}-new\n\\g<0>"
    )
    return f"a chapter more, {number}-new"


@edit
def nested(editor: Editor) -> str:
    number = editor.number()
    for language in editor.languages:
        text = f"{HEADER}# Nested {number}\n\nText.\n"
        editor.copy.page(language, f"{number}-in").write_text(text)
    entry = f"\\g<0>\n        sections:\n          - file: {number}-in"
    toc = editor.root / "_toc.yml"
    if "sections:" in toc.read_text():
        entry = f"\\g<0>\n          - file: {number}-in"
        editor.replace(toc, r"^        sections:$", entry)
    else:
        editor.replace(toc, r"^      - file: \d.*", entry)
    return f"a page below another, {number}-in"


@edit
def renamed(editor: Editor) -> str:
    old, new = editor.random.choice(editor.chapters), f"{editor.number()}-renamed"
    for language in editor.languages:
        page = editor.copy.page(language, old)
        page.rename(page.with_stem(new))
    editor.everywhere(old, new)
    return f"{old} renamed to {new}"


@edit
def removed(editor: Editor) -> str:
    chapter(editor)
    name = f"{100 + editor.count}-new"
    editor.copy.passes()
    for language in editor.languages:
        editor.copy.page(language, name).unlink()
    editor.replace(editor.root / "_toc.yml", rf"^      - file: {name}\n", "")
    return f"{name} built and removed"


@edit
def label(editor: Editor) -> str:
    labels = re.findall(r"^:name: (fig-[\w-]+)$", editor.page().read_text("utf-8"), re.M)
    if not labels:
        return figure(editor)
    old, new = editor.random.choice(labels), f"fig-{editor.number()}"
    editor.everywhere(old, new)
    return f"{old} renamed to {new}"


@edit
def order(editor: Editor) -> str:
    toc = editor.root / "_toc.yml"
    lines = re.findall(r"^      - file: \d.*\n(?!  +sections)", toc.read_text(), re.M)
    if len(lines) > 1:
        text = toc.read_text()
        first, second = lines[:2]
        text = text.replace(first, "@@").replace(second, first).replace("@@", second)
        toc.write_text(text)
    return "chapters in another order"


@edit
def module(editor: Editor) -> str:
    file = editor.root / "src" / "linefit" / "data.py"
    editor.replace(file, r"= \(2\.5, [\d.]+\)", f"= (2.5, {editor.number() % 7 + 3}.0)")
    return "other weights in linefit"


@edit
def style(editor: Editor) -> str:
    editor.replace(
        editor.root / "book" / "theme" / "static" / "book.css", r"\Z", f"/* {editor.number()} */\n"
    )
    return "the style sheet"


@edit
def template(editor: Editor) -> str:
    editor.replace(
        editor.root / "book" / "theme" / "layout.html",
        r"^</body>",
        f"<!-- {editor.number()} -->\n</body>",
    )
    return "the template"


@edit
def extension(editor: Editor) -> str:
    file = editor.root / "book" / "_ext" / "page.py"
    editor.replace(file, r"^LONGEST = .*", f"LONGEST = {editor.number() % 9 + 40}")
    return "an extension"


@edit
def settings(editor: Editor) -> str:
    style = editor.random.choice(["plain", "alpha", "unsrt"])
    editor.replace(
        editor.root / "_config.yml", r"bibtex_default_style: \w+", f"bibtex_default_style: {style}"
    )
    return f"the bibliography's style, {style}"


@edit
def words(editor: Editor) -> str:
    language = editor.random.choice(editor.languages)
    overlay = editor.root / "book" / language / "_overlay.yml"
    editor.replace(overlay, r"^title: .*", f"title: Book {editor.number()}")
    return f"the title of {language}"


@edit
def language(editor: Editor) -> str:
    folder = editor.root / "book" / "de"
    if folder.exists():
        shutil.rmtree(folder)
        return "German removed"
    shutil.copytree(folder.with_name("en"), folder)
    return "German added"


@edit
def remote(editor: Editor) -> str:
    if not (editor.root / ".git").exists():
        editor.copy.publish()
    number = editor.number()
    known = git(editor.root, "remote")
    if known:
        git(editor.root, "remote", "remove", "origin")
    if known and number % 2:
        return "the remote removed"
    git(editor.root, "remote", "add", "origin", f"https://github.com/reader/line-{number}")
    return f"another remote, line-{number}"


@edit
def commit(editor: Editor) -> str:
    if not (editor.root / ".git").exists():
        return remote(editor)
    git(editor.root, "add", "--all")
    day = f"20{editor.number() % 20 + 10}-05-05T12:00:00"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_COMMITTER_DATE", day)
        git(editor.root, "commit", "--allow-empty", "--message=x")
    return f"all committed on {day}"


@edit
def take_back(editor: Editor) -> str:
    back = editor.random.randrange(len(editor.earlier))
    editor.go_back(editor.earlier[back])
    return f"all taken back to what it was before edit {back}"


@edit
def times(editor: Editor) -> str:
    for path in editor.root.glob("book/**/*"):
        if path.is_file():
            path.touch()
    return "all files touched"


@edit
def move(editor: Editor) -> str:
    place = editor.root.with_name(f"moved-{editor.number()}")
    editor.root.rename(place)
    editor.copy = Copy(place)
    return "the checkout moved"


@edit
def one_language(editor: Editor) -> str:
    result = editor.copy.jupyter_book("book/en", "--config", "_config.yml", "--toc", "_toc.yml")
    assert result.returncode == 0, result.stdout + result.stderr
    return "English alone built by Jupyter Book"


@edit
def killed(editor: Editor) -> str:
    heading(editor)
    process = editor.copy.start("-m", "book")
    time.sleep(editor.random.uniform(0, 6))
    process.kill()
    process.communicate()
    return "a build killed"


def differences(copy: Copy, folder: Path) -> list[str]:
    """Return which files of the site differ from those of a build from nothing."""
    fresh = Copy(folder)
    shutil.copytree(copy.root, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    fresh.passes()
    here, there = digests(copy.site), digests(fresh.site)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


def rounds(copy: Copy, count: int, seed: int, tell: Callable[[str], None]) -> None:
    """Make rounds of a few edits each; an assertion names the edits that left a wrong page."""
    editor = Editor(copy, seed)
    history = []
    for number in range(count):
        done = [editor.step() for _ in range(editor.random.randint(1, 3))]
        history.append(done)
        editor.copy.passes()
        with TemporaryDirectory() as folder:
            wrong = differences(editor.copy, Path(folder, "fresh"))
        assert not wrong, f"seed {seed}, after {history}: {wrong}"
        tell(f"round {number + 1}: {'; '.join(done)}: as from nothing")


def main(count: str = "40", book: str = "small", seed: str = "") -> None:
    """Make the rounds."""
    begin = Copy.of_sources if book == "whole" else Copy.of_small_book
    with TemporaryDirectory() as folder:
        copy = begin(Path(folder, "copy"))
        copy.passes()
        rounds(copy, int(count), int(seed or time.time()), lambda line: print(line, flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
