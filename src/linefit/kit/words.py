"""What the instruments say, in other languages.

Their scripts say everything in English, as ``_("Play")``, and look there for a translation: in
what their own output carries, or else in what the page offers to all of them.
"""

import re

from linefit import _check
from linefit.kit import assets

_chosen: dict[str, str] = {}


def use_words(words: dict[str, str]) -> None:
    """Let everything interactive that is shown from now on speak another language.

    What has no translation stays English. An empty dictionary makes all English again.

    Parameters
    ----------
    words : dict of str to str
        Translations of what `linefit.kit.words.texts` returns. Where the English has a name in
        braces, which stands for a number, the translation has the same.
    """
    if not isinstance(words, dict):
        raise ValueError(f"words: expected a dict of str to str, got {type(words).__name__}")
    for text, translation in words.items():
        for value in (text, translation):
            if not isinstance(value, str):
                raise ValueError(
                    f"words[{_check.shown(text)}]: expected str to str, got {_check.shown(value)}"
                )
        if translation and _names(text) != _names(translation):
            expected = ", ".join(sorted(_names(text))) or "no name in braces"
            raise ValueError(f"words[{text!r}]: expected {expected} in it, got {translation!r}")
    _chosen.clear()
    _chosen.update(words)


def texts(*instruments: str) -> list[str]:
    """Return all that the instruments say in English, those named or else all, in order."""
    parts = (part for name in instruments or assets.names() for part in assets.parts(name))
    scripts = map(assets.script, dict.fromkeys(parts))
    said = (text for script in scripts for text in re.findall(r'\b_\(\s*"([^"]*)"', script))
    return list(dict.fromkeys(said))


def chosen(instrument: str) -> dict[str, str]:
    """Return the translations of what an instrument says."""
    return {text: _chosen[text] for text in texts(instrument) if _chosen.get(text)}


def _names(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))
