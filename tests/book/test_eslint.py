"""What is too new for the browsers of the book's readers is named, and nothing else."""

from pathlib import Path

from tests.tools import eslint

TOO_NEW = {
    "colours.css": (":root { --accent: light-dark(#fff, #000); }", "light-dark"),
    "popover.css": (".contents:popover-open { display: block; }", "popover-open"),
    "nested.css": (".bar { &:hover { color: red; } }", "nesting"),
    "seen.js": ("if (field.checkVisibility()) field.select();", "checkVisibility"),
    "sorted.js": ("const best = found.toSorted();", "toSorted"),
    "behind.js": ("const word = /(?<=a)b/.exec(text);", "lookbehind"),
    "wake.js": ("navigator.wakeLock.request();", "wakeLock"),
}
KNOWN = {
    "a.css": ":root { --bar: min(3.5rem, 72px); inset: 0; }",
    "a.js": "const last = found.at(-1)?.map((each) => each ?? 0);",
}


def test_what_is_too_new_is_named_and_what_they_know_is_not(tmp_path, monkeypatch, capfd):
    # ESLint takes a second to start, and looks at what lies in its folder alone.
    monkeypatch.setattr(eslint, "ROOT", tmp_path)
    codes = KNOWN | {name: code for name, (code, _) in TOO_NEW.items()}
    for name, code in codes.items():
        (tmp_path / name).write_text(f"{code}\n")
    assert eslint.check(".") == 1
    # A file's name, below it what is said of it, and an empty line.
    blocks = capfd.readouterr().out.strip().split("\n\n")
    said = {Path(path).name: rest for path, _, rest in (block.partition("\n") for block in blocks)}
    assert not said.keys() & KNOWN.keys()
    for name, (_, word) in TOO_NEW.items():
        assert word in said.get(name, ""), f"{name}: {said}"
