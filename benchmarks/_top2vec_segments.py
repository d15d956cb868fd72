"""Borders between texts that were put together: ContextualTop2Vec beside others.

Texts are dealt out at random: half of them to fit on, a quarter to choose a parameter
by, and a quarter to judge by. In each part, `N_PIECES` whole texts at a time become one
document, whose borders are known in characters. All errors are in words of the raw
text. A segmenter is shown with its defaults, with the parameter of its grid that has
the lowest error on other documents, and with the number of segments given.
"""

import time
from functools import partial
from typing import NamedTuple

import numpy as np

N_PIECES = 5
# Texts that are dealt out, at most.
N_TEXTS = 1000
N_COMPONENTS = 50
WIDTH = 28
HEADER = (
    f"{'':{WIDTH}}{'':>14}{'Pk':>8}{'WinDiff':>9}{'found':>7}{'fit s':>8}{'s':>8}"
    "  parameters"
)


class Joined(NamedTuple):
    """Documents with known borders.

    Attributes
    ----------
    texts : list of str
    borders : list of ndarray of int
        Characters at which the second and further pieces start.
    """

    texts: list
    borders: list

    @property
    def n_segments(self):
        """Number of pieces of each document."""
        return [len(borders) + 1 for borders in self.borders]


def run(corpus, options):
    """Print the errors of each segmenter."""
    if options.encoder is None:
        print("not measured: it needs a transformer, name one by --encoder")
        return
    train, tuning, test = deal_out(corpus.documents.texts, options.seeds[0])
    print(
        f"{len(train.texts)} documents to fit on, {len(tuning.texts)} to choose by, "
        f"{len(test.texts)} to judge by, of {N_PIECES} texts each"
    )
    print(HEADER)
    for segmenter in SEGMENTERS:
        show(segmenter(options.encoder, options.seeds[0]), train, tuning, test)


def deal_out(texts, seed):
    """Return documents to fit on, to choose by and to judge by."""
    order = np.random.RandomState(seed).permutation(len(texts))[:N_TEXTS]
    ends = len(order) // 2, len(order) * 3 // 4
    return [join([texts[i] for i in part]) for part in np.split(order, ends)]


def join(texts):
    """Return documents of `N_PIECES` texts each; the last few texts may be left out."""
    documents, borders = [], []
    for start in range(0, len(texts) - N_PIECES + 1, N_PIECES):
        pieces = [text.strip() for text in texts[start : start + N_PIECES]]
        documents.append(" ".join(pieces))
        borders.append(np.cumsum([len(piece) + 1 for piece in pieces[:-1]]))
    return Joined(documents, borders)


class OneSegment:
    """No borders at all."""

    name = "no borders"
    grid = ()

    def __init__(self, encoder, seed):
        pass

    def fit(self, texts):
        return self

    def borders(self, texts, n_segments=None):
        return [[] for _ in texts]


class Sentences:
    """Clusters of sentences: a border is where the topic changes."""

    grid = tuple({"smoothing": n} for n in (3, 5, 9, 15)) + tuple(
        {"penalty": penalty} for penalty in (0.5, 1.0, 2.0, 4.0)
    )

    def __init__(self, encoder, seed):
        from sktopics import SentenceEncoder

        self.encoder = SentenceEncoder(encoder, normalize=True)
        self.seed = seed
        self.vectors = {}

    def fit(self, texts):
        from sktopics.text import split_documents

        sentences, _ = split_documents(texts, by="sentence")
        self.model = self.made().fit(sentences)
        return self

    def borders(self, texts, n_segments=None, **parameters):
        from sktopics.analysis import segment_documents
        from sktopics.text import split_documents

        sentences, _ = split_documents(texts, by="sentence")
        if (key := tuple(texts)) not in self.vectors:
            self.vectors[key] = self.encoder.fit_transform(sentences)
        segments = segment_documents(
            self.model,
            texts,
            n_segments=n_segments,
            embeddings=self.vectors[key],
            **parameters,
        )
        return segments.borders


class BERTopicOnSentences(Sentences):
    name = "BERTopic on sentences"

    def made(self):
        from sktopics import BERTopic

        return BERTopic(self.encoder, random_state=self.seed)


