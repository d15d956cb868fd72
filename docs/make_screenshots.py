"""Pictures of a report for the README and the pages: run it after a change of the page.

``python docs/make_screenshots.py`` fits the model of the quickstart with 20 topics,
writes its report, opens that in Chromium and saves `docs/_static/report_*.png`, whole
pages and parts of them. It needs playwright, pillow and Chromium.
"""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.report import TopicReport
from sktopics.text import stop_words, word_pattern

FOLDER = Path(__file__).parent / "_static"
# Name, theme, width and height in CSS pixels, pixels for one of them.
PICTURES = (
    ("report_light", "light", 1440, 900, 1),
    ("report_dark", "dark", 1440, 900, 1),
    ("report_phone", "light", 390, 780, 2),
)
# Parts of the page for the guide: name, CSS selector.
PARTS = (
    ("report_topics", "#topics"),
    ("report_topic", "#topic-panel"),
    ("report_map", "#map"),
    ("report_time", "#time"),
    ("report_classes", "#classes"),
    ("report_documents", "#documents"),
    ("report_quality", "#quality"),
)
LARGEST = 250_000  # bytes
CHOSEN = "health"  # the topic that is selected has this word


def main():
    """Write all pictures."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        write_report(path)
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, *look in PICTURES:
            page = open_report(browser, path, *look)
            save_small(page.screenshot(), FOLDER / f"{name}.png")
            page.close()
        page = open_report(browser, path, "light", 1440, 900, 1)
        for name, selector in PARTS:
            save_small(page.locator(selector).screenshot(), FOLDER / f"{name}.png")
        browser.close()


def open_report(browser, path, theme, width, height, ratio):
    """Return the page of a report, with a topic selected."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=ratio,
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready='true']")
    page.locator("table.topic-list tbody tr", has_text=CHOSEN).first.click()
    page.wait_for_timeout(1000)
    return page


def write_report(path):
    """Fit the model of the quickstart and write its report."""
    sotu = load_sotu()
    pipeline = make_pipeline(
        CountVectorizer(
            token_pattern=word_pattern(), stop_words=stop_words(), min_df=5, max_df=0.3
        ),
        LatentDirichletAllocation(20, random_state=0),
    ).fit(sotu.documents)
    TopicReport(
        pipeline,
        sotu.documents,
        times=sotu.date,
        classes=sotu.party,
        title="State of the Union, 1945 to 2021",
    ).save(path)


def save_small(data, path):
    """Save a picture, with 256 colours if it has many, and refuse a large one."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {image.width} x {image.height}, {size / 1000:.0f} KB")
    if size > LARGEST:
        raise SystemExit(f"{path} has more than {LARGEST} bytes.")


if __name__ == "__main__":
    main()
