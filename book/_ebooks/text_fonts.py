"""The fonts of the text of the printed book, from npm.

All have outlines of TrueType: Chromium embeds others as Type 3, drawings that are no fonts to
whoever reads or prints the file.
"""

from pathlib import Path
from typing import NamedTuple

from book._tools import npm

PACKAGES = Path(__file__).with_name("pdf_theme")
SERIF, KOREAN = "@expo-google-fonts/source-serif-4", "@expo-google-fonts/noto-serif-kr"
ITALIC = "SourceSerif4_400Regular_Italic.ttf"
DEJAVU = "dejavu-fonts-ttf/ttf"


class Face(NamedTuple):
    """A font file, and what it is in a style sheet."""

    family: str
    weight: int
    style: str
    file: str  # where it lies among the packages of npm


FACES = [
    Face("Source Serif 4", 400, "normal", f"{SERIF}/400Regular/SourceSerif4_400Regular.ttf"),
    Face("Source Serif 4", 400, "italic", f"{SERIF}/400Regular_Italic/{ITALIC}"),
    Face("Source Serif 4", 600, "normal", f"{SERIF}/600SemiBold/SourceSerif4_600SemiBold.ttf"),
    Face("Noto Serif KR", 400, "normal", f"{KOREAN}/400Regular/NotoSerifKR_400Regular.ttf"),
    Face("Noto Serif KR", 600, "normal", f"{KOREAN}/600SemiBold/NotoSerifKR_600SemiBold.ttf"),
    # It has the letters of the code, Greek ones and such with a hat.
    Face("DejaVu Sans Mono", 400, "normal", f"{DEJAVU}/DejaVuSansMono.ttf"),
    Face("DejaVu Sans Mono", 400, "italic", f"{DEJAVU}/DejaVuSansMono-Oblique.ttf"),
    Face("DejaVu Sans Mono", 700, "normal", f"{DEJAVU}/DejaVuSansMono-Bold.ttf"),
    # For signs and arrows that no other has.
    Face("DejaVu Sans", 400, "normal", f"{DEJAVU}/DejaVuSans.ttf"),
]


def style_sheet() -> str:
    """Return the rules by which a page finds the fonts."""
    folder = npm.get(PACKAGES)
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' font-style: {face.style}; src: url("{(folder / face.file).as_uri()}"); }}'
        for face in FACES
    )
