"""How long an animation takes to build and how much it weighs, the lecture's way and ours.

Run it with ``python -m tests.tools.bench.bench_animation`` on a machine that does nothing else.
"""

import gzip
import time
from collections.abc import Callable
from statistics import median

import matplotlib as mpl

from linefit import animate, descend, simulate
from tests.tools.bench import baseline

RATES = (0.0001, 0.001, 0.0015, 0.0038, 0.0083, 0.0085, 0.01, 0.015)
ON_THE_PAGE = (0.0001, 0.001, 0.0083, 0.0085, 0.01)
FRAMES = 30
ROUNDS = 3


def timed(build: Callable[[], str]) -> tuple[float, str]:
    """Return the seconds that `build` takes, and its HTML."""
    begin = time.perf_counter()
    html = build()
    return time.perf_counter() - begin, html


def compressed(html: str) -> int:
    """Return the size of `html` as a server would send it."""
    return len(gzip.compress(html.encode(), 9))


def main() -> None:
    """Print a table: one line a learning rate."""
    mpl.use("agg")
    line = simulate()
    print(f"{FRAMES} frames, 7.5 x 2.5 in, 100 dpi; medians of {ROUNDS} rounds in turns\n")
    print("           build (s)             HTML (bytes)              gzip (bytes)")
    print("alpha    lecture  ours  ratio   lecture    ours  ratio   lecture    ours  ratio")
    ratios, page = [], 0
    for alpha in (None, *RATES):
        # The first round, which also fills every cache, does not count.
        history = descend(line.X, line.y, alpha=alpha or 0.001, epochs=FRAMES)
        shown = descend(line.X, line.y, alpha=alpha or 0.001, epochs=FRAMES - 1)
        rounds = [
            (
                timed(lambda h=history: baseline.jshtml(line, h, FRAMES)),
                timed(lambda h=shown: animate(line, h).to_jshtml()),
            )
            for _ in range(ROUNDS if alpha else 1)
        ]
        if alpha is None:
            continue
        seconds = [median(build[0] for build in builds) for builds in zip(*rounds, strict=True)]
        htmls = [build[1] for build in rounds[-1]]
        pairs = [seconds, [len(html.encode()) for html in htmls], [compressed(h) for h in htmls]]
        ratios.append([theirs / ours for theirs, ours in pairs])
        page += pairs[2][1] * (alpha in ON_THE_PAGE)
        cells = [f"{alpha:<8g}", "{:7.2f} {:5.2f} {:6.1f}".format(*seconds, ratios[-1][0])]
        cells += [
            "{:9,d} {:7,d} {:6.1f}".format(*pair, ratio)
            for pair, ratio in zip(pairs[1:], ratios[-1][1:], strict=True)
        ]
        print(" ".join(cells))
    build, html, packed = (median(column) for column in zip(*ratios, strict=True))
    print(f"\nMedian ratios: build {build:.1f}, HTML {html:.1f}, gzip {packed:.1f}")
    print(f"The animations of the learning-rate page together: {page:,d} bytes gzipped")


if __name__ == "__main__":
    main()
