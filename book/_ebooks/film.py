"""Frames of an animation: those that the player of `linefit` has for paper."""

import json
from pathlib import Path

from lxml import etree
from PIL import Image

from book._tools.sources import Language, say

# What is said of a frame: of a run of gradient descent, and of any other animation.
RUN = "epoch {epoch} / {last}, loss = {loss}, ŵ = {weights}"
OTHER = "frame {frame} / {last}"


def frames(
    player: etree._Element, folder: Path, language: Language
) -> list[tuple[Image.Image, str]]:
    """Return some frames of an animation, each with what is said of it."""
    titles = json.loads(player.attrib["data-titles"])
    printed = json.loads(player.attrib["data-printed"])
    # They stand below one another.
    sheet = Image.open(folder / printed["sheet"]).convert("RGB")
    height = sheet.height // len(printed["frames"])
    return [
        (
            sheet.crop((0, place * height, sheet.width, (place + 1) * height)),
            title(titles[frame], len(titles) - 1, language),
        )
        for place, frame in enumerate(printed["frames"])
    ]


def title(numbers: list[str], last: int, language: Language) -> str:
    """Return what is said of a frame, whose numbers the player has."""
    if len(numbers) == 1:
        return say(language, OTHER).format(frame=numbers[0], last=last)
    epoch, loss, weights = numbers
    return say(language, RUN).format(epoch=epoch, last=last, loss=loss, weights=weights)
