"""What the columns of a file are to a model: documents, times, classes, authors."""

import random
import re
import warnings
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from ..analysis import time_bins
from ._user_errors import UserError, listed_names, nearest_name

# A column is text if half of its cells have at least so many words, and half of the
# cells, of the first so many, are different.
_WORDS_OF_TEXTS = 4
_LOOKED_AT = 1000


@dataclass
class FileCorpus:
    """Documents, and what is known of each.

    Parameters
    ----------
    documents : list of str
    text : str
        The column that they are from.
    is_guessed : bool
        Whether nobody has said so.
    n_read, n_dropped : int
        Rows of the file, and rows without a text.
    kept : list of int
        Which rows of the file documents are.
    beside : dict from str to list
        "times", "classes", "authors" of the documents, where there are such.
    metadata : dict from str to list
    roles : dict from str to list of str
        What the columns are; one may be several things.
    program : list of str
        Lines of Python that make all these from the list `rows`.
    modules : set of str
    """

    documents: list
    text: str
    is_guessed: bool
    n_read: int
    n_dropped: int
    kept: list
    beside: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    program: list = field(default_factory=list)
    modules: set = field(default_factory=set)


def corpus_of_rows(read, options):
    """Return the documents of a file and what its columns say of them.

    Parameters
    ----------
    read : ReadRows
    options : Namespace
        What the command was given: `text`, `date`, `date_format`, `classes`, `authors`,
        `separator`, `metadata`, `sample`, `seed`, `embeddings`.

    Raises
    ------
    UserError
        If a column is missing or a cell cannot be used; the message says which.
    """
    metadata = options.metadata or (["file"] if read.unit == "file" else [])
    named = [options.date, options.classes, options.authors, *metadata]
    for name in (options.text, *named):
        if name is not None:
            _check_column(name, read)
    text = options.text or _guessed_text(read, named)
    has_text = [
        _has_text(row.get(text), read, i, text) for i, row in enumerate(read.rows)
    ]
    kept = [i for i, has in enumerate(has_text) if has]
    if not kept:
        raise UserError(f"{read.source}: no row has a text in the column {text!r}.")
    corpus = FileCorpus(
        documents=[],
        text=text,
        is_guessed=options.text is None,
        n_read=len(read.rows),
        n_dropped=len(read.rows) - len(kept),
        kept=_sampled(kept, options),
    )
    _write_choice(corpus, read, options)
    corpus.documents = [read.rows[i][text] for i in corpus.kept]
    corpus.program.append(f"documents = [row[{text!r}] for row in rows]")
    if options.date is not None:
        _add_times(corpus, read, options)
    for key, separator in (
        ("classes", options.separator),
        ("authors", options.separator or ";"),
    ):
        if getattr(options, key) is not None:
            _add_names(corpus, read, key, getattr(options, key), separator)
    for name in metadata:
        corpus.metadata[name] = [read.rows[i].get(name) for i in corpus.kept]
        _add_role(corpus, name, "metadata")
    return corpus


def _check_column(name, read):
    if name not in read.columns:
        hint = nearest_name(name, read.columns)
        raise UserError(
            f"{read.source} has no column {name!r}.{hint} Its columns are "
            f"{listed_names(read.columns)}."
        )


def _guessed_text(read, named):
    """Return the only column of texts, or ask for one."""
    if len(read.columns) == 1 or read.unit == "file":
        return read.columns[0]
    texts = [
        name
        for name in read.columns
        if name not in named and _is_of_texts(row.get(name) for row in read.rows)
    ]
    if len(texts) == 1:
        return texts[0]
    found = f"{len(texts)} columns hold texts: {listed_names(texts)}"
    if not texts:
        found = f"no column looks like texts among {listed_names(read.columns)}"
    raise UserError(
        f"{read.source}: {found}. Say which one has the documents by --text COLUMN."
    )


def _is_of_texts(cells):
    """Whether a column holds texts of several words, as far as the first ones tell."""
    found = []
    for cell in cells:
        if isinstance(cell, str):
            if cell.strip():
                found.append(cell)
        elif cell is not None:
            return False
        if len(found) == _LOOKED_AT:
            break
    if not found or 2 * len(set(found)) < len(found):
        return False
    return median(len(cell.split()) for cell in found) >= _WORDS_OF_TEXTS


def _has_text(cell, read, row, column):
    if cell is None:
        return False
    if not isinstance(cell, str):
        raise UserError(
            f"{read.place(row)}, column {column!r}: {cell!r:.60} is no text. Say which "
            "column has the documents by --text COLUMN."
        )
    return bool(cell.strip())


def _sampled(kept, options):
    if options.sample is None or options.sample >= len(kept):
        return kept
    return sorted(random.Random(options.seed).sample(kept, options.sample))


