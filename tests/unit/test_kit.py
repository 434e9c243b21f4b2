"""What all instruments share: they weigh little, and are all found."""

import gzip

from linefit.kit import assets

# Bytes of gzipped scripts, on a page with two instruments and in the whole book.
MOST_ON_A_PAGE, MOST_IN_ALL = 15_000, 40_000


def weight(*names: str) -> int:
    return sum(len(gzip.compress(assets.script(name).encode(), 9)) for name in names)


def test_scripts_weigh_little():
    heaviest = sorted(assets.names(), key=weight)[-2:]
    assert weight("kit", *heaviest) <= MOST_ON_A_PAGE
    assert weight("kit", *assets.names()) <= MOST_IN_ALL


def test_instruments_are_found_by_their_folders():
    assert {"explorer", "player"} <= set(assets.names())
    for name in assets.names():
        assert f'define("linefit-{name}"' in assets.script(name)
        assert f"linefit-{name}" in assets.style(name) or ".lf" in assets.style(name)
