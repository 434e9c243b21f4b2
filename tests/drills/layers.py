"""All drills, in layers that are caught in the same way."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.book.copies import Copy
from tests.drills import (
    chapters,
    claims,
    ebooks,
    extensions,
    guards,
    instruments,
    markup,
    notebooks,
    numbers,
    pdf,
    pins,
    prose,
    recovery,
    settings,
    site,
)
from tests.drills.drill import (
    Drill,
    by_tests,
    by_tests_of_the_ebooks,
    by_tests_of_the_site,
    by_the_build,
    by_the_next_build,
)


@dataclass(frozen=True)
class Layer:
    """Drills that are caught in the same way.

    `caught` puts a fault into a copy and returns what was said of it, or raises `Missed`. The copy
    is the book of three pages, if `small`, or the whole; both are built.
    """

    name: str
    drills: list[Drill]
    caught: Callable[[Drill, Copy], str]
    small: bool


LAYERS = [
    Layer("chapters", chapters.DRILLS, by_the_build, small=True),
    Layer("pages", markup.DRILLS, by_the_build, small=True),
    Layer("settings", settings.DRILLS, by_the_build, small=True),
    Layer("recovery", recovery.DRILLS, by_the_next_build, small=True),
    Layer("site", site.SOURCES, by_tests_of_the_site, small=True),
    Layer("built site", site.PAGES, by_tests, small=True),
    Layer("launch buttons", site.LAUNCHES, by_tests, small=False),
    Layer("notebooks", notebooks.DRILLS, by_tests, small=False),
    Layer("ebooks", ebooks.DRILLS, by_tests_of_the_ebooks, small=False),
    Layer("PDF", pdf.DRILLS, by_tests_of_the_ebooks, small=False),
    Layer("claims", claims.DRILLS, by_the_build, small=False),
    Layer("numbers", numbers.DRILLS, by_tests_of_the_site, small=False),
    Layer("extensions", extensions.DRILLS, by_tests, small=False),
    Layer("guards", guards.DRILLS, by_tests, small=False),
    Layer("instruments", instruments.DRILLS, by_tests, small=False),
    Layer("prose", prose.DRILLS, by_tests, small=False),
    Layer("pins", pins.DRILLS, by_tests, small=False),
]