def _write_choice(corpus, read, options):
    """Write the lines that leave out rows without a text and draw a sample."""
    has_text = f"(row.get({corpus.text!r}) or '').strip()"
    if len(corpus.kept) < corpus.n_read - corpus.n_dropped:
        sample = f"random.Random({options.seed!r}).sample(kept, {options.sample!r})"
        corpus.program += [
            f"kept = [i for i, row in enumerate(rows) if {has_text}]",
            f"kept = sorted({sample})",
            "rows = [rows[i] for i in kept]",
        ]
        corpus.modules.add("random")
    elif options.embeddings is not None:
        corpus.program += [
            f"kept = [i for i, row in enumerate(rows) if {has_text}]",
            "rows = [rows[i] for i in kept]",
        ]
    elif corpus.n_dropped:
        corpus.program.append(f"rows = [row for row in rows if {has_text}]")


def _add_times(corpus, read, options):
    """Read the times of documents, and refuse those that are none."""
    column, form = options.date, options.date_format
    cells = [read.rows[i].get(column) for i in corpus.kept]
    code = f"row.get({column!r})"
    if all(map(_may_be_text, cells)):
        cells = [(cell or "").strip() or None for cell in cells]
        code = f"({code} or '').strip() or None"
    if form is not None:
        cells = [
            _parsed(cell, form, i, read, column) for cell, i in _placed(cells, corpus)
        ]
        corpus.program += [
            f"dates = [{code} for row in rows]",
            f"times = [date and datetime.strptime(date, {form!r}) for date in dates]",
        ]
        corpus.modules.add("datetime.datetime")
    else:
        corpus.program.append(f"times = [{code} for row in rows]")
    _check_times(cells, read, corpus, column)
    corpus.beside["times"] = cells
    _add_role(corpus, column, "dates")


def _add_role(corpus, column, role):
    roles = corpus.roles.setdefault(column, [])
    if role not in roles:
        roles.append(role)


def _may_be_text(cell):
    return cell is None or isinstance(cell, str)


def _placed(cells, corpus):
    """Return cells of documents with the rows of the file that they are from."""
    return zip(cells, corpus.kept, strict=True)


def _parsed(cell, form, row, read, column):
    if cell is None:
        return None
    try:
        return datetime.strptime(cell, form)
    except (TypeError, ValueError):
        raise UserError(
            f"{read.place(row)}, column {column!r}: {cell!r:.60} is no date in the "
            f"format {form!r} of --date-format."
        ) from None


def _check_times(times, read, corpus, column):
    """Refuse a time that cannot be read, and name its place in the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the report tells of missing times again
            time_bins(times)
    except (TypeError, ValueError, OverflowError) as error:
        message = str(error)
    else:
        return
    if "all of them are missing" in message:
        raise UserError(f"{read.source}: the column {column!r} holds no date.")
    # A message about two rows names the one that is unlike the first at its end.
    rows = re.findall(r"\brow (\d+)", message)
    if not rows:
        raise UserError(f"{read.source}, column {column!r}: {message}")
    row = int(rows[-1])
    place, value = read.place(corpus.kept[row]), times[row]
    example = "--date-format '%d/%m/%Y'"
    reason = "it is no date such as 2021-04-30 or 2021, nor one as in other rows"
    if "comes first" in message:
        reason = "nothing tells whether the day or the month comes first"
    elif "one kind" in message or "time zone" in message:
        reason = "it is of another kind than other cells"
    raise UserError(
        f"{place}, column {column!r}: {value!r:.60} cannot be read as a date, "
        f"{reason}. Correct it, leave it empty, or say the format, such as {example}."
    )


def _add_names(corpus, read, key, column, separator):
    """Read classes or authors: a name, or several, of each document."""
    cells = [read.rows[i].get(column) for i in corpus.kept]
    are_texts = all(map(_may_be_text, cells))
    code = f"row.get({column!r})"
    if are_texts and separator and any(separator in (cell or "") for cell in cells):
        cells = [_parts(cell, separator) for cell in cells]
        code = (
            f"[name.strip() for name in ({code} or '').split({separator!r}) "
            "if name.strip()]"
        )
    elif are_texts:
        cells = [(cell or "").strip() or None for cell in cells]
        code = f"({code} or '').strip() or None"
    for cell, row in _placed(cells, corpus):
        if isinstance(cell, dict):
            raise UserError(
                f"{read.place(row)}, column {column!r}: {cell!r:.60} is "
                "neither a name nor a list of names."
            )
    if all(cell is None or cell == [] for cell in cells):
        raise UserError(f"{read.source}: the column {column!r} is empty in all rows.")
    corpus.program.append(f"{key} = [{code} for row in rows]")
    corpus.beside[key] = cells
    _add_role(corpus, column, key)


def _parts(cell, separator):
    return [name.strip() for name in (cell or "").split(separator) if name.strip()]
