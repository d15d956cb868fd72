"""Files of tasks: what judges see, and what they do not."""

import csv
import json

import pytest

from sktopics.judging import load_tasks, make_tasks

TOPICS = [["ship", "sea", "=harbour"], ["tax", "debt", "money"]]


@pytest.fixture
def tasks():
    return make_tasks(TOPICS, random_state=0)


def test_saved_and_loaded(tasks, tmp_path):
    tasks.save(tmp_path / "tasks.json")
    assert load_tasks(tmp_path / "tasks.json") == tasks
    assert len(tasks) == 4
    assert repr(tasks) == "JudgingTasks: 2 intrusion, 2 rating, 0 documents, 2 topics"


def test_table_has_no_right_answers_and_no_formulas(tasks, tmp_path):
    tasks.to_csv(tmp_path / "tasks.csv")
    text = (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["task"] for row in rows] == [task.id for task in tasks]
    assert {row["judge"] + row["answer"] for row in rows} == {""}
    assert set(rows[0]) == {"task", "judge", "answer", "question", "words", "document"}
    assert not any(row["words"].startswith("=") for row in rows)


def test_page_is_one_file_without_right_answers(tmp_path):
    topics = [["</script><script>alert(1)</script>", "sea"], ["tax", "debt"]]
    tasks = make_tasks(topics, random_state=0)
    tasks.to_html(tmp_path / "tasks.html")
    page = (tmp_path / "tasks.html").read_text(encoding="utf-8")
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page
    assert "alert(1)</script>" not in page
    assert page.count("</script>") == 2
    assert "default-src 'none'" in page
    data = page.split('id="tasks">')[1].split("</script>")[0]
    asked = json.loads(data)
    assert set(asked[0]) == {"id", "question", "words", "document", "allowed", "pick"}
    assert [task["id"] for task in asked] == [task.id for task in tasks]


def test_damaged_letters_are_kept(tmp_path):
    tasks = make_tasks([["half \ud800", "sea"], ["tax", "debt"]], random_state=0)
    tasks.save(tmp_path / "tasks.json")
    assert load_tasks(tmp_path / "tasks.json") == tasks
    tasks.to_html(tmp_path / "tasks.html")
    page = (tmp_path / "tasks.html").read_text(encoding="utf-8")
    data = json.loads(page.split('id="tasks">')[1].split("</script>")[0])
    assert [task["words"] for task in data] == [list(task.words) for task in tasks]
    tasks.to_csv(tmp_path / "tasks.csv")
    assert "half \\ud800" in (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig")


def changed(path, **changes):
    saved = json.loads(path.read_text())
    saved["tasks"][0].update(changes)
    path.write_text(json.dumps(saved))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"topic": 2},
        {"topic": True},
        {"words": [1]},
        {"kind": "intrusion", "key": "none of them"},
        {"kind": "documents", "document": "a text", "key": "much"},
        {"id": "rating-1"},
    ],
    ids=["kind", "topic", "bool", "words", "intruder", "share", "twice"],
)
def test_damaged_files(tasks, tmp_path, changes):
    path = tmp_path / "tasks.json"
    tasks.save(path)
    others = {task.id for task in tasks.tasks[1:]}
    if "id" in changes:
        changes = {"id": min(others)}
    changed(path, **changes)
    with pytest.raises(ValueError, match="damaged"):
        load_tasks(path)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("no json", "it is no JSON"),
        ("[]", "holds no tasks of"),
        ('{"format": "sktopics judging tasks", "version": 9}', "has the version 9"),
    ],
    ids=["text", "list", "version"],
)
def test_other_files(tmp_path, text, match):
    (tmp_path / "tasks.json").write_text(text)
    with pytest.raises(ValueError, match=match):
        load_tasks(tmp_path / "tasks.json")
