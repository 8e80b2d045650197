"""How `make docs` builds the papers into a site: a link that leads nowhere stops it.

The source folder is the whole checkout, so that links between `docs` and what lies beside it are
the same on a forge and in the site.
"""  # noqa: INP001  Sphinx's own place for it

project = "Closeknit"
extensions = ["myst_parser"]
root_doc = "docs/site"
include_patterns = ["*.md", "docs/*.md", "bench/*.md"]
exclude_patterns = ["src", "tests", "data", "build", ".venv", ".github"]

myst_heading_anchors = 3
myst_url_schemes = ["http", "https", "mailto"]
myst_enable_extensions = ["html_image"]  # pictures in the README are copied, too

html_theme = "furo"  # fetches nothing from elsewhere; fonts are the reader's own
html_title = "Closeknit"
html_extra_path = ["index.html"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
