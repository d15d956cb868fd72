"""A report in a real browser, without a network: what somebody does with it."""

import ast
import csv
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from browser_fixtures import faults_by_axe
from sample_report import HOSTILE, sample_page
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.report import TopicReport
from sktopics.text import stop_words, word_pattern
from sktopics.topics import topic_table

N_TOPICS = 8
ROWS = "table.topic-list tbody tr"
WORDS = "table.word-list tbody button.word"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A report of real texts and of hostile ones, and what it was made of."""
    sotu = load_sotu()
    n_hostile = len(HOSTILE)
    documents = [*HOSTILE, *sotu.documents[::6]]
    times = np.concatenate([[np.nan] * n_hostile, sotu.date[::6]])
    classes = np.concatenate([["<i>None</i>"] * n_hostile, sotu.party[::6]])
    pipeline = make_pipeline(
        CountVectorizer(
            token_pattern=word_pattern(), stop_words=stop_words(), min_df=5, max_df=0.3
        ),
        LatentDirichletAllocation(N_TOPICS, random_state=0),
    ).fit(documents)
    report = TopicReport(
        pipeline,
        documents,
        times=[None if np.isnan(year) else int(year) for year in times],
        classes=classes,
        metadata={"speaker": [f"<u>{i}</u>" for i in range(len(documents))]},
        labels={7: "<b>bold</b>\u202e & co"},
        title="Speeches <script>document.title = 'run'</script>",
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    report.save(path)
    return SimpleNamespace(
        path=path,
        report=report,
        pipeline=pipeline,
        documents=documents,
        times=times,
        classes=classes,
    )


@pytest.fixture
def page(made, open_page):
    """The report, opened on a wide screen."""
    return open_page(made.path)


def count_shown(page):
    """Wait until filters are applied, and return how many documents pass."""
    page.wait_for_function(
        "() => / of /.test(document.querySelector('.status').textContent)"
    )
    return int(page.inner_text(".status").split(" of ")[0].replace(",", ""))


def wait_for_status(page, start):
    """Wait until the strip of filters says something."""
    page.wait_for_function(
        "(start) => document.querySelector('.status').textContent.startsWith(start)",
        arg=start,
    )


def select_topic(page, place):
    """Select a topic in the list and wait for its words."""
    page.click(f"{ROWS}[data-place='{place}']")
    page.wait_for_selector(WORDS)


def downloaded(page, button):
    """Press a button and return the text of the file that comes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.path().read_text("utf-8")


def test_a_report_opens_and_inflates_little(made, page):
    assert page.title().startswith("Speeches <script>")
    assert page.inner_text("h1") == page.title()
    assert page.locator(ROWS).count() == N_TOPICS
    assert f"{len(made.documents):,} documents" in page.inner_text(".status")
    # Of the documents, only what the map and the filters need.
    inflated = page.evaluate("window.inflated")
    assert inflated - page.evaluate("window.summaryBytes") < 40 * len(made.documents)
    assert inflated < 1_000_000


@pytest.mark.parametrize("relevance", [0.0, 0.25, 1.0])
def test_words_have_the_order_of_the_slider(made, page, relevance):
    select_topic(page, 2)
    page.fill("#relevance", str(relevance))
    page.wait_for_function(
        f"() => /{relevance:.2f}/.test(document.querySelector('output').textContent)"
    )
    expected = topic_table(made.pipeline, 15, relevance=relevance)[2].terms
    page.wait_for_function(
        "([selector, first]) => document.querySelector(selector).textContent === first",
        arg=[WORDS, expected[0]],
    )
    assert page.locator(WORDS).all_inner_texts() == list(expected)


