"""The page of tasks in a real browser, without a network."""

import pytest
from browser_fixtures import faults_by_axe

from sktopics.judging import read_answers
from sktopics.judging._judging_tasks import JudgingTask, JudgingTasks

HOSTILE = '<img src=x onerror="document.title = 1"></script>\n"a, b"; c'


@pytest.fixture
def tasks():
    """Three tasks, one of each kind, with letters that files must keep."""
    words = ('naïve; "x"', "=ship", "a,b", "sea", "harbour", "tax")
    return JudgingTasks(
        (
            JudgingTask("intrusion-0", "intrusion", 0, words, None, "tax"),
            JudgingTask("rating-0", "rating", 0, words),
            JudgingTask("documents-0-0", "documents", 0, words, HOSTILE, 0.5),
        ),
        ("ships",),
    )


def answer_all(page):
    """Answer the three tasks by the keyboard alone: name, first, 2 and 5."""
    page.keyboard.press("Tab")
    page.keyboard.type('Zoë "Z", Ph.D.')
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("5")


def test_answers_by_keyboard_are_kept_and_read(tasks, open_page, tmp_path):
    tasks.to_html(tmp_path / "tasks.html")
    page = open_page(tmp_path / "tasks.html")
    assert page.get_by_role("button", name="Save answers").is_disabled()
    answer_all(page)
    assert "Task 3 of 3, 3 answered. All done" in page.inner_text("main")
    assert page.inner_text("blockquote") == HOSTILE
    page.reload()
    page.wait_for_selector("html[data-ready='true']")
    assert "Task 3 of 3, 3 answered." in page.inner_text("main")
    assert page.locator("input:checked").get_attribute("value") == "5"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save answers").click()
    assert waiting.value.suggested_filename == "answers-Zoë-Z-Ph-D-.csv"
    waiting.value.save_as(tmp_path / "answers.csv")
    assert read_answers(tmp_path / "answers.csv", tasks).given == (
        ("intrusion-0", 'Zoë "Z", Ph.D.', 'naïve; "x"'),
        ("rating-0", 'Zoë "Z", Ph.D.', "2"),
        ("documents-0-0", 'Zoë "Z", Ph.D.', "5"),
    )


def test_the_next_judge_starts_over(tasks, open_page, tmp_path):
    tasks.to_html(tmp_path / "tasks.html")
    page = open_page(tmp_path / "tasks.html")
    answer_all(page)
    over = page.get_by_role("button", name="Start over")
    page.once("dialog", lambda dialog: dialog.dismiss())
    over.click()
    assert "3 answered." in page.inner_text("main")
    page.once("dialog", lambda dialog: dialog.accept())
    over.click()
    page.reload()
    page.wait_for_selector("html[data-ready='true']")
    assert page.input_value("#judge") == ""
    assert "Task 1 of 3, 0 answered." in page.inner_text("main")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_is_found_by_axe_at_two_widths(
    tasks, open_page, tmp_path, theme
):
    tasks.to_html(tmp_path / "tasks.html")
    page = open_page(tmp_path / "tasks.html", theme=theme)
    page.fill("#judge", "Ada")
    for step in range(3):
        page.locator("input[type=radio]").first.check()
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert faults_by_axe(page) == [], (step, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        if step < 2:
            page.get_by_role("button", name="Next").click()


def test_a_page_without_tasks_and_with_damaged_answers_opens(
    tasks, open_page, tmp_path
):
    JudgingTasks((), ()).to_html(tmp_path / "none.html")
    page = open_page(tmp_path / "none.html")
    assert "There are no tasks." in page.inner_text("main")
    assert page.get_by_role("button", name="Next").is_disabled()
    tasks.to_html(tmp_path / "tasks.html")
    page = open_page(tmp_path / "tasks.html")
    for kept in ('{"answers": null, "at": 1}', '{"answers": {}, "at": "x"}', "no"):
        page.evaluate(
            "kept => localStorage.setItem("
            "'sktopics-judging-' + document.body.dataset.name, kept)",
            kept,
        )
        page.reload()
        page.wait_for_selector("html[data-ready='true']")
        assert "Task 1 of 3, 0 answered." in page.inner_text("main")
