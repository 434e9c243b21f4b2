"""Every chapter is a clean notebook, and runs where only the notebook was downloaded."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from book._ext.notebook import set_up
from book._tools import notebooks
from book._tools.build import SITE
from book._tools.notebooks import NOTEBOOKS
from book._tools.repository import PACKAGE, find_repository
from tests.book.copies import digests
from tests.book.outputs import NUMBER, executed
from tests.book.source_pages import BOOK, LANGUAGES, PAGES, ROOT, Page, notebook_words

CHAPTERS = [page for page in PAGES if page.cells]
PER_CHAPTER = pytest.mark.parametrize("page", CHAPTERS, ids=str)


def path(page: Page) -> Path:
    return NOTEBOOKS / page.language / f"{page.name}.ipynb"


def load(page: Page) -> nbformat.NotebookNode:
    return nbformat.read(path(page), as_version=4)


def prose(notebook: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def code(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the code of the page: not the cells that set up and bring the language's words."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return cells[2:] if "linefit.use_words(" in "".join(cells[1:2]) else cells[1:]


def shown(page: Page) -> list[str]:
    """Return the code that the page shows: all but the hidden cells and the folded solutions."""
    folded = solved(page)
    return [source for source in sources(page.cells) if source not in folded]


def solutions(page: Page) -> list[str]:
    """Return the solutions of a page as they are written."""
    gated = r"^```\{solution-start\}.*?^```\{solution-end\}"
    return re.findall(rf"{gated}|^```\{{solution\}}.*?^```$", page.text, re.M | re.S)


def solved(page: Page) -> list[str]:
    """Return the code in the solutions of a page."""
    text = "\n".join(solutions(page))
    return sources(re.findall(r"^```\{code-cell\}.*?^```$", text, re.M | re.S))


def sources(cells: list[str]) -> list[str]:
    """Return the code of cells that are not hidden."""
    bare = [re.sub(r"\A```\{code-cell\}.*\n|```\Z", "", cell) for cell in cells]
    visible = [cell for cell in bare if "remove-cell" not in cell]
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
    first = load(page).cells[0].source
    comment, *rest = first.splitlines()
    assert comment == "# " + notebook_words(page.language)["set_up"]
    # Long enough to do its work, short enough to be read before it is run.
    assert len(rest) < 30
    repository = find_repository()
    archive = f"--no-deps {repository.address}/archive/" if repository else ""
    assert (archive or repr(notebook_words(page.language)["nowhere"])) in first
    assert repr(notebook_words(page.language)["failed"])[:-1] in first
    compile(first, "first cell", "exec")


@PER_CHAPTER
def test_code_is_that_of_the_page_and_hidden_cells_are_gone(page):
    assert code(load(page)) == shown(page)


@PER_CHAPTER
def test_no_markup_is_left_that_a_notebook_does_not_know(page):
    text = re.sub(r"^```.*?^```$", "", prose(load(page)), flags=re.S | re.M)
    text = re.sub(r"\$\$.*?\$\$|\$[^$]+\$|`[^`]*`", "", text, flags=re.S)
    text = re.sub(r"</?(details|summary|em|strong|sub|sup|br)>|<img [^>]+>", "", text)
    for pattern in (r"\{[\w:-]+\}", r"^:::", r"^```\{", r"^\([\w-]+\)=", r"^:\w+:", r"%s", "<"):
        assert not re.search(pattern, text, re.M), pattern


@PER_CHAPTER
def test_equations_are_those_of_the_page(page):
    displayed = re.findall(r"\$\$(.*?)\$\$", prose(load(page)), re.S)
    without_numbers = [re.sub(r"\n\\tag\{[\d.]+\}\s*\Z", "", tex) for tex in displayed]
    written = [re.sub(r"\A(:\w+: \S+ )+", "", tex) for tex in page.equations]
    assert [" ".join(tex.split()) for tex in without_numbers] == written


@PER_CHAPTER
def test_no_solution_is_seen_before_it_is_unfolded(page):
    cells = [cell.source for cell in load(page).cells]
    folds = re.findall(r"^<details>$.*?^</details>$", "\n".join(cells), re.M | re.S)
    # Hints fold, too.
    assert len(folds) == len(re.findall(r"^:class: dropdown$", page.text, re.M))
    for source in solved(page):
        assert source not in cells
        assert source in "\n".join(folds)


@PER_CHAPTER
def test_links_lead_to_the_published_book_or_elsewhere(page):
    repository = find_repository()
    for address in re.findall(r"(?<!\\)\]\(([^)]+)\)", prose(load(page))):
        assert re.match(r"https?://", address), address
        if repository and address.startswith(repository.pages):
            file = SITE / address.removeprefix(repository.pages).partition("#")[0]
            assert file.exists(), address


# The reader's computer: torch is there, linefit is not.


@pytest.fixture(scope="session")
def origin(tmp_path_factory):
    """Pack `linefit` as GitHub packs the repository, and return the address of the archive."""
    folder = tmp_path_factory.mktemp("origin")
    (folder / "line-1").mkdir()
    for name in [*PACKAGE, "LICENSE"]:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, folder / "line-1" / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, folder / "line-1" / name)
    archive = shutil.make_archive(str(folder / "1"), "zip", folder, "line-1")
    return Path(archive).as_uri()


class Reader:
    """A fresh environment that is lent this one's packages, but for linefit and others."""

    def __init__(self, folder: Path, cache: Path, without: str = "linefit") -> None:
        self.folder = folder
        venv.create(folder / "venv", symlinks=True)
        self.python = folder / "venv" / "bin" / "python"
        (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
        for package in Path(nbformat.__file__).parents[1].iterdir():
            if not re.search(rf"{without}|^__pycache__$", package.name):
                (site / package.name).symlink_to(package)
        self.environment = {
            # No git.
            "PATH": str(self.python.parent),
            "HOME": str(folder),
            "OMP_NUM_THREADS": "1",
            # A chapter prints how large a picture is, which depends on the style.
            "MATPLOTLIBRC": str(BOOK / "matplotlibrc"),
            "MPLCONFIGDIR": str(cache / "matplotlib"),
            # What pip would fetch to build a wheel is here already, and it keeps what it built.
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_CACHE_DIR": str(cache),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def execute(self, notebook: nbformat.NotebookNode) -> None:
        """Run all cells with a kernel of this environment."""
        launch = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": [str(self.python), *launch], "display_name": "", "env": self.environment}
        (self.folder / "kernels" / "python3").mkdir(parents=True, exist_ok=True)
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


def set_up_from(
    notebook: nbformat.NotebookNode, origin: str, language: str
) -> nbformat.NotebookNode:
    """Let the first cell install from `origin`."""
    notebook.cells[0].source = set_up(notebook_words(language), origin, "")
    return notebook


# The code is the same in every language, so each chapter is run in one of them, in turn.
RUN = [
    Page(LANGUAGES[i % len(LANGUAGES)], name)
    for i, name in enumerate(dict.fromkeys(p.name for p in CHAPTERS))
]


@pytest.fixture(scope="session")
def runs(tmp_path_factory, origin):
    """Run the notebooks, those of a language in one environment; return notebooks or errors."""
    folder = tmp_path_factory.mktemp("readers")
    # The first time, matplotlib lists all fonts. Where that takes long it says so, in an output.
    Reader(folder / "first", folder / "cache").run("-c", "import matplotlib.font_manager")

    def run(language: str) -> dict[Page, nbformat.NotebookNode | Exception]:
        reader = Reader(folder / language, folder / "cache")
        reader.run("-c", "from importlib.util import find_spec as f; assert not f('linefit')")
        results: dict[Page, nbformat.NotebookNode | Exception] = {}
        for page in (page for page in RUN if page.language == language):
            results[page] = set_up_from(load(page), origin, language)
            try:
                reader.execute(results[page])
            except CellExecutionError as error:
                results[page] = error
        return results

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {page: run for runs in pool.map(run, LANGUAGES) for page, run in runs.items()}


def text_and_numbers(output: nbformat.NotebookNode) -> tuple[str, list[float]]:
    """Return what can be compared of an output: of a picture only its kind."""
    if output.output_type == "stream":
        text = output.text
    elif set(output.data) == {"text/plain"}:
        text = output.data["text/plain"]
    else:
        text = " ".join(sorted(output.data))
    return "".join(NUMBER.sub("#", text).split()), [float(n) for n in NUMBER.findall(text)]


@pytest.mark.parametrize("page", RUN, ids=str)
def test_notebook_runs_for_a_reader_and_gives_what_the_book_shows(page, runs):
    run = runs[page]
    if isinstance(run, Exception):
        raise run
    book = executed(page)
    expected = [cell for cell in book.cells if cell.source.strip() in shown(page)]
    actual = [cell for cell in run.cells if cell.cell_type == "code"][-len(code(run)) :]
    for ours, theirs in zip(actual, expected, strict=True):
        for our, their in zip(ours.outputs, theirs.outputs, strict=True):
            (text, numbers), (book_text, book_numbers) = map(text_and_numbers, (our, their))
            assert text == book_text, ours.source
            # What is counted in bytes has the words of the language in it.
            rel = 1e-2 if "to_jshtml" in ours.source else 1e-4
            assert numbers == pytest.approx(book_numbers, rel=rel, abs=1e-3), ours.source


def test_set_up_touches_nothing_but_linefit(tmp_path, origin):
    """Imitate Colab, whose torch, NumPy and matplotlib have to stay as they are."""
    reader = Reader(tmp_path / "colab", tmp_path / "cache")
    before = set(reader.run("-m", "pip", "freeze").splitlines())
    assert any(line.startswith("torch==") for line in before)
    script = tmp_path / "cell.ipy"
    script.write_text(set_up(notebook_words("en"), origin, ""))
    reader.run("-m", "IPython", script)
    after = set(reader.run("-m", "pip", "freeze").splitlines())
    assert before <= after
    assert [line.split(" @ ")[0] for line in after - before] == ["linefit"]
    assert reader.run("-m", "IPython", script) == "", "where linefit is there, nothing happens"


CPU = " --index-url https://download.pytorch.org/whl/cpu"
ARCHIVE = "https://line.invalid/1.zip"
BARE = "linefit|torch|numpy|matplotlib|^PIL$|^pillow"


@pytest.fixture
def bare(tmp_path):
    """Make an environment with JupyterLab alone, which reaches no network."""
    reader = Reader(tmp_path / "bare", tmp_path / "cache", BARE)
    reader.environment["PIP_NO_INDEX"] = "1"
    return reader


def first_cell(reader: Reader, source: str) -> list[str]:
    """Run a first cell in IPython and return the lines that it shows."""
    script = reader.folder / "cell.ipy"
    script.write_text(source, "utf-8")
    command = [reader.python, "-m", "IPython", "--no-banner", "--colors=NoColor", script]
    environment = reader.environment | {"PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        command,
        cwd=reader.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return [line for line in run.stdout.splitlines() if line.strip()]


def test_set_up_installs_all_that_is_missing(tmp_path, bare, origin):
    for module, package in {
        "torch": "torch",
        "numpy": "numpy",
        "matplotlib": "matplotlib",
        "PIL": "pillow",
    }.items():
        with zipfile.ZipFile(tmp_path / f"{package}-99-py3-none-any.whl", "w") as wheel:
            info = f"{package}-99.dist-info"
            wheel.writestr(f"{module}/__init__.py", "")
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 99\n"
            )
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    bare.environment |= {"PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    cell = set_up(notebook_words("en"), origin, "")
    assert first_cell(bare, cell) == [
        "pip install torch" + CPU * (sys.platform == "linux"),
        "pip install numpy",
        "pip install matplotlib",
        "pip install pillow",
        f"pip install --no-deps {origin}",
    ]
    for module in ("torch", "numpy", "matplotlib", "PIL", "linefit"):
        bare.run("-c", f"from importlib.util import find_spec as f; assert f('{module}')")
    assert first_cell(bare, cell) == [], "where all is there, nothing happens"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_installed_is_said_in_one_line(language, bare):
    shown = first_cell(
        bare, set_up(notebook_words(language), ARCHIVE, "https://reader.github.io/#run")
    )
    assert shown[0].startswith("pip install torch ")
    assert shown[1:] == [f"{notebook_words(language)['failed']} https://reader.github.io/#run"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["version_info = (3, 10)", "platform = 'emscripten'"])
def test_a_python_that_will_not_do_is_told_in_one_line(language, place, bare):
    cell = set_up(notebook_words(language), ARCHIVE, "")
    shown = first_cell(bare, cell.replace("import sys\n", f"import sys\nsys.{place}\n", 1))
    assert shown == [notebook_words(language)["old"].format(python="3.11")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_without_an_address_says_so_in_one_line(language, bare):
    assert first_cell(bare, set_up(notebook_words(language), "", "")) == [
        notebook_words(language)["nowhere"]
    ]


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


def test_without_a_site_nothing_is_gathered(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "SITE", tmp_path / "html")
    with pytest.raises(SystemExit, match=r"html: not found; build the book first"):
        notebooks.main()


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
