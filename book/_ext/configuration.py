"""The settings that `_config.yml` cannot hold: of the language, of this checkout, of where the book
is published. And the words of the interface, in the language of the pages.

`python -m book` builds all languages, and has run their chapters. `jupyter-book build book/en
--config _config.yml --toc _toc.yml` builds one alone, and runs here what the cache lacks.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from sphinx import locale, package_dir
from sphinx.application import Sphinx
from sphinx.config import Config

from book._ext.words import Words, report
from book._tools import build, sources
from book._tools.environ import set_environment
from book._tools.repository import find_repository, find_site, last_changes
from book._tools.sources import Language, SourceError

COMMAND = "jupyter-book build book/{} --config _config.yml --toc _toc.yml"


def find_language(folder: Path) -> Language:
    """Return the language whose chapters are in `folder`, or end the build in a line."""
    try:
        languages = {language.folder: language for language in sources.languages()}
        sources.pages()
        sources.check_config()
    except SourceError as error:
        sys.exit(str(error))
    if folder not in languages:
        codes = [language.code for language in languages.values()]
        command = COMMAND.format("en" if "en" in codes else codes[0])
        sys.exit(
            f"{folder} is no language of the book. All languages are built by `make book`, "
            f"one alone by `{command}`"
        )
    return languages[folder]


def settings(language: Language) -> dict[str, Any]:
    """Return the settings of a language."""
    repository = find_repository()
    site = find_site(repository)
    own: dict[str, Any] = {
        "html_title": language.title,
        "html_static_path": [str(sources.BOOK / "_static")],
        "bibtex_bibfiles": [str(sources.BOOK / "references.bib")],
        "external_toc_path": str(sources.TOC),
        "nb_execution_cache_path": str(build.cache_path()),
        "last_changes": last_changes(language.folder),
        **language.settings,
    }
    if site:
        own["html_baseurl"] = f"{site}{language.code}/"
    if repository:
        own["html_context"] = {"edit_address": repository.editor(f"book/{language.code}/")}
        own["launch_repository"] = f"{repository.owner}/{repository.name}"
        own["notebook_source"] = f"{repository.address}/archive/{repository.revision}.zip"
    return own


def begin_anew(app: Sphinx) -> None:
    """Forget what an earlier build of one language left: pages show titles of others."""
    for folder in (Path(app.doctreedir), Path(app.outdir)):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def translate(app: Sphinx, config: Config) -> None:
    """Put the words of the overlay before those of all catalogues, which know some of them."""
    for name, catalogue in list(locale.translators.items()):
        if name[0] == "general":
            locale.translators[name] = Words(config.words, catalogue)
    app.translator = locale.translators["general", "sphinx"]


def run_chapters(app: Sphinx, config: Config) -> None:
    """Run what the cache lacks, as `python -m book` would have."""
    if not config.whole_site:
        lock = build.take_lock()
        try:
            build.run_chapters([find_language(Path(app.srcdir))], sources.pages())
        except (SourceError, build.BuildError) as error:
            sys.exit(str(error))
        finally:
            os.close(lock)


def setup(app: Sphinx) -> dict[str, bool]:
    """Set what this language needs, before other extensions ask for it."""
    set_environment()
    language = find_language(Path(app.srcdir))
    app.config.overrides.update(settings(language))
    app.config.language = language.code
    locale.translators.pop(("general", "sphinx"), None)
    locale.init([str(Path(package_dir, "locale"))], language.code)
    app.add_config_value("words", {}, "html")
    app.add_config_value("last_changes", {}, "html")
    # Whether the other languages are beside this one.
    app.add_config_value("whole_site", False, "html")
    begin_anew(app)
    app.connect("config-inited", translate)
    app.connect("config-inited", run_chapters)
    app.connect("build-finished", report)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
