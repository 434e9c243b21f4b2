"""Run the chapters' code once, ahead of Sphinx, so that every language reads the same cache.

Sphinx alone would run one chapter at a time and say little about it; here all cores run
chapters, each with a line of progress, and an error names the file, the line and the cell.
"""

import atexit
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_client.kernelspec import NoSuchKernel
from myst_nb.core.read import is_myst_markdown_notebook, myst_nb_reader_plugin
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError

from .kernels import fork_kernels
from .sources import BookError, read_text, relative

TIMEOUT = 120  # seconds a cell may take
STARTS = 3  # of a kernel: between the choice of its ports and its start others may take one
# The tags that a cell may bear; myst-nb overlooks others.
# "remove-input" is not among them: the notebook would lack code that its next cells need.
TAGS = {"hide-cell", "hide-input", "hide-output", "remove-cell", "remove-output"}
# Characters that a cell may print.
MOST_PRINTED = 100_000
# Tags that are no list; YAML's readers name no line.
LOOSE_TAGS = re.compile(r"^:tags:(?!\s*\[).*", re.M)
ADDRESS = re.compile(r"<.* at 0x[0-9a-f]+>")


def execute(chapters: list[Path], cache_path: Path) -> int:
    """Run those chapters whose code the cache does not hold, and return how many there were.

    Raises BookError for all that failed, together.
    """
    cache = open_cache(cache_path)
    waiting: dict[str, tuple[Path, NotebookNode]] = {}
    for path in chapters:
        notebook = read(path)
        if notebook is not None and not holds(cache, notebook):
            # Languages share their code: the first one's chapter runs for all.
            key = cache.create_hashed_notebook(notebook)[1]
            waiting.setdefault(key, (path, notebook))
            # What an interrupted run left of it would stand in the way.
            shutil.rmtree(cache_path / "executed" / key, ignore_errors=True)

    fork_kernels()
    failures = []
    # No core idles: a kernel that starts or stops waits, and the longest chapters come first.
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        jobs = sorted(waiting.values(), key=lambda job: job[0].stat().st_size, reverse=True)
        runs = {pool.submit(run, *job): job for job in jobs}
        for k, done in enumerate(as_completed(runs), 1):
            path, notebook = runs[done]
            try:
                seconds = done.result()
            except BookError as error:
                failures.append(str(error))
                continue
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            try:
                cache.cache_notebook_bundle(bundle, overwrite=True)
            except RuntimeError as error:  # its cause is what the database says
                raise OSError(f"{cache_path}: {error.__cause__}") from error
            print(f"  chapter {k} of {len(runs)}: {path.stem}, {seconds:.1f} s", flush=True)
    if failures:
        raise BookError("\n".join(sorted(failures)))
    return len(waiting)


def open_cache(path: Path) -> JupyterCacheAbstract:
    """Open the cache at `path`; one that an interrupted run left unreadable is begun anew."""
    try:
        cache = get_cache(path)
        cache.list_cache_records()
    except Exception:
        shutil.rmtree(path, ignore_errors=True)
        cache = get_cache(path)
    return cache


def holds(cache: JupyterCacheAbstract, notebook: NotebookNode) -> bool:
    """Tell whether the cache can give this notebook's outputs, a truncated record excluded."""
    try:
        cache.merge_match_into_notebook(notebook)
    except Exception:
        return False
    return True


def read(path: Path) -> NotebookNode | None:
    """Read a chapter as a notebook, or return None for a page without code."""
    text = read_text(path)
    if tags := LOOSE_TAGS.search(text):
        line = text.count("\n", 0, tags.start()) + 1
        raise BookError(f"{relative(path)}:{line}: tags: expected a list, as in [hide-input]")
    try:
        if is_myst_markdown_notebook(text):
            notebook: NotebookNode = myst_nb_reader_plugin(str(path))
            check_cells(path, notebook)
            return notebook
    except BookError:
        raise
    except Exception as error:  # of YAML in its header or in a cell's options, of whichever library
        raise BookError(f"{relative(path)}: cannot be read: {error}") from None
    if "{code-cell}" in text:
        raise BookError(f"{relative(path)}: has code cells but no jupytext header that can be read")
    return None


