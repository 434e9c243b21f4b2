"""Figures that are measured, kept with the commit that they were measured at.

Benchmarks, drills and mutation tests record theirs in `_build/figures`; ``python -m tests.figures``
writes them into the README, so that nobody types them.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "_build" / "figures"
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.S)
# What is measured, the command that does it, and how it reads in each language of the README.
MEASURES = {
    "drills": "make drill",
    "mutation": "make mutation",
    "book": "make bench",
    "site": "make bench",
}
ENGLISH = {
    "drills": ("planted faults that the build or the tests caught", "{caught} of {all}"),
    "mutation": (
        "changes to a line of `linefit` that its tests noticed",
        "{killed} of {all}, {score:.1f} %",
    ),
    "book": (
        "cold build of the whole book, next to the lecture as one plain page",
        "{ratio:.2f} times as long",
    ),
    "site": (
        "the chapter with five animations as it opens, before scrolling, next to the lecture as "
        "one plain page",
        "{ours:.0f} kB, {lecture:.0f} kB",
    ),
}
KOREAN = {
    "drills": (
        "일부러 넣은 결함 가운데 책을 만들 때나 시험에서 잡힌 것",
        "{all}개 가운데 {caught}개",
    ),
    "mutation": (
        "`linefit`의 코드를 한 군데씩 바꾼 것 가운데 시험이 알아챈 것",
        "{all}개 가운데 {killed}개, {score:.1f} %",
    ),
    "book": (
        "책 전체를 처음부터 만드는 시간, 강의를 한 페이지로 만들 때의",
        "{ratio:.2f}배",
    ),
    "site": (
        "움직이는 그림이 다섯인 장을 처음 열어 아직 넘기지 않았을 때의 크기와 강의를 한 페이지로 "
        "만들었을 때의 크기",
        "{ours:.0f} kB, {lecture:.0f} kB",
    ),
}


def record(name: str, commit: str, **figures: object) -> None:
    """Keep figures, and the commit that was checked out when they began to be measured."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"commit": commit, **figures}, indent=2)
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


def checked_out() -> str:
    """Return the commit that is checked out, marked if files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=7"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def read() -> dict[str, dict]:
    """Return what was recorded, by name."""
    return {
        name: json.loads(path(name).read_text("utf-8")) for name in MEASURES if path(name).exists()
    }


def path(name: str) -> Path:
    """Return the file that holds a record."""
    return FOLDER / f"{name}.json"


def table(heads: tuple[str, str, str], words: dict[str, tuple[str, str]], records: dict) -> str:
    """Return a Markdown table of the records."""
    rows = [heads, ("---",) * 3]
    for name, record in records.items():
        what, figure = words[name]
        rows.append((what, figure.format_map(record), f"`{record['commit']}`"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Write the tables, English first, between the marks in the README."""
    records = read()
    tables = iter(
        [
            table(("what", "figure", "measured at"), ENGLISH, records),
            table(("무엇을", "값", "잰 커밋"), KOREAN, records),
        ]
    )
    text, count = BLOCK.subn(lambda _: f"\n{next(tables)}\n", README.read_text("utf-8"))
    if count != 2:
        sys.exit(f"{README.name}: two places are marked for the figures, found {count}")
    README.write_text(text, "utf-8")
    print(f"In {README.name} now: {', '.join(records) or 'nothing'}")
    waiting = {command for name, command in MEASURES.items() if name not in records}
    if waiting:
        print(f"Not measured yet: {', '.join(sorted(waiting))}")


if __name__ == "__main__":
    main()