class Top2VecOnSentences(Sentences):
    name = "Top2Vec on sentences"

    def made(self):
        from sktopics import Top2Vec

        return Top2Vec(self.encoder, random_state=self.seed)


class Contextual:
    """ContextualTop2Vec, whose vectors of tokens are kept between calls."""

    name = "ContextualTop2Vec"
    grid = tuple(
        {"segmentation": "optimal", "penalty": penalty}
        for penalty in (0.25, 0.5, 1.0, 2.0, 4.0)
    ) + tuple({"segmentation": "smooth", "smoothing": n} for n in (5, 9, 15))

    def __init__(self, encoder, seed):
        from sktopics import ContextualTop2Vec
        from sktopics.embedding import TokenEncoder

        self.encoder = TokenEncoder(encoder)
        self.model = ContextualTop2Vec(self.encoder, random_state=seed)
        self.defaults = self.model.get_params()
        self.vectors = {}

    def fit(self, texts):
        self.model.fit(texts)
        return self

    def borders(self, texts, n_segments=None, **parameters):
        if (key := tuple(texts)) not in self.vectors:
            self.vectors[key] = list(self.encoder.encode_tokens(texts))
        for name in ("segmentation", "penalty", "smoothing"):
            value = parameters.get(name, self.defaults[name])
            self.model.set_params(**{name: value})
        return self.model.boundaries(
            texts, n_segments=n_segments, token_vectors=self.vectors[key]
        )


class Attentive:
    """AttentiveARTM, with borders at starts of sentences."""

    name = "AttentiveARTM"
    grid = tuple({"penalty": penalty} for penalty in (0.25, 0.5, 1.0, 2.0, 4.0))

    def __init__(self, encoder, seed):
        from sklearn.pipeline import make_pipeline

        from sktopics import AttentiveARTM, SequenceVectorizer

        self.model = make_pipeline(
            SequenceVectorizer(stop_words="english", min_df=5, boundaries="sentence"),
            AttentiveARTM(N_COMPONENTS, random_state=seed),
        )

    def fit(self, texts):
        self.model.fit(texts)
        return self

    def borders(self, texts, n_segments=None, **parameters):
        vectorizer, artm = self.model
        X = vectorizer.transform(texts)
        found = artm.boundaries(X, n_segments=n_segments, **parameters)
        spans = vectorizer.token_spans(texts)
        return [
            of_tokens[borders, 0].tolist()
            for of_tokens, borders in zip(spans, found, strict=True)
        ]


SEGMENTERS = (
    OneSegment,
    Attentive,
    BERTopicOnSentences,
    Top2VecOnSentences,
    Contextual,
)


def show(segmenter, train, tuning, test):
    """Fit a segmenter, and print its errors."""
    start = time.perf_counter()
    segmenter.fit(train.texts)
    fit_seconds = time.perf_counter() - start
    rows = {"defaults": {}}
    if segmenter.grid:
        errors = [errors_of(segmenter, tuning, **p)[0] for p in segmenter.grid]
        rows["chosen"] = segmenter.grid[int(np.argmin(errors))]
        rows["number known"] = {"n_segments": test.n_segments}
    for title, parameters in rows.items():
        start = time.perf_counter()
        pk, window_diff, found = errors_of(segmenter, test, **parameters)
        seconds = time.perf_counter() - start
        told = "" if title == "number known" else parameters or ""
        print(
            f"{segmenter.name:{WIDTH}}{title:>14}{pk:8.3f}{window_diff:9.3f}"
            f"{found:7.2f}{fit_seconds:8.1f}{seconds:8.1f}  {told}",
            flush=True,
        )


def errors_of(segmenter, documents, **parameters):
    """Return Pk, WindowDiff, and borders found for each true one."""
    from sktopics.metrics import pk_error, window_diff_error

    found = segmenter.borders(documents.texts, **parameters)
    error = partial(_error, documents, found)
    n_true = sum(map(len, documents.borders))
    return error(pk_error), error(window_diff_error), sum(map(len, found)) / n_true


def _error(documents, found, measure):
    return measure(documents.borders, found, texts=documents.texts)
