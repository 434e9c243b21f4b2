"""What all instruments share: they weigh little, and are all found."""

import gzip

from linefit.kit import assets

# Bytes of gzipped scripts.
MOST_IN_ALL = 40_000


def weight(*names: str) -> int:
    parts = {part for name in names for part in assets.parts(name)}
    return sum(len(gzip.compress(assets.script(part).encode(), 9)) for part in parts)


def test_scripts_weigh_little():
    assert weight(*assets.names()) <= MOST_IN_ALL


def test_instruments_are_found_by_their_folders():
    assert {"explorer", "player"} <= set(assets.names())
    for name in assets.names():
        assert f'define("linefit-{name}"' in assets.script(name)
        assert f"linefit-{name}" in assets.style(name) or ".lf" in assets.style(name)