def test_filters_act_together(made, page):
    is_democratic = made.classes == "Democratic"
    page.click(".class-name >> text=Democratic")
    assert count_shown(page) == is_democratic.sum()
    first, last = 1961, 1990
    labels = made.report.summary["times"]["labels"]
    chosen = [label for label in labels if first <= int(label) <= last]
    page.select_option(".time-period select >> nth=1", label=chosen[-1])
    page.select_option(".time-period select >> nth=0", label=chosen[0])
    page.wait_for_selector(".chips li >> nth=1")
    in_period = is_democratic & (made.times >= first) & (made.times <= last)
    wait_for_status(page, f"{in_period.sum()} of")
    select_topic(page, 1)
    page.click(WORDS)
    word = page.inner_text(WORDS)
    page.click("text=/^Show [\\d,]+ documents? with it/")
    tokens = made.pipeline[0].build_analyzer()
    has_word = np.array([word in tokens(text) for text in made.documents])
    both = in_period & has_word
    wait_for_status(page, f"{both.sum()} of")
    assert 0 < both.sum() < in_period.sum()
    page.click("text=Clear all")
    wait_for_status(page, f"{len(made.documents):,} documents")


def test_a_search_finds_texts_by_words(made, page):
    page.fill("#search input", "nation PEACE")
    page.press("#search input", "Enter")
    words = [set(re.findall(r"\w+", text.casefold())) for text in made.documents]
    expected = sum({"nation", "peace"} <= found for found in words)
    assert count_shown(page) == expected > 0
    page.wait_for_selector("ol.documents mark.is-query")


def map_places(made, page):
    """Where documents and topics are on the screen, by the rules of `map_view.js`."""
    x, y = (made.report.columns[f"documents.{axis}"].astype(float) for axis in "xy")
    topics = [t for t in made.report.summary["topics"] if t["x"] is not None]
    all_x = np.append(x, [t["x"] for t in topics])
    all_y = np.append(y, [t["y"] for t in topics])
    box = page.locator(".map-frame").bounding_box()
    room = [size - 2 * min(36, size / 8) for size in (box["width"], box["height"])]
    scale = min(room[0] / np.ptp(all_x), room[1] / np.ptp(all_y))
    left = (all_x - (all_x.min() + all_x.max()) / 2) * scale + box["width"] / 2
    top = ((all_y.min() + all_y.max()) / 2 - all_y) * scale + box["height"] / 2
    n = len(x)
    return box, left[:n], top[:n], list(zip(left[n:], top[n:], strict=True))


def test_a_lasso_selects_the_documents_inside(made, page):
    box, left, top, _ = map_places(made, page)
    page.click("text=Draw around")
    right, bottom = np.median(left), box["height"] - 5
    corners = [(5, 5), (right, 5), (right, bottom), (5, bottom)]
    page.mouse.move(box["x"] + corners[0][0], box["y"] + corners[0][1])
    page.mouse.down()
    for x, y in corners[1:]:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()
    (x0, y0), (x1, y1) = corners[0], corners[2]
    inside = (left > x0) & (left < x1) & (top > y0) & (top < y1)
    assert abs(count_shown(page) - inside.sum()) <= 2  # at the edge
    assert 20 < inside.sum() < len(left) - 20
    page.focus(".map-frame")
    page.keyboard.press("Escape")
    wait_for_status(page, f"{len(made.documents):,} documents")


def test_the_map_is_moved_by_keys_and_read_by_pointer(made, page):
    box, left, top, places_of_topics = map_places(made, page)
    # A document with a text, far from all others and from the names of topics.
    far = np.sort(np.hypot(left - left[:, None], top - top[:, None]), axis=1)[:, 1]
    far[[not text for text in made.documents]] = 0
    for x, y in places_of_topics:
        far[(abs(left - x) < 120) & (abs(top - y) < 15)] = 0
    chosen = int(np.argmax(far))
    page.mouse.move(box["x"] + left[chosen], box["y"] + top[chosen])
    tip = page.locator(".map-tip")
    tip.wait_for()
    start = made.documents[chosen][:60]
    tip.locator("span", has_text=start).wait_for()
    assert len(tip.locator("span").inner_text()) <= 201
    page.mouse.click(box["x"] + left[chosen], box["y"] + top[chosen])
    page.wait_for_selector(f"ol.documents li[data-document='{chosen}']")
    page.focus(".map-frame")
    for key in ["+", "ArrowLeft", "ArrowUp", "-", "+", "+"]:
        page.keyboard.press(key)
    page.click("text=Select view")
    assert 0 < count_shown(page) < len(made.documents)


