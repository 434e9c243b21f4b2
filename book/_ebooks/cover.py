"""The cover: the titles above the points of the book and its run of gradient descent."""

from io import BytesIO

from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Rectangle
from PIL import Image

from book._ebooks import text_fonts
from book._ebooks.book import Book
from book._tools import npm
from book._tools.sources import say
from linefit import descend, simulate

SUBTITLE = "Linear regression by gradient descent in PyTorch"
# Inches, and pixels of each.
WIDTH, HEIGHT, DPI = 8, 12, 200
# Parts of the width.
LEFT, RIGHT = 0.13, 0.92
PAPER, ACCENT, INK, QUIET = "#fdfdfb", "#0b7a75", "#1d2430", "#55606e"
POINTS, LINES = "#2b6cb0", "#d9600a"
# From the first guess to the last line, each drawn stronger than the one before.
EPOCHS = {0: 0.25, 2: 0.4, 5: 0.6, 30: 1.0}
# A letter is drawn by the first that has it.
FAMILIES = ["Source Serif 4", "Noto Serif KR"]


def draw(book: Book) -> bytes:
    """Return the cover as a PNG."""
    folder = npm.get(text_fonts.PACKAGES)
    for face in text_fonts.FACES:
        fontManager.addfont(folder / face.file)
    figure = Figure((WIDTH, HEIGHT), dpi=DPI, facecolor=PAPER)
    # All is placed by hand.
    figure.set_layout_engine("none")
    figure.add_artist(Rectangle((0, 0), 0.025, 1, color=ACCENT, linewidth=0))
    bottom = write(figure, 0.92, book.language.title, 44, INK, weight=600)
    write(figure, bottom - 0.025, say(book.language, SUBTITLE), 18, QUIET)
    draw_run(figure)
    bottom = write(figure, 0.14, book.edition.authors(book.language), 18, INK)
    write(figure, bottom - 0.01, book.edition.said(), 14, QUIET)
    file = BytesIO()
    figure.savefig(file)
    small = BytesIO()
    Image.open(file).convert("RGB").quantize(128).save(small, "png", optimize=True)
    return small.getvalue()


def write(
    figure: Figure, top: float, words: str, size: int, colour: str, weight: int = 400
) -> float:
    """Write words below a height, on as many lines as they need; return where they end."""
    shown = figure.text(LEFT, top, "", size=size, color=colour, va="top", linespacing=1.35)
    shown.set(family=FAMILIES, weight=weight)
    for word in words.split():
        line = shown.get_text()
        shown.set_text(f"{line} {word}".strip())
        if shown.get_window_extent().x1 > RIGHT * WIDTH * DPI:
            shown.set_text(f"{line}\n{word}")
    return float(shown.get_window_extent().y0) / (HEIGHT * DPI)


def draw_run(figure: Figure) -> None:
    """Draw the points, and the line in some epochs."""
    axes = figure.add_axes((LEFT, 0.2, RIGHT - LEFT, 0.42))
    axes.axis("off")
    line = simulate()
    run = descend(line.X, line.y, alpha=0.001, epochs=max(EPOCHS))
    axes.scatter(line.x, line.y, s=50, color=POINTS, linewidths=0)
    for epoch, strength in EPOCHS.items():
        axes.plot(line.x, run.fitted[epoch], "--", color=LINES, alpha=strength, linewidth=4)
