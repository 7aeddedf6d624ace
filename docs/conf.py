"""Settings of Sphinx: `make docs`."""

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
