"""What player and explorer say, in other languages.

Their scripts say everything in English, as ``_("Play")``, and look there for a translation: in
what their own output carries, or else in what the page offers to all of them.
"""

import json
import re
from importlib.resources import files

from linefit import assets

INSTRUMENTS = ("player", "explorer")
_chosen: dict[str, str] = {}


def use_words(words: dict[str, str]) -> None:
    """Let every animation and explorer that is shown from now on speak another language.

    What has no translation stays English. An empty dictionary makes all English again.

    Parameters
    ----------
    words : dict of str to str
        Translations of what `texts` returns. Where the English has a name in braces, which stands
        for a number, the translation has the same.

    Raises
    ------
    ValueError
        If a key or a value is no string, or a translation has other names in braces.
    """
    if not isinstance(words, dict):
        raise ValueError(f"words: expected a dict of str to str, got {type(words).__name__}")
    for text, translation in words.items():
        for value in (text, translation):
            if not isinstance(value, str):
                raise ValueError(f"words[{text!r}]: expected str to str, got {value!r}")
        if translation and _names(text) != _names(translation):
            expected = ", ".join(sorted(_names(text))) or "no name in braces"
            raise ValueError(f"words[{text!r}]: expected {expected} in it, got {translation!r}")
    _chosen.clear()
    _chosen.update(words)


def texts(*instruments: str) -> list[str]:
    """Return all that the instruments say in English, those named or else all, in order."""
    said: dict[str, None] = {}
    for instrument in instruments or INSTRUMENTS:
        for name in assets.scripts(instrument):
            script = files("linefit").joinpath(name).read_text(encoding="utf-8")
            said.update(dict.fromkeys(re.findall(r'\b_\(\s*"([^"]*)"', script)))
    return list(said)


def element(instrument: str) -> str:
    """Return what the output of an instrument carries of the chosen words, if anything."""
    words = {text: _chosen[text] for text in texts(instrument) if _chosen.get(text)}
    if not words:
        return ""
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" class="linefit-words">{data}</script>\n'


def _names(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))
