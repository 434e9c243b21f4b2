"""The settings that `_config.yml` cannot hold: of the language, of this checkout, of where the book
is published. And the words of the interface, in the language of the pages.

`python -m book` builds all languages, and has run their chapters. `jupyter-book build book/en
--config _config.yml --toc _toc.yml` builds one alone, and runs here what the cache lacks.
"""

import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from book._ext import i18n
from book._tools import build, sources
from book._tools.environ import set_environment
from book._tools.repository import find_repository, find_site, last_changes
from book._tools.sources import BookError, Language

# Those of the book's own.
SETTINGS: dict[str, Any] = {
    "comments_config": {},  # Jupyter Book sets it, whatever extensions there are
    "last_changes": {},  # the day of each file's last change
    "launch_repository": "",  # owner/name, where Colab and Binder find notebooks
    "notebook_source": "",  # where notebooks install `linefit` from
    "notebook_words": {},  # what they say, in the language of the pages
    "whole_site": False,  # whether the other languages are beside this one
    "words": {},  # those of the interface, by their English text
}
COMMAND = "jupyter-book build book/{} --config _config.yml --toc _toc.yml"


def find_language(folder: Path) -> Language:
    """Return the language whose chapters are in `folder`."""
    languages = {language.folder: language for language in sources.languages()}
    if folder not in languages:
        codes = [language.code for language in languages.values()]
        command = COMMAND.format("en" if "en" in codes else codes[0])
        raise BookError(
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
        "bibtex_bibfiles": [str(sources.BOOK / "references.bib")],
        "external_toc_path": str(sources.TOC),
        "nb_execution_cache_path": str(build.cache_path()),
        "last_changes": last_changes(language.folder),
        "html_context": {"site_address": site},
        **language.settings,
    }
    if site:
        own["html_baseurl"] = f"{site}{language.code}/"
    if repository:
        own["html_context"]["edit_address"] = repository.editor(f"book/{language.code}/")
        own["launch_repository"] = repository.slug
        own["notebook_source"] = f"{repository.address}/archive/{repository.revision}.zip"
    return own


def read_anew(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> set[str]:
    """Name all pages as changed: what an earlier build has kept shows titles of others."""
    return env.found_docs


def run_chapters(app: Sphinx, config: Config) -> None:
    """Run what the cache lacks, as `python -m book` would have."""
    if not config.whole_site:
        try:
            with build.lock():
                build.run_chapters([find_language(Path(app.srcdir))], sources.pages())
        except BookError as error:
            sys.exit(str(error))


def setup(app: Sphinx) -> None:
    """Set what this language needs, before other extensions ask for it."""
    set_environment()
    try:
        language = find_language(Path(app.srcdir))
        sources.pages()
        sources.check_settings()
        app.config.overrides.update(settings(language))
    except BookError as error:
        sys.exit(str(error))
    app.config.language = language.code
    i18n.begin(language)
    for name, default in SETTINGS.items():
        app.add_config_value(name, default, "html")
    if app.config.overrides.get("launch_repository"):
        # Pages say `{only} published` of what holds of a published book alone.
        app.tags.add("published")
    app.connect("config-inited", i18n.translate)
    app.connect("config-inited", run_chapters)
    app.connect("env-get-outdated", read_anew)
    app.connect("build-finished", i18n.report)
