"""Addresses as authors have written them: MyST escapes `&`, and letters that are not English."""

from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class NamePictures(SphinxTransform):
    """Give a picture the name of its file, which Sphinx looks for as it is written."""

    default_priority = 500

    def apply(self, **kwargs: object) -> None:
        """Undo the escapes where a file is called so."""
        folder = Path(self.env.doc2path(self.env.docname)).parent
        for picture in self.document.findall(nodes.image):
            name = unquote(picture["uri"])
            if (folder / name).is_file():
                picture["uri"] = name


def mend(app: Sphinx, doctree: nodes.document) -> None:
    """Undo those of links; pages and notebooks escape what they write."""
    for link in doctree.findall(nodes.reference):
        if "refuri" in link:
            link["refuri"] = link["refuri"].replace("&amp;", "&")


def setup(app: Sphinx) -> None:
    """Mend addresses as a page is read."""
    app.add_transform(NamePictures)
    app.connect("doctree-read", mend)
