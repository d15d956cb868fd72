"""Configuration of Sphinx."""

import re

import sktopics

project = "sktopics"
author = "The sktopics developers"
copyright = f"2026, {author}"
version = release = sktopics.__version__

extensions = [
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
]
templates_path = ["_templates"]
exclude_patterns = ["_build", "_templates"]

html_theme = "pydata_sphinx_theme"
html_title = f"sktopics {version}"
html_static_path = ["_static"]
html_css_files = ["custom.css"]
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_sidebars = {"index": [], "install": [], "getting_started": []}

# The pages of the API are written from each family's __all__.
autosummary_generate = True
autosummary_ignore_module_all = False
autosummary_imported_members = True
autodoc_typehints = "none"
default_role = "obj"
toc_object_entries_show_parents = "hide"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 1,
    "plot_gallery": "True",
}


def unlink_foreign_references(app, what, name, obj, options, lines):
    """Keep the text of scikit-learn's references to its own user guide.

    Methods that estimators inherit refer to labels of scikit-learn's pages, which
    are none of ours.
    """
    foreign = re.compile(r":ref:`([^<`]+?)\s*<(?:metadata_routing|sphx_glr_)[^>`]*>`")
    bare = re.compile(r":ref:`(?:metadata_routing|sphx_glr_)[^`]*`")
    text = foreign.sub(r"\1", "\n".join(lines))
    lines[:] = bare.sub("scikit-learn's examples", text).split("\n")


def setup(app):
    """Connect the hooks of this file."""
    app.connect("autodoc-process-docstring", unlink_foreign_references)
