"""The small book, built once for all tests that need it."""

import pytest

from tests.book.copies import Copy


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build the small book once; every test begins with a copy of what that left."""
    copy = Copy.of_small_book(tmp_path_factory.mktemp("book") / "copy")
    copy.first_output = copy.passes()
    return copy


@pytest.fixture
def copy(built, tmp_path):
    return built.again(tmp_path / "copy")
