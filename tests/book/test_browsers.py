"""What is too new for the browsers of the book's readers is named."""

import pytest

from tests.tools import browsers

TOO_NEW = {
    "colours.css": (":root { --accent: light-dark(#fff, #000); }", "light-dark"),
    "popover.css": (".contents:popover-open { display: block; }", "popover-open"),
    "nested.css": (".bar { &:hover { color: red; } }", "nesting"),
    "seen.js": ("if (field.checkVisibility()) field.select();", "checkVisibility"),
    "sorted.js": ("const best = found.toSorted();", "toSorted"),
    "behind.js": ("const word = /(?<=a)b/.exec(text);", "lookbehind"),
    "wake.js": ("navigator.wakeLock.request();", "wakeLock"),
}


@pytest.mark.parametrize("name", TOO_NEW)
def test_what_is_too_new_is_named(name, tmp_path, monkeypatch, capfd):
    code, word = TOO_NEW[name]
    # ESLint looks at what lies in its folder alone.
    monkeypatch.setattr(browsers, "ROOT", tmp_path)
    (tmp_path / name).write_text(f"{code}\n")
    assert browsers.check(name) == 1
    assert word in capfd.readouterr().out


def test_what_they_know_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(browsers, "ROOT", tmp_path)
    (tmp_path / "a.css").write_text(":root { --bar: min(3.5rem, 72px); inset: 0; }\n")
    (tmp_path / "a.js").write_text("const last = found.at(-1)?.map((each) => each ?? 0);\n")
    assert browsers.check("a.css", "a.js") == 0
