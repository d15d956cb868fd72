"""From a file to a report: read, count, fit, write, and say what has been done."""

import json
import os
import time
from dataclasses import dataclass, field
from typing import Any

import joblib
import numpy as np

from .._files import whole_file
from ._checked_outputs import check_outputs, written_to
from ._corpus_of_rows import FileCorpus, corpus_of_rows
from ._language_note import language_note
from ._model_recipes import MODELS
from ._number_of_topics import NumberOfTopics, search_number
from ._python_calls import Call, Variable
from ._python_lines import python_lines
from ._read_files import read_files
from ._read_rows import STDIN, shown_path
from ._table_files import write_tables
from ._user_errors import UserError


@dataclass
class ReportRun:
    """What a run of ``sktopics report`` has found and written.

    Parameters
    ----------
    source : str
    corpus : FileCorpus
    model : estimator
        Fitted.
    found : NumberOfTopics or None
        The search for the number of topics, if there was one.
    shown : dict
        The summary of the report: its topics, with words and shares.
    written : list of str
        Files.
    notes : list of str
        What the user should know.
    seconds : float
    program : list of str
        Lines of Python that do the same.
    """

    source: str
    corpus: FileCorpus
    model: Any
    found: NumberOfTopics | None
    shown: dict
    written: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    seconds: float = 0.0
    program: list = field(default_factory=list)


def run_report(options, progress):
    """Read a file, fit a model and write its report.

    Parameters
    ----------
    options : Namespace
        As `_arguments` reads them.
    progress : ProgressLines

    Returns
    -------
    run : ReportRun
    """
    start = time.monotonic()
    recipe, out = MODELS[options.model], options.out or default_out(options.path)
    _check_options(options, recipe)
    check_outputs(options, out)
    with progress.step(f"Reading {shown_path(options.path)}"):
        read = read_files(
            options.path,
            kind=options.format,
            encoding=options.encoding,
            delimiter=options.delimiter,
            pattern=options.pattern,
        )
        corpus = corpus_of_rows(read, options)
        if options.embeddings is not None:
            _add_embeddings(corpus, read, options.embeddings)
        names = None if options.names is None else _read_names(corpus, options.names)
    beside_fit = _beside_fit(corpus, options)
    number, found = options.n_topics, None
    if number is None and not recipe.learns_number:
        with progress.step("Searching the number of topics"):
            found = _searched(corpus, options, recipe, beside_fit, progress)
        number = found.best
    if number is not None and number > len(corpus.documents):
        raise UserError(
            f"--n-topics {number} is more than the number of documents, which is "
            f"{len(corpus.documents)}: say fewer."
        )
    call = recipe.make(options, number, len(corpus.documents))
    with progress.step(f"Fitting {options.model} to {len(corpus.documents)} documents"):
        model = _fitted(call, corpus, beside_fit, progress)
    report_call = _report_call(corpus, options, names)
    variables = {"model": model, "documents": corpus.documents, "names": names}
    variables |= {**corpus.beside, "metadata": corpus.metadata}
    with progress.step(f"Writing {out}"):
        report = report_call.make(variables)
        with written_to(out):
            report.save(out)
    run = ReportRun(read.source, corpus, model, found, report.summary)
    run.written.append(out)
    if (note := language_note(corpus.documents, options.language)) is not None:
        run.notes.append(note)
    _write_more(run, options, names, progress)
    run.program = python_lines(
        read, corpus, call, report_call, beside_fit=beside_fit, out=out
    )
    run.seconds = time.monotonic() - start
    return run


def default_out(path):
    """Return the name of the report of a file: its own, in this folder, in HTML."""
    if path == STDIN:
        return "report.html"
    name = os.path.basename(os.path.abspath(path))
    for end in (".gz", ".bz2", ".xz"):
        name = name.removesuffix(end)
    return f"{os.path.splitext(name)[0] or 'report'}.html"


