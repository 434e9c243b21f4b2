"""Where the book is published from, and when its pages were changed: right, or not told."""

import pytest

from book._tools.repository import find_repository, find_site, last_changes
from book._tools.sources import BookError
from tests.book.copies import Copy, git

CI = ("GITHUB_REPOSITORY", "GITHUB_REF_NAME", "GITHUB_REF_TYPE", "GITHUB_BASE_REF", "GITHUB_SHA")


@pytest.fixture(autouse=True)
def no_ci(monkeypatch):
    for name in (*CI, "SITE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def origin(tmp_path, monkeypatch):
    """Return a repository of three commits, each of a day of its own."""
    folder = tmp_path / "origin"
    (folder / "src").mkdir(parents=True)
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk", folder)
    for day, name in [(1, "src/module.py"), (2, "_toc.yml"), (3, "src/쪽.md")]:
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2020-01-0{day}T12:00:00+0000")
        (folder / name).write_text("x")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", name)
    git(folder, "remote", "add", "origin", "https://github.com/reader/line")
    return folder


def clone(origin, *options):
    folder = origin.with_name("clone")
    git(origin, "clone", "--quiet", *options, f"file://{origin}", folder)
    git(folder, "remote", "set-url", "origin", "https://github.com/reader/line")
    return folder


def test_a_branch_is_where_readers_edit(origin):
    repository = find_repository(origin)
    assert repository.branch == "trunk"
    assert repository.editor("book/") == "https://github.com/reader/line/edit/trunk/book/"
    git(origin, "checkout", "--quiet", "-b", "a/b#c")
    assert find_repository(origin).editor("") == "https://github.com/reader/line/edit/a/b%23c/"


def test_a_commit_that_is_checked_out_by_itself_is_edited_on_the_branch_that_people_clone(origin):
    folder = clone(origin)
    git(folder, "checkout", "--quiet", "--detach")
    assert find_repository(folder).branch == "trunk"
    git(origin, "checkout", "--quiet", "--detach")
    repository = find_repository(origin)
    assert (repository.branch, repository.editor("book/")) == ("", "")


def test_a_tag_is_no_branch(origin, monkeypatch):
    monkeypatch.setenv("GITHUB_REF_NAME", "v1")
    monkeypatch.setenv("GITHUB_REF_TYPE", "tag")
    git(origin, "checkout", "--quiet", "--detach")
    assert find_repository(origin).branch == ""


def test_each_file_has_the_day_of_its_last_change(origin):
    days = {"module.py": "2020-01-01", "쪽.md": "2020-01-03"}
    assert last_changes(origin / "src", origin) == days


def test_a_shallow_clone_tells_no_day(origin):
    folder = clone(origin, "--depth", "2")
    assert last_changes(folder / "src", folder) == {}
    # A commit that has what notebooks install, if not the one that last changed it.
    assert find_repository(folder).revision in git(folder, "log", "--format=%H").split()


def test_a_folder_that_git_keeps_away_from_is_named(origin, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(BookError, match=r"(?s)dubious ownership.*safe\.directory"):
        find_repository(origin)


def test_a_copy_within_another_repository_is_not_that_one(origin):
    book = origin / "copy"
    (book / "src").mkdir(parents=True)
    (book / "src" / "module.py").write_text("x")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message=Copy")
    assert find_repository(book) is None
    assert last_changes(book / "src", book) == {}


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("", "https://reader.github.io/line/"),
        ("https://book.example.org", "https://book.example.org/"),
        ("https://example.org/line/", "https://example.org/line/"),
    ],
)
def test_the_site_is_where_the_variable_says(address, site, origin, monkeypatch):
    monkeypatch.setenv("SITE_URL", address)
    assert find_site(find_repository(origin)) == site


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "https://"])
def test_an_address_that_is_none_is_named(address, monkeypatch):
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(BookError, match=r"SITE_URL: expected an address"):
        find_site(None)


def test_a_domain_of_ones_own_is_in_every_address(built, tmp_path):
    copy = built.again(tmp_path / "copy")
    copy.publish()
    copy.passes(SITE_URL="https://book.example.org/")
    page = copy.pages()["en/01-chapter.html"]
    assert '<link rel="canonical" href="https://book.example.org/en/01-chapter.html">' in page
    assert 'hreflang="ko" href="https://book.example.org/ko/01-chapter.html"' in page
    assert "reader.github.io" not in "".join(copy.pages().values())
    assert '<base href="/">' in copy.pages()["404.html"]
    assert "https://book.example.org/ko/" in (copy.site / "sitemap.xml").read_text("utf-8")
    robots = (copy.site / "robots.txt").read_text("utf-8")
    assert "Sitemap: https://book.example.org/sitemap.xml" in robots
    assert "github.com/reader/line/edit/trunk/book/en/01-chapter.md" in page


def test_a_commit_by_itself_gives_pages_without_a_link_to_edit(built, tmp_path):
    copy = Copy(built.again(tmp_path / "copy").root)
    copy.publish()
    git(copy.root, "checkout", "--quiet", "--detach")
    copy.passes()
    assert "/edit/" not in copy.pages()["en/01-chapter.html"]