def test_a_drag_on_the_chart_of_times_is_a_period(made, page):
    select_topic(page, 0)
    plot = page.locator(".time-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=3)
    page.mouse.up()
    shown = count_shown(page)
    first, last = (
        page.locator(".time-period option:checked").nth(i).inner_text() for i in (0, 1)
    )
    expected = (made.times >= int(first)) & (made.times <= int(last))
    assert shown == expected.sum() > 0
    # The line of the selected topic has a place for each bin that has documents.
    shares = made.report.columns["over_time.share"].reshape(N_TOPICS, -1)[0]
    line = page.locator(".time-plot .time-line").get_attribute("d")
    assert len(re.findall("[ML]", line)) == np.isfinite(shares).sum()
    assert line.count("M") == 1 + (np.diff(np.isfinite(shares).astype(int)) == 1).sum()


def test_names_are_edited_in_place_and_exported(page):
    page.focus(f"{ROWS}[data-place='3']")
    page.keyboard.press("F2")
    name = 'Wal"\\l <b>\u202e Street'
    page.fill(".name-field", name)
    page.keyboard.press("Enter")
    row = page.locator(f"{ROWS}[data-place='3'] .name")
    assert row.text_content() == name
    page.focus(f"{ROWS}[data-place='4']")
    page.keyboard.press("F2")
    page.fill(".name-field", "never")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Names").click()
    assert ast.literal_eval(page.input_value("#names-dict")) == {3: name}
    text = downloaded(page, "Save as Python")
    assert ast.literal_eval(text.removeprefix("names = ")) == {3: name}
    page.reload()
    page.wait_for_selector("html[data-ready='true']")
    assert row.text_content() == name


def test_tables_are_files_that_python_reads(made, page):
    page.get_by_role("button", name="Tables").click()
    rows = list(
        csv.DictReader(io.StringIO(downloaded(page, "Topics (topics.csv)")[1:]))
    )
    topics = made.report.summary["topics"]
    assert [int(row["topic"]) for row in rows] == [t["index"] for t in topics]
    assert [row["name"] for row in rows] == [t["name"] for t in topics]
    np.testing.assert_allclose(
        [float(row["share"]) for row in rows], [t["share"] for t in topics]
    )
    text = downloaded(page, "Topics over time (over_time.csv)")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    shares = made.report.columns["over_time.share"]
    read = [float(row["share"] or "nan") for row in rows]
    np.testing.assert_allclose(read, shares, rtol=1e-6)


def test_the_map_has_the_room_of_documents_until_they_are_read(page):
    def height(selector):
        return page.locator(selector).bounding_box()["height"]

    assert height(".map-frame") > 600
    assert page.locator("ol.documents li").count() == 0
    select_topic(page, 1)
    page.wait_for_selector("main:not(.is-idle) ol.documents li")
    assert height(".map-frame") < 500 < height(".map-frame") + height("#documents")
    page.emulate_media(media="print")
    assert height(".map-frame") > 400
    page.emulate_media(media="screen")
    page.get_by_role("button", name="All topics").click()
    page.wait_for_selector("main.is-idle")


def test_an_address_leads_to_a_topic_and_a_word_to_the_map(made, page):
    names = [topic["name"] for topic in made.report.summary["topics"]]

    def wait_for_topic(place):
        page.wait_for_selector(f"{ROWS}[data-place='{place}'][aria-selected='true']")
        page.locator("#topic-title", has_text=names[place]).wait_for()
        assert page.url.endswith(f"#topic={place}")

    page.evaluate("location.hash = '#topic=5'")
    wait_for_topic(5)
    select_topic(page, 2)
    wait_for_topic(2)
    page.go_back()
    wait_for_topic(5)
    page.reload()
    page.wait_for_selector("html[data-ready='true']")
    wait_for_topic(5)
    page.click(WORDS)
    page.locator(".map-note", has_text="Circles show how much of the word").wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator(".map-note", has_text="similar").wait_for()


def test_marks_are_seen_where_the_system_chooses_colors(made, open_page):
    page = open_page(made.path, forced_colors="active")
    select_topic(page, 1)
    style = "([s, name]) => getComputedStyle(document.querySelector(s))[name]"
    selected = f"{ROWS}[aria-selected='true']"
    assert page.evaluate(style, [selected, "outlineStyle"]) == "solid"
    assert "gradient" in page.evaluate(style, [".word-list .bar", "backgroundImage"])


def test_a_theme_can_be_chosen(page):
    def ground():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light = ground()
    page.select_option("#theme", "dark")
    assert ground() != light
    page.select_option("#theme", "light")
    assert ground() == light


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_serious_is_found_by_axe_in_both_themes(made, open_page, width):
    page = open_page(made.path, width=width)
    select_topic(page, 1)
    page.evaluate(
        "document.querySelectorAll('details').forEach((d) => (d.open = true))"
    )
    tabs = page.get_by_role("tab").all_inner_texts() or [None]
    for tab in tabs:
        if tab is not None:
            page.get_by_role("tab", name=tab, exact=True).click()
            scrolled = page.evaluate("document.documentElement.scrollWidth")
            assert scrolled <= width, f"{tab} is wider than the screen"
        assert faults_by_axe(page) == [], tab
    # Themes differ in colours alone; a wide screen has all panels at once.
    page.select_option("#theme", "dark")
    assert faults_by_axe(page, runOnly=["color-contrast"]) == []
    for name in ("Names", "Tables", "Help"):
        page.get_by_role("button", name=name).first.click()
        assert faults_by_axe(page, runOnly=["wcag2a", "wcag2aa"]) == [], name
        page.keyboard.press("Escape")


def test_all_is_done_by_keyboard(made, page):
    def focus_on(selector, most=60):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    focus_on(ROWS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ROWS}:nth-child(2)[aria-selected='true']")
    page.wait_for_selector("ol.documents li button")
    focus_on("ol.documents li button")
    page.keyboard.press("Enter")
    opened = page.locator("ol.documents li.is-open")
    number = int(opened.get_attribute("data-document"))
    assert opened.locator(".document-text").text_content() == made.documents[number]


def test_hostile_texts_are_shown_and_not_run(made, page):
    title = page.title()
    for number, query in ((0, '"document title"'), (1, "onerror")):
        page.fill("#search input", query)
        page.press("#search input", "Enter")
        item = page.locator(f"ol.documents li[data-document='{number}']")
        item.wait_for()
        item.locator("button", has_text="Read all").click()
        assert item.locator(".document-text").text_content() == HOSTILE[number]
        assert item.locator("dd").inner_text() == f"<u>{number}</u>"
    assert page.title() == title
    assert "<b>bold</b>\u202e & co" in page.locator(f"{ROWS} .name").all_text_contents()
    assert page.locator("main script, main img, main b, main u").count() == 0


def test_a_notebook_shows_a_report_in_a_sandbox(made, browser, tmp_path):
    path = tmp_path / "notebook.html"
    # A page that does not say which letters it has.
    path.write_text(f"<!DOCTYPE html><body>{made.report._repr_html_()}", "utf-8")
    page = browser.new_page(offline=True)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready='true']").wait_for(state="attached")
    frame.locator(ROWS).first.click()
    frame.locator(WORDS).first.wait_for()
    page.close()
    assert faults == []


def test_a_report_without_documents_opens(made, open_page, tmp_path):
    path = tmp_path / "report.html"
    TopicReport(made.pipeline).save(path)
    page = open_page(path)
    select_topic(page, 0)
    page.focus(".map-frame")
    page.keyboard.press("+")
    page.get_by_role("button", name="Select view").click()
    assert page.inner_text(".status").startswith("0 ")


@pytest.mark.parametrize(
    "options",
    [
        {"bare": True},
        {"n_topics": 1},
        {"n_topics": 500, "levels": True},
        {"clusters": True, "several_classes": True},
    ],
    ids=["bare", "one-topic", "500-topics-in-levels", "clusters-several-classes"],
)
def test_other_reports_open(open_page, tmp_path, options):
    path = tmp_path / "report.html"
    path.write_text(sample_page(300, **options), "utf-8")
    page = open_page(path, width=1920)
    page.locator(ROWS).first.click()
    page.wait_for_selector(WORDS)
    page.wait_for_selector("ol.documents li")
    assert page.locator("#map").is_visible() == (not options.get("bare", False))
