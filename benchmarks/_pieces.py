"""Documents with known borders: pieces of different sources, one after another.

The protocol of F. Choi, "Advances in domain independent linear text segmentation",
NAACL 2000, with sources of any corpus in place of the Brown corpus: ten pieces a
document, each of 3 to 11 sentences, of sources that are not trained on.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from _corpora import read_records


class Source(NamedTuple):
    """A text that pieces are cut from.

    Attributes
    ----------
    text : str
    label : object
        Pieces that meet at a border are of sources with different labels.
    """

    text: str
    label: object


class Documents(NamedTuple):
    """Documents with known borders.

    Attributes
    ----------
    sequences : TokenSequences
        Their `boundaries` are the borders.
    sentences : ndarray of shape (n_tokens,), bool
        True for tokens with which a sentence starts.
    """

    sequences: object
    sentences: np.ndarray

    def __str__(self):
        X, n_pieces = self.sequences, int(self.sequences.boundaries.sum())
        return (
            f"{len(X)} documents of {n_pieces / len(X):.1f} pieces of "
            f"{self.sentences.sum() / n_pieces:.1f} sentences, "
            f"{X.n_tokens / n_pieces:.1f} tokens"
        )

    @property
    def n_segments(self):
        """Number of pieces of each document."""
        X = self.sequences
        return np.add.reduceat(X.boundaries, X.offsets[:-1], dtype=int)

    def candidates(self, at):
        """Where borders may be in each document: at each "token" or "sentence"."""
        bounds = pairwise(self.sequences.offsets)
        if at == "token":
            return [np.arange(1, stop - start) for start, stop in bounds]
        return [np.flatnonzero(self.sentences[i:j])[1:] for i, j in bounds]

    def unmarked(self):
        """The sequences without their borders."""
        from sktopics import TokenSequences

        X = self.sequences
        return TokenSequences(X.ids, X.offsets, terms=X.terms)


def read_sources(path=None, limit=None):
    """Return the sources of a jsonl file: keys `text`, and `label` where there is one.

    Without labels each source has its own. Without a path: State of the Union
    addresses, whole, each with a label of its own.
    """
    if path is None:
        from sktopics.datasets import load_sotu

        sotu, addresses = load_sotu("1790"), {}
        for text, year, authors in zip(
            sotu.documents, sotu.date, sotu.authors, strict=True
        ):
            # Two presidents spoke in some years.
            addresses.setdefault((int(year), *authors), []).append(text)
        return [Source("\n\n".join(t), key) for key, t in addresses.items()][:limit]
    return [
        Source(record["text"], record.get("label", number))
        for number, record in enumerate(read_records(path, limit))
    ]


def cut_sources(sources, shares=(0.6, 0.2, 0.2), seed=0):
    """Deal sources out at random: to train on, to tune on and to test on."""
    order = np.random.RandomState(seed).permutation(len(sources))
    ends = np.cumsum(np.multiply(shares, len(sources))).astype(int)[:-1]
    return [[sources[i] for i in part] for part in np.split(order, ends)]


def vectorize(sources):
    """Return a fitted SequenceVectorizer, and the sources as `TokenSequences`.

    Without the English stop words, and words in fewer than five sources.
    """
    from sktopics import SequenceVectorizer

    vectorizer = SequenceVectorizer(stop_words="english", min_df=5)
    return vectorizer, vectorizer.fit_transform([source.text for source in sources])


def make_documents(
    sources, vectorizer, *, n_documents, n_pieces=(10, 10), sentences=(3, 11), seed=0
):
    """Cut pieces out of sources, and put them together.

    Parameters
    ----------
    sources : list of Source
    vectorizer : SequenceVectorizer
        Fitted: other terms are left out, and sentences without any of its terms.
    n_documents : int
    n_pieces, sentences : (int, int)
        The least and the largest number of pieces of a document and of sentences of a
        piece; all numbers between them are alike likely. No document has two pieces
        of one source.
    seed : int

    Returns
    -------
    documents : Documents
    """
    random_state = np.random.RandomState(seed)
    tokens = [_sentences(source.text, vectorizer) for source in sources]
    labels = [source.label for source in sources]
    documents = [
        _document(
            tokens,
            labels,
            random_state.randint(n_pieces[0], n_pieces[1] + 1),
            sentences,
            random_state,
        )
        for _ in range(n_documents)
    ]
    return _assemble(documents, vectorizer.get_feature_names_out())


def _sentences(text, vectorizer):
    """The known terms of each sentence that has any."""
    from sktopics._boundaries import split_sentences

    analyze, known = vectorizer.build_analyzer(), vectorizer.vocabulary_
    sentences = [
        [term for term in analyze(sentence) if term in known]
        for sentence in split_sentences(text)
    ]
    return [sentence for sentence in sentences if sentence]


def _document(tokens, labels, n_pieces, sentences, random_state):
    """Pieces: lists of sentences, which are lists of terms."""
    pieces, used = [], []
    for _ in range(n_pieces):
        length = random_state.randint(sentences[0], sentences[1] + 1)
        last = labels[used[-1]] if used else None
        fit = [
            i
            for i in range(len(tokens))
            if len(tokens[i]) >= length and labels[i] != last and i not in used
        ]
        if not fit:
            raise ValueError(f"No source of {length} sentences is left for a piece.")
        used.append(fit[random_state.randint(len(fit))])
        start = random_state.randint(len(tokens[used[-1]]) - length + 1)
        pieces.append(tokens[used[-1]][start : start + length])
    return pieces


def _assemble(documents, terms):
    from sktopics import TokenSequences

    texts, borders, sentences = [], [], []
    for pieces in documents:
        for piece in pieces:
            lengths = [len(sentence) for sentence in piece]
            starts = np.zeros(sum(lengths), dtype=bool)
            starts[np.cumsum([0, *lengths[:-1]])] = True
            sentences.append(starts)
            borders.append(np.arange(len(starts)) == 0)
        texts.append([t for piece in pieces for sentence in piece for t in sentence])
    X = TokenSequences.from_tokens(texts, terms)
    borders = np.concatenate(borders)
    X = TokenSequences(X.ids, X.offsets, terms=X.terms, boundaries=borders)
    return Documents(X, np.concatenate(sentences))