def check_cells(path: Path, notebook: NotebookNode) -> None:
    """Hold the code cells of a chapter to what myst-nb would overlook."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if unknown := cell.metadata.keys() - {"tags"}:
            raise BookError(
                f"{place(path, notebook, index)}: unknown option: {min(unknown)}: expected tags"
            )
        if unknown := {*cell.metadata.get("tags", [])} - TAGS:
            raise BookError(
                f"{place(path, notebook, index)}: unknown tag: {min(unknown)}: expected one of "
                f"{', '.join(sorted(TAGS))}"
            )
        if not cell.source.strip():
            raise BookError(f"{place(path, notebook, index)}: is empty")


def run(path: Path, notebook: NotebookNode) -> float:
    """Run all cells of a chapter in an empty folder, filling in outputs; return the seconds."""
    start = time.monotonic()
    current = 0

    def note(cell: NotebookNode, cell_index: int) -> None:
        nonlocal current
        current = cell_index

    with TemporaryDirectory() as folder:
        for starts in range(1, STARTS + 1):
            client = NotebookClient(
                notebook,
                timeout=TIMEOUT,
                resources={"metadata": {"path": folder}},
                record_timing=False,
                # The last cell tells what is no longer true, whatever stops before.
                allow_errors=True,
                extra_arguments=[
                    "--log-level=ERROR",
                    "--HistoryManager.enabled=False",  # nothing to remember in the reader's home
                    # Pictures twice as fine as they are shown, for screens that can show it.
                    "--InlineBackend.figure_formats={'retina'}",
                ],
                shutdown_kernel="immediate",  # it has nothing to clean up, and would take its time
                on_cell_start=note,
            )
            try:
                client.execute()
                break
            except ValidationError as error:
                raise BookError(
                    f"{place(path, notebook, current)}: shows what no notebook can: {error.message}"
                ) from None
            except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
                raise BookError(f"{place(path, notebook, current)}: {error}") from None
            except RuntimeError as error:
                # At the end of the process nbclient would look for the kernel, and complain.
                atexit.unregister(client._cleanup_kernel)
                if starts == STARTS:
                    raise BookError(f"{relative(path)}: no kernel starts: {error}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
    complaints = [
        f"{place(path, notebook, index)}: {complaint}" for index, complaint in complain(notebook)
    ]
    if complaints:
        raise BookError("\n".join(complaints))
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise BookError(f"{place(path, notebook, index)}: warned: {output.text}")
            if output.output_type == "stream" and len(output.text) > MOST_PRINTED:
                raise BookError(
                    f"{place(path, notebook, index)}: prints {len(output.text):,} characters: "
                    f"expected {MOST_PRINTED:,} at most"
                )
            if found := ADDRESS.search(output.get("data", {}).get("text/plain", "")):
                raise BookError(
                    f"{place(path, notebook, index)}: shows where an object is in memory: "
                    f"{found[0]}; end the cell by a semicolon"
                )
    return time.monotonic() - start


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what a cell has printed: in how many pieces a kernel sends it depends on the machine.

    nbclient can do this, in a time that grows with the square of a line's length.
    """
    joined: list[NotebookNode] = []
    for key, pieces in groupby(outputs, lambda each: each.get("name")):
        if key is None:
            joined.extend(pieces)
        else:
            text = "".join(piece.text for piece in pieces)
            # What a line begins anew with takes the place of what stood there.
            text = re.sub(r"^.*\r(?=[^\n])", "", text, flags=re.M)
            joined.append(NotebookNode(output_type="stream", name=key, text=text))
    return joined


def complain(notebook: NotebookNode) -> list[tuple[int, str]]:
    """Return what there is to say of the cells that failed, each with its index.

    If the chapter claims something untrue, that is what matters, and other cells get a line each.
    If not, what follows on the first failure may be no more than its consequence.
    """
    failed = [
        (index, cell, output)
        for index, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    if any(error.ename == "AssertionError" and error.evalue for _, _, error in failed):
        return [
            (index, f"{error.ename}: {error.evalue}".removeprefix("AssertionError: "))
            for index, _, error in failed
        ]
    return [
        (index, str(CellExecutionError.from_cell_and_msg(cell, error)))
        for index, cell, error in failed[:1]
    ]


def place(path: Path, notebook: NotebookNode, index: int) -> str:
    """Name a cell: file, line, and number among the code cells."""
    number = sum(cell.cell_type == "code" for cell in notebook.cells[: index + 1])
    line = notebook.metadata.source_map[index] + 1
    return f"{relative(path)}:{line}: cell {number}"