def _check_options(options, recipe):
    """Refuse what cannot be done, or has no use, before anything is read."""
    if options.model == "authors" and options.authors is None:
        raise UserError(
            "--model authors needs the column of names: say --authors COLUMN."
        )
    if options.model != "authors" and options.authors is not None:
        raise UserError(
            f"--authors is for --model authors, and the model is {options.model}: say "
            "--class COLUMN to compare groups."
        )
    if options.embeddings is not None and not recipe.embeds:
        able = [name for name, each in MODELS.items() if each.embeds]
        raise UserError(
            f"--embeddings is for {' and '.join(able)}, and the model is "
            f"{options.model}."
        )
    if options.encoder is not None and not recipe.learns_number:
        raise UserError(
            f"--encoder is for models of clusters, and {options.model} counts words."
        )
    if options.lemmas and options.language == "none":
        raise UserError("--lemmas needs a language: say --language.")
    if options.min_topic_size is not None and not recipe.learns_number:
        raise UserError(
            f"--min-topic-size is for models of clusters, and {options.model} counts "
            "words."
        )
    if options.date_format is not None and options.date is None:
        raise UserError("--date-format needs the column of dates: say --date COLUMN.")
    if options.separator and options.authors is None and options.classes is None:
        raise UserError("--separator needs a column: say --class or --authors.")


def _add_embeddings(corpus, read, path):
    """Read embeddings of the rows of the file, and keep those of the documents."""
    try:
        embeddings = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UserError(
            f"{path} cannot be read as an array of NumPy: {error}"
        ) from None
    if getattr(embeddings, "ndim", 0) != 2 or len(embeddings) != len(read.rows):
        raise UserError(
            f"{path} must hold a vector for each of the {len(read.rows)} rows of "
            f"{read.source}, and has the shape {getattr(embeddings, 'shape', None)}."
        )
    corpus.beside["embeddings"] = embeddings[corpus.kept]
    corpus.program.append(f"embeddings = numpy.load({path!r})[kept]")
    corpus.modules.add("numpy")


def _read_names(corpus, path):
    """Return the names of topics that a report has exported, or a list of names."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            names = json.load(file)
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as JSON: {error}") from None
    corpus.modules.add("json")
    opened = f"json.load(open({path!r}, encoding='utf-8-sig'))"
    if isinstance(names, list):
        corpus.program.append(f"names = {opened}")
        return names
    if not isinstance(names, dict):
        raise UserError(
            f'{path} must hold names of topics, {{"3": "Fees"}}, or a list of names.'
        )
    try:
        names = {int(number): name for number, name in names.items()}
    except ValueError:
        wrong = next(key for key in names if not key.lstrip("-").isdigit())
        raise UserError(
            f"{path}: topics are named by their numbers, and {wrong!r:.60} is none."
        ) from None
    corpus.program.append(
        f"names = {{int(number): name for number, name in {opened}.items()}}"
    )
    return names


def _beside_fit(corpus, options):
    """Return what `fit` takes beside the documents: parameters and variables."""
    beside = {}
    if options.model == "authors":
        beside["authortopicmodel__authors"] = "authors"
    if "embeddings" in corpus.beside:
        beside["embeddings"] = "embeddings"
    return beside


def _searched(corpus, options, recipe, beside_fit, progress):
    def make(number):
        return recipe.make(options, number, len(corpus.documents)).make({})

    params = {value: corpus.beside[value] for value in beside_fit.values()}
    return search_number(
        make,
        corpus.documents,
        fit_params=params,
        seed=options.seed,
        tell=progress.tell,
    )


def _fitted(call, corpus, beside_fit, progress):
    model = call.make({"documents": corpus.documents})
    params = {name: corpus.beside[value] for name, value in beside_fit.items()}
    with progress.bars(model):
        return model.fit(corpus.documents, **params)


def _report_call(corpus, options, names):
    """Return the call that makes the report, with what the command was given."""
    named = {name: Variable(name) for name in corpus.beside}
    if corpus.metadata:
        cells = [
            f"{name!r}: [row.get({name!r}) for row in rows]" for name in corpus.metadata
        ]
        corpus.program.append(f"metadata = {{{', '.join(cells)}}}")
        named["metadata"] = Variable("metadata")
    if names is not None:
        named["labels"] = Variable("names")
    for name in ("title", "n_documents", "text_length"):
        if (value := getattr(options, name)) is not None:
            named[name] = value
    path = "sktopics.report.TopicReport"
    return Call(path, (Variable("model"), Variable("documents")), named)


def _write_more(run, options, names, progress):
    """Write the model and the tables, where they are asked for."""
    if options.save_model is not None:
        with (
            progress.step(f"Writing {options.save_model}"),
            written_to(options.save_model),
            whole_file(options.save_model) as path,
        ):
            joblib.dump(run.model, path)
        run.written.append(options.save_model)
    if options.tables is not None:
        with (
            progress.step(f"Writing tables to {options.tables}"),
            written_to(options.tables),
        ):
            run.written += write_tables(options.tables, run.model, run.corpus, names)
