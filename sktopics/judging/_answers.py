"""What judges have answered, read from their files."""

import csv
import io
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from .._sklearn import validate_params
from ._judging_tasks import JudgingTasks

_COLUMNS = ("task", "judge", "answer")
_DELIMITERS = (",", ";", "\t")


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
        given = tuple(map(_texts_of, self.given))
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


def _texts_of(row):
    """Return a task, a judge and an answer as texts."""
    row = tuple(row)
    if len(row) != len(_COLUMNS):
        raise ValueError(f"given must have rows of task, judge and answer, got {row}.")
    task, judge, answer = row
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)  # a column of a data frame with gaps
    return str(task), str(judge), str(answer)


@validate_params(
    {"paths": [str, PathLike, "array-like"], "tasks": [JudgingTasks]},
    prefer_skip_nested_validation=True,
)
def read_answers(paths, tasks) -> Answers:
    r"""Read the files of judges.

    Parameters
    ----------
    paths : str, path-like or list of these
        Files that the page of `JudgingTasks.to_html` has saved, or tables of
        `JudgingTasks.to_csv` with the columns "judge" and "answer" filled in. Rows
        without an answer are left out. Columns are separated by commas, semicolons or
        tabs, and the encoding is UTF-8. Capitals, spaces around an answer and "3.0" for
        "3" do no harm.
    tasks : JudgingTasks
        What was asked.

    Returns
    -------
    answers : Answers

    Raises
    ------
    ValueError
        If a file is not in UTF-8, or lacks the columns task, judge and answer. If an
        answer has no judge, is to another task or is not allowed. If a judge has
        answered a task twice.

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
    known = {task.id: task for task in tasks}
    given = [row for path in paths for row in _rows_of(Path(path), known)]
    answers = Answers(tuple(given))
    answers.check(tasks)
    return answers


def _rows_of(path, known):
    """Yield task, judge and answer of each answered row of a file."""
    for row in _table_of(path):
        task, judge, answer = (row[name] or "" for name in _COLUMNS)
        task, judge = task.strip(), judge.strip()
        if not answer.strip():
            continue
        if not judge:
            raise ValueError(f"{path} does not say who has answered {task!r}.")
        yield task, judge, _meant(answer, known[task].allowed if task in known else ())


def _table_of(path):
    """Return the rows of a file as dicts, with the columns of answers."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise ValueError(
            f'{path} is no text in UTF-8. Save it as "CSV UTF-8" in the spreadsheet.'
        ) from error
    found = []
    for delimiter in _DELIMITERS:
        # Not by lines of Python: in a cell, other letters than line feeds end those.
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
            rows = list(reader)
        except csv.Error as error:
            raise ValueError(f"{path} is no table: {error}.") from error
        missing = [name for name in _COLUMNS if name not in reader.fieldnames]
        if not missing:
            return rows
        found.append((len(missing), missing[0], reader.fieldnames))
    _, name, names = min(found, key=lambda one: one[0])
    raise ValueError(f"{path} has no column {name!r}: {names}.")


def _meant(answer, allowed):
    """Return the allowed answer that a judge or a spreadsheet has written otherwise.

    Spreadsheets and data frames make "3.0" of 3, a word that would be a formula is
    written with an apostrophe, and people write capitals.
    """
    if answer in allowed:
        return answer
    plain = answer.strip()
    for same in (
        str.strip,
        lambda text: text.strip().casefold(),
        lambda text: text.strip().casefold().removeprefix("'"),
        lambda text: text.strip().removesuffix(".0"),
    ):
        fitting = [one for one in allowed if same(one) == same(plain)]
        if len(fitting) == 1:
            return fitting[0]
    return plain
