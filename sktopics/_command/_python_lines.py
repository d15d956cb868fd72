"""The lines of Python that do what the command has done."""

from ._python_calls import import_lines


def python_lines(read, corpus, model, report, *, beside_fit, out):
    """Return a program that reads the file, fits the model and writes the report.

    Parameters
    ----------
    read : ReadRows
    corpus : FileCorpus
    model, report : Call
    beside_fit : dict from str to str
        What `fit` takes beside documents: parameters and the variables that hold them.
    out : str
        The file of the report.

    Returns
    -------
    lines : list of str
    """
    paths = model.imports() | report.imports()
    modules = read.modules | corpus.modules
    paths |= {module for module in modules if "." in module}
    given = ", ".join(f"{name}={value}" for name, value in beside_fit.items())
    fit = f".fit(documents, {given})" if given else ".fit(documents)"
    return [
        *(f"import {module}" for module in sorted(modules) if "." not in module),
        *import_lines(paths),
        "",
        *read.program,
        *corpus.program,
        *model.written(before="model = ", after=fit).splitlines(),
        *report.written(after=f".save({out!r})").splitlines(),
    ]
