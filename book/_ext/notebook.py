"""Write a notebook beside every page with code: plain Markdown and code cells, no outputs."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

from book._ext.doctree import is_code
from book._ext.i18n import words_in
from book._ext.markdown import Block, Code, Heading, Translator
from book._tools.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PYTHON = re.findall(r">=\s*(\d+)\.(\d+)", PROJECT["project"]["requires-python"])[0]
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# Nothing but the standard library, and nothing that an old Python stumbles over: it runs where
# nothing is installed. What is there is left as it is. On Linux PyPI has PyTorch with CUDA, which
# weighs gigabytes; PyTorch's own index has it without, and `make` takes it from there, too.
SET_UP = """\
# {set_up}
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from subprocess import DEVNULL, call

class Stop(Exception):
    def _render_traceback_(self):
        return [str(self)]

if sys.version_info < ({python}) or sys.platform == "emscripten":
    raise Stop({old!r}){nowhere}
cpu = " --index-url https://download.pytorch.org/whl/cpu" if sys.platform == "linux" else ""
needs = {{
{needs}
}}
for module, arguments in needs.items():
    if find_spec(module) is None:
        print("pip install", arguments)
        pip = [sys.executable, "-m", "pip", "install", *arguments.split()]
        call(pip, stdout=DEVNULL, stderr=DEVNULL)
        invalidate_caches()
        if find_spec(module) is None:
            raise Stop({failed!r})"""
# Where the book is not published, there is no address to install `linefit` from.
NOWHERE = """
if find_spec("linefit") is None:
    raise Stop({nowhere!r})"""
USE_WORDS = """\
import linefit

linefit.use_words({words})"""
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}


def is_executable(doctree: nodes.document) -> bool:
    """Tell whether a page has code cells."""
    return any(doctree.findall(is_code))


def scripts(doctree: nodes.document) -> str:
    """Return the scripts of the instruments of `linefit` that a page shows."""
    outputs = "".join(raw.astext() for raw in doctree.findall(nodes.raw))
    names = {*re.findall(r"<linefit-(\w+)", outputs)}
    shown = {"kit", *names} if names else set()
    paths = sorted(ROOT.glob("src/linefit/*/*.js"))
    return "".join(path.read_text("utf-8") for path in paths if path.parent.name in shown)


def set_up(words: dict[str, str], source: str, how: str) -> str:
    """Return the first cell: it installs what is missing, `linefit` from the address `source`.

    Where that fails, it leads to the address `how`.
    """
    needs = {}
    for requirement in PROJECT["project"]["dependencies"]:
        package = re.findall(r"[\w.-]+", requirement)[0]
        needs[{"pillow": "PIL"}.get(package, package)] = f'"{package}"'
    needs["torch"] += " + cpu"
    if source:
        needs["linefit"] = f'"--no-deps {source}"'
    return SET_UP.format(
        # It is a comment.
        set_up=" ".join(words["set_up"].split()),
        python=", ".join(PYTHON),
        old=words["old"].replace("{python}", ".".join(PYTHON)),
        needs="\n".join(f'    "{module}": {package},' for module, package in needs.items()),
        failed=f"{words['failed']} {how}".strip(),
        nowhere="" if source else NOWHERE.format(nowhere=words["nowhere"]),
    )


def notebook(first: list[NotebookNode], blocks: Iterable[Block]) -> NotebookNode:
    """Return a notebook: after its first cells one for each heading and each code."""
    cells = list(first)
    for block in blocks:
        if isinstance(block, Code):
            metadata = FOLDED if block.folded else {}
            cells.append(new_code_cell(block.source, metadata=metadata))
        elif isinstance(block, Heading):
            # Folding leaves the cell of a heading in sight: nothing else may stand in it.
            cells.append(new_markdown_cell(str(block)))
        elif not cells or cells[-1].cell_type == "code" or cells[-1].source.startswith("#"):
            cells.append(new_markdown_cell(block))
        else:
            cells[-1].source += f"\n\n{block}"
    for index, cell in enumerate(cells):
        # Equal pages make equal notebooks; Colab looks for the name in the metadata.
        cell.id = cell.metadata["id"] = f"cell-{index}"
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    whole: NotebookNode = new_notebook(cells=cells, metadata=metadata)
    return whole


def first_cells(app: Sphinx, doctree: nodes.document) -> list[NotebookNode]:
    """Return the cells that a notebook begins with."""
    how = how_to_run(app)
    address = f"{app.config.html_baseurl}{how}" if app.config.html_baseurl and how else ""
    source = set_up(app.config.notebook_words, app.config.notebook_source, address)
    cells = [new_code_cell(source)]
    words = words_in(scripts(doctree), app.config.words)
    if words:
        lines = [f"    {english!r}: {word!r}," for english, word in words.items()]
        source = USE_WORDS.format(words="\n".join(["{", *lines, "}"]))
        cells.append(new_code_cell(source, metadata=FOLDED))
    return cells


def how_to_run(app: Sphinx) -> str:
    """Return where the book says how to run a notebook, from its root, or an empty string."""
    labels = cast("StandardDomain", app.env.get_domain("std")).anonlabels
    page, anchor = labels.get("sec-index-run", ("", ""))
    return f"{app.builder.get_target_uri(page)}#{anchor}" if page else ""


def write(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the notebook of a page that has been resolved."""
    if app.builder.name != "html":
        return
    path = Path(app.outdir, "notebooks", f"{docname}.ipynb")
    if is_executable(doctree):
        path.parent.mkdir(parents=True, exist_ok=True)
        blocks = Translator(app, docname).blocks(doctree)
        nbformat.write(notebook(first_cells(app, doctree), blocks), path)


def setup(app: Sphinx) -> None:
    """Write a notebook of every page with code."""
    app.connect("doctree-resolved", write)
