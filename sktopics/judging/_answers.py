"""What judges have answered, read from their files."""

import csv
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

_COLUMNS = ("task", "judge", "answer")


@dataclass(frozen=True)
class Answers:
    """Answers of judges to tasks, read by `read_answers` or given by `judge_topics`.

    Attributes
    ----------
    given : tuple of (str, str, str)
        Task, judge and answer.
    """

    given: tuple

    def __post_init__(self):
        given = tuple(tuple(map(str, row)) for row in self.given)
        seen = set()
        for task, judge, _ in given:
            if (task, judge) in seen:
                raise ValueError(f"{judge!r} has answered the task {task!r} twice.")
            seen.add((task, judge))
        object.__setattr__(self, "given", given)

    @property
    def judges(self) -> tuple:
        """Names of the judges, sorted."""
        return tuple(sorted({judge for _, judge, _ in self.given}))

    def __len__(self):
        return len(self.given)

    def __add__(self, other):
        """Return the answers of both."""
        if not isinstance(other, Answers):
            return NotImplemented
        return Answers(self.given + other.given)

    def __repr__(self):
        n = len(self.judges)
        return f"Answers: {len(self)} by {n} judge{'' if n == 1 else 's'}"

    def check(self, tasks) -> None:
        """Check that these are answers to some tasks.

        Parameters
        ----------
        tasks : JudgingTasks

        Raises
        ------
        ValueError
            If an answer is to another task, or is not one of those that are allowed.
        """
        known = {task.id: task for task in tasks}
        for name, judge, answer in self.given:
            if name not in known:
                raise ValueError(
                    f"{judge!r} has answered {name!r}, which is none of the tasks."
                )
            if answer not in known[name].allowed:
                raise ValueError(
                    f"{judge!r} has answered {answer!r} to {name!r}, where the answers "
                    f"are {', '.join(known[name].allowed)}."
                )


def read_answers(paths, tasks) -> Answers:
    r"""Read the files of judges.

    Parameters
    ----------
    paths : str, path-like or list of these
        Files that the page of `JudgingTasks.to_html` has saved, or tables of
        `JudgingTasks.to_csv` with the columns "judge" and "answer" filled in. Rows
        without an answer are left out. Columns are separated by commas or semicolons.
    tasks : JudgingTasks
        What was asked.

    Returns
    -------
    answers : Answers

    Raises
    ------
    ValueError
        If a file has not the columns task, judge and answer, if an answer has no judge,
        is to another task or is not allowed, or if a judge has answered a task twice.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from sktopics.judging import make_tasks, read_answers
    >>> tasks = make_tasks([["ship", "sea"], ["tax", "debt"]], kinds=["rating"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "answers.csv"
    ...     _ = path.write_text("task,judge,answer\nrating-0,Ada,3\n")
    ...     read_answers(path, tasks)
    Answers: 1 by 1 judge
    """
    if isinstance(paths, (str, PathLike)):
        paths = [paths]
    given = [row for path in paths for row in _rows_of(Path(path))]
    answers = Answers(tuple(given))
    answers.check(tasks)
    return answers


def _rows_of(path):
    """Yield task, judge and answer of each answered row of a file."""
    text = path.read_text(encoding="utf-8-sig")
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"{path} has no column {missing[0]!r}: {reader.fieldnames}.")
    for row in reader:
        task, judge, answer = ((row[name] or "").strip() for name in _COLUMNS)
        if not answer:
            continue
        if not judge:
            raise ValueError(f"{path} does not say who has answered {task!r}.")
        yield task, judge, answer
