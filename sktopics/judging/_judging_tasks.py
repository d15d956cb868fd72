"""Tasks for judges of topics: what is asked, and what the right answers are."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from .._files import whole_file
from ._task_page import page_of

KINDS = ("intrusion", "rating", "documents")
# Spreadsheets cut a cell after 32,767 characters, or spread it over the next rows.
_LONGEST_CELL = 30_000
_FORMAT, _VERSION = "sktopics judging tasks", 1
QUESTIONS = {
    "intrusion": "Which word does not belong with the others?",
    "rating": "How well do these words go together? 1: not at all, 3: very well.",
    "documents": (
        "How well does the document fit the topic of these words? 1: not at all, "
        "5: very well."
    ),
}
_SCALES = {"rating": ("1", "2", "3"), "documents": ("1", "2", "3", "4", "5")}


@dataclass(frozen=True)
class JudgingTask:
    """One question about a topic.

    Attributes
    ----------
    id : str
        As "intrusion-3".
    kind : {"intrusion", "rating", "documents"}
    topic : int
        Number of the topic.
    words : tuple of str
        What judges see: top words, in an intrusion task shuffled with an intruder.
    document : str or None
        The text that is to be judged, in a task of documents.
    key : str or float or None
        What judges do not see: the intruder, or the share of the topic in the document.
    """

    id: str
    kind: str
    topic: int
    words: tuple
    document: str | None = None
    key: str | float | None = None

    @property
    def question(self) -> str:
        """What judges are asked."""
        return QUESTIONS[self.kind]

    @property
    def allowed(self) -> tuple:
        """The answers that can be given, strings."""
        return self.words if self.kind == "intrusion" else _SCALES[self.kind]


@dataclass(frozen=True)
class JudgingTasks:
    """Tasks for judges, made by `make_tasks`.

    Attributes
    ----------
    tasks : tuple of JudgingTask
        In the order in which they are asked, which is random.
    labels : tuple of str
        Names of the topics, which judges do not see.
    """

    tasks: tuple
    labels: tuple

    def __len__(self):
        return len(self.tasks)

    def __iter__(self):
        return iter(self.tasks)

    def __repr__(self):
        counts = [
            f"{sum(task.kind == kind for task in self.tasks)} {kind}" for kind in KINDS
        ]
        return f"JudgingTasks: {', '.join(counts)}, {len(self.labels)} topics"

    def to_csv(self, path) -> None:
        """Write a table for judges, who fill in the columns "judge" and "answer".

        The right answers are not in it. Of a document it has the first 30,000
        characters, since spreadsheets have no room for more in a cell.

        Parameters
        ----------
        path : str or path-like
            Where the file is written; an older one is replaced.
        """
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(["task", "judge", "answer", "question", "words", "document"])
        for task in self.tasks:
            cells = [task.question, ", ".join(task.words), _cut(task.document or "")]
            writer.writerow([task.id, "", "", *map(_as_text_cell, cells)])
        _write(path, table.getvalue(), "utf-8-sig")  # as spreadsheets know it

    def to_html(self, path) -> None:
        """Write one page that asks the tasks, and lets judges save their answers.

        It needs no network and no server. Answers are kept in the browser until the
        judge saves them as a file, which `read_answers` reads. The right answers are
        not in the page.

        Parameters
        ----------
        path : str or path-like
            Where the file is written; an older one is replaced.
        """
        asked = [
            {
                "id": task.id,
                "question": task.question,
                "words": list(task.words),
                "document": task.document,
                "allowed": list(task.allowed),
                "pick": task.kind == "intrusion",
            }
            for task in self.tasks
        ]
        _write(path, page_of(asked))

    def save(self, path) -> None:
        """Write the tasks with the right answers, as JSON, for `load_tasks`.

        Parameters
        ----------
        path : str or path-like
            Where the file is written; an older one is replaced.
        """
        tasks = [
            {
                "id": task.id,
                "kind": task.kind,
                "topic": task.topic,
                "words": list(task.words),
                "document": task.document,
                "key": task.key,
            }
            for task in self.tasks
        ]
        saved = {
            "format": _FORMAT,
            "version": _VERSION,
            "labels": list(self.labels),
            "tasks": tasks,
        }
        _write(path, json.dumps(saved, ensure_ascii=False, indent=1))


def _write(path, text, encoding="utf-8"):
    # Half of a pair of surrogates, from a damaged text, is no UTF-8; so written it is
    # JSON and JavaScript.
    data = text.encode(encoding, errors="backslashreplace")
    with whole_file(path) as part:
        Path(part).write_bytes(data)


def _as_text_cell(text):
    # A spreadsheet would take them for formulas.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _cut(text):
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]} [...]"


def load_tasks(path) -> JudgingTasks:
    """Read the tasks that `JudgingTasks.save` has written.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    tasks : JudgingTasks

    Raises
    ------
    ValueError
        If the file holds something else, or was written by a later version.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from sktopics.judging import load_tasks, make_tasks
    >>> tasks = make_tasks([["ship", "sea"], ["tax", "debt"]], kinds=["rating"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "tasks.json"
    ...     tasks.save(path)
    ...     load_tasks(path) == tasks
    True
    """
    try:
        saved = json.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} holds no tasks: it is no JSON. {error}") from error
    if not isinstance(saved, dict) or saved.get("format") != _FORMAT:
        raise ValueError(f"{path} holds no tasks of JudgingTasks.save.")
    if saved.get("version") != _VERSION:
        raise ValueError(
            f"{path} has the version {saved.get('version')!r}, and this version of "
            f"sktopics reads version {_VERSION}."
        )
    try:
        labels = tuple(map(_text, saved["labels"]))
        tasks = tuple(_loaded(task, len(labels)) for task in saved["tasks"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is damaged: {error!r}.") from error
    if len({task.id for task in tasks}) < len(tasks):
        raise ValueError(f"{path} is damaged: two tasks have one id.")
    return JudgingTasks(tasks, labels)


def _text(value):
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _loaded(task, n_topics):
    kind, topic, key = task["kind"], task["topic"], task["key"]
    if kind not in KINDS:
        raise ValueError(f"there is no task of the kind {kind!r}")
    if type(topic) is not int or not 0 <= topic < n_topics:
        raise ValueError(f"there is no topic {topic!r}")
    words = tuple(map(_text, task["words"]))
    document = task["document"]
    if kind == "documents":
        _text(document)
        key = float(key)
    elif kind == "intrusion" and key not in words:
        raise ValueError(f"the intruder {key!r} is none of the words")
    return JudgingTask(_text(task["id"]), kind, topic, words, document, key)
