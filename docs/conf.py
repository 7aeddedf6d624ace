"""Settings of Sphinx: `make docs`."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

import ocpp

project = "csms-ocpp"
author = "The CSMS authors"
project_copyright = "2026, The CSMS authors"
version = release = ocpp.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Single backticks in docstrings are code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# A metaclass that no user writes; autodoc cannot read its signature.
autodoc_default_options = {"members": True, "show-inheritance": True, "exclude-members": "ConstructorAids"}
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100

html_theme = "furo"
html_title = f"csms-ocpp {release}"
html_copy_source = False


def leave_builtins_unlinked(_app: Sphinx, doctree: nodes.document) -> None:
    """Show the built-in `type` of a signature as text: Sphinx would link it to any attribute of that name."""
    for reference in list(doctree.findall(addnodes.pending_xref)):
        if reference.get("reftarget") == "type":
            reference.replace_self(nodes.Text("type"))


def setup(app: Sphinx) -> None:
    """Tell Sphinx of what is done in this file."""
    app.connect("doctree-read", leave_builtins_unlinked)
