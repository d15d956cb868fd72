"""Answers in files of judges."""

import csv

import pytest

from sktopics.judging import Answers, make_tasks, read_answers

TASKS = make_tasks([["ship", "sea"], ["tax", "debt"]], random_state=0)


def test_filled_in_tables_and_saved_pages(tmp_path):
    TASKS.to_csv(tmp_path / "ada.csv")
    text = (tmp_path / "ada.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows[:3]:
        kind = row["task"].split("-")[0]
        row.update(judge=" Ada ", answer="2" if kind == "rating" else "")
    with (tmp_path / "ada.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")  # as some spreadsheets
        writer.writeheader()
        writer.writerows(rows)
    key = next(task for task in TASKS if task.id == "intrusion-0").key
    saved = f'task,judge,answer\r\n"intrusion-0","Bo","{key}"\r\n'
    (tmp_path / "bo.csv").write_text(saved, newline="")
    answers = read_answers([tmp_path / "ada.csv", str(tmp_path / "bo.csv")], TASKS)
    assert ("intrusion-0", "Bo", key) in answers.given
    assert answers.judges == ("Ada", "Bo")
    rated = {row["task"] for row in rows[:3] if row["answer"]}
    assert {task for task, judge, _ in answers.given if judge == "Ada"} == rated


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("task,answer\nrating-0,3\n", "has no column 'judge'"),
        ("task,judge,answer\nrating-0,,3\n", "does not say who"),
        ("task,judge,answer\nrating-7,Ada,3\n", "none of the tasks"),
        ("task,judge,answer\nrating-0,Ada,4\n", "where the answers are 1, 2, 3"),
        ("task,judge,answer\nrating-0,A,3\nrating-0,A,2\n", "answered .* twice"),
    ],
    ids=["column", "nobody", "task", "answer", "twice"],
)
def test_bad_files(tmp_path, text, match):
    path = tmp_path / "answers.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=match):
        read_answers(path, TASKS)


def test_sum():
    a, b = Answers([("rating-0", "A", 1)]), Answers([("rating-0", "B", 2)])
    assert (a + b).judges == ("A", "B")
    with pytest.raises(ValueError, match="twice"):
        a + a
