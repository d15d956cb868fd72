"""Figures of plotly and reports in the gallery: each is a page of its own in a frame.

Sphinx-Gallery asks this module for `_get_sg_image_scraper`. The scraper writes what a
block of code has made as a page beside the images of the gallery. `copy_pages` puts
pages and plotly.js, which all of them share, into the built site: nothing comes from a
network. If there is a browser, it draws the first figure of an example as a picture.
"""

import atexit
import functools
import html
import importlib.util
import shutil
from pathlib import Path
from typing import NamedTuple

GALLERY = "auto_examples"
FOLDER = "figures"  # in the gallery, and in _static of the built site
PLOTLY_JS = "plotly.min.js"
HEIGHT = 450  # plotly's own, if a figure has none
HEIGHT_OF_REPORTS = 760
WIDTH_OF_PICTURES = 800
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ margin: 0; background: white; overflow-x: auto }}</style>
</head>
<body>
{figure}
</body>
</html>
"""
FRAME = """.. raw:: html

    <iframe class="figure-page" src="{path}" title="{title}" loading="lazy"
      style="height: {height}px"></iframe>
    <p class="figure-page"><a href="{path}">Alone in the window</a></p>

"""


class FigurePage(NamedTuple):
    """A page that shows one figure or one report."""

    title: str
    html: str
    height: int


def _get_sg_image_scraper():
    return write_pages


def write_pages(block, block_vars, gallery_conf):
    """Write what a block of code has made, and return the frames that show it."""
    variables = block_vars["example_globals"]
    shown = variables.setdefault("__shown__", [])
    images, frames = block_vars["image_path_iterator"], []
    for value in list(variables.values()):
        page = page_of(value)
        if page is None or any(value is other for other in shown):
            continue
        shown.append(value)
        script = Path(block_vars["target_file"])  # its copy in the gallery
        path = script.parent / FOLDER / f"{script.stem}_{len(shown)}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.html, encoding="utf-8")
        if len(shown) == 1 and (browser := open_browser()) is not None:
            save_picture(browser, path, next(images), page.height)
        address, title = f"../_static/{FOLDER}/{path.name}", html.escape(page.title)
        frames.append(FRAME.format(path=address, title=title, height=page.height))
    return "\n".join(frames)


def page_of(value):
    """Return the page of a figure or a report, and None for anything else."""
    kind = type(value).__name__
    if kind == "TopicReport":
        title = value.summary["title"]
        return FigurePage(title, value.to_html(), HEIGHT_OF_REPORTS)
    if kind != "Figure" or not hasattr(value, "to_plotly_json"):
        return None
    title = value.layout.title.text or "A figure"
    figure = value.to_html(
        full_html=False, include_plotlyjs=f"../{PLOTLY_JS}", config={"responsive": True}
    )
    height = int(value.layout.height or HEIGHT)
    # plotly escapes titles as HTML does: they are read as they are.
    page = PAGE.format(title=title.split("<br>")[0], figure=figure)
    return FigurePage(html.unescape(title), page, height)


@functools.cache
def open_browser():
    """Return a browser without a window, or None where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    browser = driver.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu"]
    )
    atexit.register(driver.stop)
    atexit.register(browser.close)
    return browser


def save_picture(browser, path, image, height):
    """Draw a page: plotly.js is put beside its folder, as in the built site."""
    write_plotly_js(path.parents[1])
    size = {"width": WIDTH_OF_PICTURES, "height": height}
    page = browser.new_page(viewport=size, reduced_motion="reduce")
    page.goto(path.as_uri())
    page.wait_for_selector(".main-svg, html[data-ready='true']")
    page.wait_for_timeout(500)
    page.screenshot(path=image)
    page.close()


def write_plotly_js(folder):
    """Write plotly.js, as the package plotly has it, unless it is there."""
    from plotly.offline import get_plotlyjs, get_plotlyjs_version

    path = Path(folder, PLOTLY_JS)
    version = Path(folder, f"{PLOTLY_JS}.version")
    known = version.read_text(encoding="utf-8") if version.exists() else None
    if path.exists() and known == get_plotlyjs_version():
        return
    path.write_text(get_plotlyjs(), encoding="utf-8")
    version.write_text(get_plotlyjs_version(), encoding="utf-8")


def copy_pages(app, exception):
    """Put the pages of all examples into the built site, after a build."""
    folder = Path(app.srcdir, GALLERY, FOLDER)
    if exception is not None or app.builder.format != "html" or not folder.is_dir():
        return
    static = Path(app.outdir, "_static")
    shutil.copytree(folder, static / FOLDER, dirs_exist_ok=True)
    write_plotly_js(static)
