"""Every chapter is a clean notebook, and runs where only the notebook was downloaded."""

import json
import os
import re
import shutil
import subprocess
import venv
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import yaml
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from book._tools import notebooks
from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from book._tools.repository import PACKAGE, find_repository
from tests.book.copies import digests
from tests.book.outputs import NUMBER, executed
from tests.book.pages import BOOK, PAGES, ROOT, Page

CHAPTERS = [page for page in PAGES if page.cells]
PER_CHAPTER = pytest.mark.parametrize("page", CHAPTERS, ids=str)


def path(page: Page) -> Path:
    return NOTEBOOKS / page.language / f"{page.name}.ipynb"


def load(page: Page) -> nbformat.NotebookNode:
    return nbformat.read(path(page), as_version=4)


def prose(notebook: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def shown(page: Page) -> list[str]:
    """Return the code that the page shows: all but the hidden cells."""
    cells = [re.sub(r"\A```\{code-cell\}.*\n|```\Z", "", cell) for cell in page.cells]
    visible = [cell for cell in cells if "remove-cell" not in cell]
    return [re.sub(r"\A(?::.*\n)+\n?", "", cell).strip() for cell in visible]


def test_pages_with_code_have_a_notebook_and_others_none():
    assert {path(page) for page in CHAPTERS} == set(NOTEBOOKS.glob("*/*.ipynb"))


@PER_CHAPTER
def test_site_offers_the_same_notebook(page):
    offered = SITE / page.language / "notebooks" / f"{page.name}.ipynb"
    assert offered.read_bytes() == path(page).read_bytes()


@PER_CHAPTER
def test_notebook_is_valid_has_no_outputs_and_opens_with_python_3(page):
    notebook = load(page)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@PER_CHAPTER
def test_first_cell_sets_up_and_says_so_in_the_language_of_the_page(page):
    overlay = yaml.safe_load((BOOK / page.language / "_overlay.yml").read_text("utf-8"))
    comment, *rest = load(page).cells[0].source.splitlines()
    assert comment == "# " + overlay["sphinx"]["config"]["notebook_words"]["set_up"]
    assert rest[2] == 'if find_spec("linefit") is None:'
    assert rest[3].startswith("    %pip install --quiet --no-deps ")


@PER_CHAPTER
def test_code_is_that_of_the_page_and_hidden_cells_are_gone(page):
    assert code(load(page))[1:] == shown(page)


@PER_CHAPTER
def test_no_markup_is_left_that_a_notebook_does_not_know(page):
    text = re.sub(r"\$\$.*?\$\$|\$[^$]+\$|`[^`]*`", "", prose(load(page)), flags=re.S)
    for pattern in (r"\{[\w:-]+\}", r"^:::", r"^```\{", r"^\([\w-]+\)=", r"^:\w+:", r"%s", "<"):
        assert not re.search(pattern, text, re.M), pattern


@PER_CHAPTER
def test_equations_are_those_of_the_page(page):
    displayed = re.findall(r"\$\$(.*?)\$\$", prose(load(page)), re.S)
    without_numbers = [re.sub(r"\n\\tag\{[\d.]+\}\s*\Z", "", tex) for tex in displayed]
    written = [re.sub(r"\A(:\w+: \S+ )+", "", tex) for tex in page.equations]
    assert [" ".join(tex.split()) for tex in without_numbers] == written


@PER_CHAPTER
def test_headings_descend_one_level_at_a_time(page):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(load(page)), re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


@PER_CHAPTER
def test_links_lead_to_the_published_book_or_elsewhere(page):
    repository = find_repository()
    for address in re.findall(r"(?<!\\)\]\(([^)]+)\)", prose(load(page))):
        assert re.match(r"https?://", address), address
        if repository and address.startswith(repository.site):
            file = SITE / address.removeprefix(repository.site).partition("#")[0]
            assert file.exists(), address


# The reader's computer: torch is there, linefit is not.


@pytest.fixture(scope="session")
def origin(tmp_path_factory):
    """Clone this repository, with what is not committed yet, and return a git address for pip."""
    clone = tmp_path_factory.mktemp("origin") / "clone"

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=test", "-c", "user.email=test"]
        command = ["git", *identity, "-C", str(clone), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            shutil.rmtree(clone / name)
            shutil.copytree(ROOT / name, clone / name)
        else:
            shutil.copy(ROOT / name, clone / name)
    git("add", "--all")
    if git("status", "--porcelain"):
        git("commit", "--quiet", "--message", "Not committed yet")
    return f"git+file://{clone}@{git('rev-parse', 'HEAD')}"


class Reader:
    """A fresh environment that is lent this one's packages, but for linefit."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", symlinks=True)
        self.python = folder / "venv" / "bin" / "python"
        (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
        for package in Path(nbformat.__file__).parents[1].iterdir():
            if "linefit" not in package.name and package.name != "__pycache__":
                (site / package.name).symlink_to(package)
        self.environment = {
            "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "OMP_NUM_THREADS": "1",
            # A chapter prints how large a picture is, which depends on the style.
            "MATPLOTLIBRC": str(BOOK / "matplotlibrc"),
            # What pip would fetch to build a wheel is here already, and it keeps what it built.
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_CACHE_DIR": str(cache),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def execute(self, notebook: nbformat.NotebookNode) -> None:
        """Run all cells with a kernel of this environment."""
        launch = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": [str(self.python), *launch], "display_name": "", "env": self.environment}
        (self.folder / "kernels" / "python3").mkdir(parents=True)
        (self.folder / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec))
        kernels = KernelSpecManager(
            kernel_dirs=[str(self.folder / "kernels")], ensure_native_kernel=False
        )
        NotebookClient(
            notebook,
            km=AsyncKernelManager(kernel_spec_manager=kernels),
            timeout=120,
            coalesce_streams=True,
            resources={"metadata": {"path": str(self.folder)}},
        ).execute(cleanup_kc=True)

    def run(self, *arguments: str | Path) -> str:
        command = [self.python, *arguments]
        result = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


def set_up_from(notebook: nbformat.NotebookNode, origin: str) -> nbformat.NotebookNode:
    """Let the first cell install from `origin`."""
    first = notebook.cells[0]
    first.source = re.sub(r"(--no-deps) \S+$", lambda match: f"{match[1]} {origin}", first.source)
    assert origin in first.source
    return notebook


@pytest.fixture(scope="session")
def runs(tmp_path_factory, origin):
    """Run all notebooks, each in an environment of its own; return notebooks or errors."""
    folder = tmp_path_factory.mktemp("readers")

    def run(page: Page) -> nbformat.NotebookNode | Exception:
        reader = Reader(folder / f"{page.language}-{page.name}", folder / "cache")
        notebook = set_up_from(load(page), origin)
        try:
            reader.run("-c", "from importlib.util import find_spec as f; assert not f('linefit')")
            reader.execute(notebook)
        except (AssertionError, CellExecutionError) as error:
            return error
        return notebook

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(CHAPTERS, pool.map(run, CHAPTERS), strict=True))


def text_and_numbers(output: nbformat.NotebookNode) -> tuple[str, list[float]]:
    """Return what can be compared of an output: of a picture only its kind."""
    if output.output_type == "stream":
        text = output.text
    elif set(output.data) == {"text/plain"}:
        text = output.data["text/plain"]
    else:
        text = " ".join(sorted(output.data))
    return "".join(NUMBER.sub("#", text).split()), [float(n) for n in NUMBER.findall(text)]


@PER_CHAPTER
def test_notebook_runs_for_a_reader_and_gives_what_the_book_shows(page, runs):
    run = runs[page]
    if isinstance(run, Exception):
        raise run
    book = executed(page)
    hidden = [cell for cell in book.cells if "remove-cell" in cell.metadata.get("tags", [])]
    expected = [c for c in book.cells if c.cell_type == "code" and c not in hidden]
    actual = [cell for cell in run.cells if cell.cell_type == "code"][1:]
    for ours, theirs in zip(actual, expected, strict=True):
        for our, their in zip(ours.outputs, theirs.outputs, strict=True):
            (text, numbers), (book_text, book_numbers) = map(text_and_numbers, (our, their))
            assert text == book_text, ours.source
            assert numbers == pytest.approx(book_numbers, rel=1e-4, abs=1e-3), ours.source


def test_set_up_touches_nothing_but_linefit(tmp_path, origin):
    """Imitate Colab, whose torch, NumPy and matplotlib have to stay as they are."""
    reader = Reader(tmp_path / "colab", tmp_path / "cache")
    before = set(reader.run("-m", "pip", "freeze").splitlines())
    assert any(line.startswith("torch==") for line in before)
    cell = set_up_from(load(CHAPTERS[0]), origin).cells[0].source
    script = tmp_path / "cell.ipy"
    script.write_text(cell + "\n")
    reader.run("-m", "IPython", script)
    after = set(reader.run("-m", "pip", "freeze").splitlines())
    assert before <= after
    assert [line.split(" @ ")[0] for line in after - before] == ["linefit"]
    assert reader.run("-m", "IPython", script) == "", "where linefit is there, nothing happens"


def test_gathering_that_is_broken_off_leaves_the_branch_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "earlier.ipynb").write_text("{}")
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "notebooks")
    with monkeypatch.context() as broken:
        broken.delattr(notebooks, "readme")
        with pytest.raises(NameError):
            notebooks.main()
    assert [path.name for path in (tmp_path / "notebooks").iterdir()] == ["earlier.ipynb"]
    notebooks.main()
    assert digests(tmp_path / "notebooks") == digests(NOTEBOOKS)


def test_branch_has_what_binder_and_a_download_need():
    lines = (NOTEBOOKS / "requirements.txt").read_text().splitlines()
    pins = (ROOT / "requirements.txt").read_text().splitlines()
    for name in ("torch", "numpy", "matplotlib", "pillow"):
        (line,) = [line for line in lines if line.startswith(f"{name}==")]
        assert line in pins
    assert "." in lines
    assert (NOTEBOOKS / "pyproject.toml").exists()
    assert (NOTEBOOKS / "src" / "linefit" / "__init__.py").exists()
    assert (NOTEBOOKS / "runtime.txt").read_text() == "python-3.12\n"
    readme = (NOTEBOOKS / "README.md").read_text("utf-8")
    assert {page.language for page in PAGES} == set(re.findall(r"`(\w\w)/`", readme))
