"""Where texts become terms on their way through a Pipeline."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import FeatureUnion

from .._sklearn import _safe_indexing, check_array
from .forms import frame_columns, is_table
from .names import known_term_names, names_after
from .steps import branches_of, final_model, pipeline_steps


class Way(NamedTuple):
    """What data meets before it reaches a vectorizer.

    Attributes
    ----------
    run : callable
        Makes of the data what comes next.
    takes_table : bool
        Whether the data has columns before it.
    """

    run: Callable
    takes_table: bool


class TextReader(NamedTuple):
    """What makes terms of texts, and how data gets there.

    Attributes
    ----------
    vectorizer : estimator with `build_analyzer`
    ways : list of Way
    token_of : dict from name of a column to token, or None
        None where the names are the tokens.
    name_of : dict from token to name, or None
        None where these are the same. A token that is a name by chance, of another
        column, has the name None.
    names_known : bool
        Whether the model has names of columns.
    """

    vectorizer: object
    ways: list
    token_of: dict | None
    name_of: dict | None = None
    names_known: bool = False

    @property
    def keeps_terms(self):
        """Whether the vectorizer knows the terms that its columns stand for."""
        return hasattr(self.vectorizer, "get_feature_names_out")

    @property
    def takes_lists(self):
        """Whether the vectorizer may be made for other documents than str."""
        own = ("analyzer", "preprocessor", "tokenizer")
        return any(callable(getattr(self.vectorizer, name, None)) for name in own)

    @property
    def takes_others(self):
        """Whether documents may be something else than str or bytes."""
        kind = getattr(self.vectorizer, "input", "content")
        return self.takes_lists or kind != "content"

    def ways_of_texts(self):
        """Return the ways of data that is texts already, and has no columns."""
        tables = [i for i, way in enumerate(self.ways) if way.takes_table]
        return self.ways[tables[-1] + 1 :] if tables else self.ways


class NoReader(NamedTuple):
    """There is no vectorizer to ask for the tokens of texts.

    Attributes
    ----------
    why : str
    """

    why: str


def text_reader(estimator):
    """Return what makes terms of texts in a fitted model, Pipeline or search.

    It is a step that has `build_analyzer`, in whatever Pipelines, or the `vectorizer_`
    of a model that is given texts. A ColumnTransformer has one if a single of its
    transformers is given texts, a FeatureUnion if it has a single transformer.

    Returns
    -------
    reader : TextReader or NoReader
    """
    *before, model = pipeline_steps(estimator)
    reader = _reader_among(before, model)
    if isinstance(reader, NoReader):
        return reader
    names = known_term_names(estimator)
    if names is None:
        return reader
    known, names = _known_names(reader), names.tolist()
    if known is None or any(str(name) in known for name in names):
        reader = reader._replace(names_known=True)
        if reader.token_of is None:
            return reader
        name_of = {str(name): None for name in names}
        name_of.update((token, name) for name, token in reader.token_of.items())
        return reader._replace(name_of=name_of)
    return NoReader(
        f"the terms of {_name(final_model(estimator))} ({names[0]!r}, ...) are not "
        f"called as {_name(reader.vectorizer)} calls them"
    )


def analyzer_of(estimator):
    """Return what makes terms of a text in a model, Pipeline or vectorizer.

    Returns
    -------
    analyzer : callable or None
        None where nothing in it reads texts.
    """
    reader = text_reader(estimator)
    if isinstance(reader, NoReader):
        return None
    return reader.vectorizer.build_analyzer()


def _reader_among(steps, model=None):
    """Return the reader among steps that data meets in turn, at last a model if any."""
    ways, after = [], None
    for step in steps if model is None else [*steps, model]:
        if hasattr(step, "build_analyzer"):
            after = _reader_of_vectorizer(step)
        elif getattr(step, "vectorizer_", None) is not None:
            after = _reader_among(pipeline_steps(step.vectorizer_))
        elif len(branches_of(step)):
            after = _reader_in_branches(step)
        if isinstance(after, NoReader):
            return after
        if after is not None:
            return after._replace(ways=[*ways, *after.ways])
        if step is not model:
            ways.append(Way(step.transform, hasattr(step, "n_features_in_")))
    called = ", ".join(map(_name, steps or [model]))
    return NoReader(f"{called} cannot be asked for tokens (no build_analyzer)")


def _reader_of_vectorizer(vectorizer):
    vocabulary = getattr(vectorizer, "vocabulary_", None)
    reader = TextReader(vectorizer, [], None)
    if vocabulary is None or not reader.keeps_terms:
        return reader
    texts = all(issubclass(kind, str) for kind in set(map(type, vocabulary)))
    if texts and _names_tokens(vectorizer):
        return reader
    names = vectorizer.get_feature_names_out()
    token_of = {str(names[column]): token for token, column in vocabulary.items()}
    same = all(name == token for name, token in token_of.items())
    return reader if same else reader._replace(token_of=token_of)


def _names_tokens(vectorizer):
    """Whether columns are called as their tokens, without a look at all names."""
    own = getattr(type(vectorizer), "get_feature_names_out", None)
    return own is CountVectorizer.get_feature_names_out


def _known_names(reader):
    """Return a collection of the names of columns, None if the vectorizer has none."""
    if reader.token_of is not None or not reader.keeps_terms:
        return reader.token_of
    vocabulary = getattr(reader.vectorizer, "vocabulary_", None)
    if vocabulary is None:
        return set(map(str, reader.vectorizer.get_feature_names_out()))
    return vocabulary


def _reader_in_branches(step):
    """Return the reader of the one transformer that is given texts; None without."""
    branches = branches_of(step)
    found = {b.name: _reader_among(pipeline_steps(b.transformer)) for b in branches}
    readers = [b for b in branches if isinstance(found[b.name], TextReader)]
    joins = isinstance(step, FeatureUnion)
    texts = [b for b in branches if joins or np.isscalar(b.columns) or b in readers]
    if len(texts) != 1 or len(readers) != 1:
        if not readers:
            return None
        called = ", ".join(b.name for b in texts)
        return NoReader(f"{_name(step)} joins the terms of {called}")
    (branch,) = readers
    reader = found[branch.name]
    ways = reader.ways
    if branch.columns is not None:
        ways = [Way(_Choice(step, branch.columns), True), *ways]
    known = _known_names(reader)
    if known is None:
        return reader._replace(ways=ways)
    known = reader.token_of or {name: name for name in known}
    inner, outer = names_after(pipeline_steps(branch.transformer)), names_after([step])
    if inner is None or outer is None:
        return NoReader(f"{_name(step)} does not name its columns")
    token_of = {
        str(name): known[str(own)]
        for own, name in zip(inner, outer[branch.place], strict=False)
        if str(own) in known
    }
    # Names of other columns may be words of the text, which are no terms.
    same = len(outer) == len(known) and token_of == known
    return reader._replace(ways=ways, token_of=None if same else token_of)


class _Choice:
    """Chooses the columns that a transformer of a ColumnTransformer is given."""

    def __init__(self, step, columns):
        self.step = step
        self.columns = columns

    def __call__(self, X):
        if not is_table(X):  # a list of rows
            X = check_array(X, ensure_all_finite="allow-nan", dtype=object)
        names = getattr(self.step, "feature_names_in_", None)
        columns = self.columns
        if names is not None and frame_columns(X) is not None:
            columns = self._by_name(names)
        return _safe_indexing(X, columns, axis=1)

    def _by_name(self, names):
        """Columns that were chosen by number, as the frame calls them."""
        columns = self.columns
        if isinstance(columns, slice):
            by_name = isinstance(columns.start, str) or isinstance(columns.stop, str)
            return columns if by_name else names[columns].tolist()
        if isinstance(columns, str) or np.asarray(columns).dtype.kind in "UO":
            return columns
        return names[columns] if np.isscalar(columns) else names[columns].tolist()


def _name(step):
    return type(step).__name__
