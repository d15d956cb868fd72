"""How well vectors of words agree with what people think of words."""

import os
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.stats import pearsonr, spearmanr

from .._files import read_lines
from .._neighbors import unit

# Similarities that are in memory at a time.
_SCORES = 1 << 24


@dataclass(frozen=True)
class WordPairEvaluation:
    """How cosines of words agree with people's judgements of similarity.

    Attributes
    ----------
    pearson, pearson_pvalue : float
        Correlation of the values, and the p-value of none.
    spearman, spearman_pvalue : float
        Correlation of the ranks, and the p-value of none.
    n_pairs : int
        Number of pairs that the correlations are of.
    oov_ratio : float
        Share of the file's pairs that have a word out of vocabulary, in [0, 1].
    """

    pearson: float
    pearson_pvalue: float
    spearman: float
    spearman_pvalue: float
    n_pairs: int
    oov_ratio: float


@dataclass(frozen=True)
class AnalogySection:
    """Analogies of one kind, as a is to b, so is c to d.

    Attributes
    ----------
    name : str
    correct, incorrect : tuple of (a, b, c, d)
        The questions, as in the file, whose d was found and was not found.
    n_unknown : int
        Number of questions with a word out of vocabulary.
    """

    name: str
    correct: tuple
    incorrect: tuple
    n_unknown: int

    @property
    def accuracy(self) -> float:
        """Share of the questions that were answered correctly; NaN without any."""
        n_asked = len(self.correct) + len(self.incorrect)
        return len(self.correct) / n_asked if n_asked else float("nan")


@dataclass(frozen=True)
class AnalogyEvaluation:
    """How many analogies vectors of words get right.

    Attributes
    ----------
    sections : tuple of AnalogySection
        In the order of the file.
    total : AnalogySection
        All of them together.
    oov_ratio : float
        Share of the questions that have a word out of vocabulary, in [0, 1].
    """

    sections: tuple
    total: AnalogySection
    oov_ratio: float

    @property
    def accuracy(self) -> float:
        """Share of all questions that were answered correctly."""
        return self.total.accuracy


class Lexicon(NamedTuple):
    """Words that files of judgements are looked up in, by folded spelling."""

    rows: dict
    vectors: np.ndarray
    spellings: np.ndarray
    fold: object


def make_lexicon(terms, vectors, counts, restrict_vocab, case_insensitive):
    """Keep the most frequent words; of several spellings the most frequent counts."""
    order = np.argsort(-counts, kind="stable")[:restrict_vocab]
    fold = str.upper if case_insensitive else str
    folded = [fold(name) for name in terms[order].tolist()]
    rows = {}
    for row, name in enumerate(folded):
        rows.setdefault(name, row)
    spellings = np.fromiter((rows[name] for name in folded), np.intp, len(folded))
    return Lexicon(rows, unit(vectors[order]), spellings, fold)


def _where(source):
    if isinstance(source, (str, os.PathLike)):
        return repr(os.fspath(source))
    return "the given lines"


def evaluate_pairs(source, lexicon, delimiter, encoding, unknown):
    """Correlate cosines with the judgements of a file."""
    judged, cosines, n_unknown = [], [], 0
    for first, second, score in _read_pairs(source, delimiter, encoding):
        rows = [lexicon.rows.get(lexicon.fold(word)) for word in (first, second)]
        if None in rows:
            n_unknown += 1
            if unknown == "skip":
                continue
            cosine = 0.0
        else:
            cosine = float(lexicon.vectors[rows[0]] @ lexicon.vectors[rows[1]])
        judged.append(score)
        cosines.append(cosine)
    if len(judged) < 2:
        raise ValueError(
            f"A correlation needs two pairs of words: of those of {_where(source)} the "
            f"model knows {len(judged)} and does not know {n_unknown}."
        )
    n_read = len(judged) + (n_unknown if unknown == "skip" else 0)
    pearson, spearman = pearsonr(judged, cosines), spearmanr(judged, cosines)
    return WordPairEvaluation(
        float(pearson.statistic),
        float(pearson.pvalue),
        float(spearman.statistic),
        float(spearman.pvalue),
        len(judged),
        n_unknown / n_read,
    )


def _read_pairs(source, delimiter, encoding):
    """Yield the two words and the judgement of each line."""
    may_be_header = True
    for number, line in read_lines(source, encoding):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(delimiter)]
        try:
            first, second, score = fields
            score = float(score)
        except ValueError:
            if may_be_header and len(fields) == 3:
                may_be_header = False
                continue
            raise ValueError(
                f"Line {number} of {_where(source)} must be two words and a number, "
                f"separated by {delimiter!r}, got {line[:60]!r}."
            ) from None
        may_be_header = False
        yield first, second, score


def evaluate_analogies(source, lexicon, method, encoding, unknown):
    """Ask all questions of a file, which word is to c as b is to a."""
    sections = _read_analogies(source, encoding)
    if not any(questions for _, questions in sections):
        raise ValueError(f"There is no analogy in {_where(source)}.")
    evaluated = []
    for name, questions in sections:
        folded = [[lexicon.rows.get(lexicon.fold(w)) for w in q] for q in questions]
        known = [None not in rows for rows in folded]
        rows = [rows for rows in folded if None not in rows]
        right = iter(
            _answers_are_right(np.array(rows, np.intp).reshape(-1, 4), lexicon, method)
        )
        correct, incorrect = [], []
        for question, is_known in zip(questions, known, strict=True):
            if is_known:
                (correct if next(right) else incorrect).append(question)
            elif unknown == "zero":
                incorrect.append(question)
        n_unknown = len(known) - sum(known)
        section = AnalogySection(name, tuple(correct), tuple(incorrect), n_unknown)
        evaluated.append(section)
    total = AnalogySection(
        "total",
        tuple(question for section in evaluated for question in section.correct),
        tuple(question for section in evaluated for question in section.incorrect),
        sum(section.n_unknown for section in evaluated),
    )
    n_read = sum(len(questions) for _, questions in sections)
    return AnalogyEvaluation(tuple(evaluated), total, total.n_unknown / n_read)


def _read_analogies(source, encoding):
    """Sections of a file: names, and lists of four words."""
    sections = []
    for number, line in read_lines(source, encoding):
        if line.startswith(":"):
            sections.append((line.lstrip(": ").strip(), []))
            continue
        words = tuple(line.split())
        if not words:
            continue
        if len(words) != 4 or not sections:
            what = "four words" if sections else "': ' and the name of a section"
            raise ValueError(
                f"Line {number} of {_where(source)} must be {what}, got {line[:60]!r}."
            )
        sections[-1][1].append(words)
    return sections


def _answers_are_right(questions, lexicon, method):
    """Whether the word found for each question is its fourth, spelling aside."""
    vectors, spellings = lexicon.vectors, lexicon.spellings
    by_spelling = np.argsort(spellings, kind="stable")
    starts = np.searchsorted(spellings[by_spelling], np.arange(len(spellings) + 1))
    right = np.empty(len(questions), dtype=bool)
    n_at_a_time = max(_SCORES // max(len(vectors), 1), 1)
    for start in range(0, len(questions), n_at_a_time):
        block = questions[start : start + n_at_a_time]
        scores = _SCORERS[method](vectors, *vectors[block[:, :3].T])
        for row, question in zip(scores, block, strict=True):
            for word in question[:3]:  # in whatever spelling, it is not an answer
                row[by_spelling[starts[word] : starts[word + 1]]] = -np.inf
        answers = spellings[scores.argmax(axis=1)]
        right[start : start + n_at_a_time] = answers == block[:, 3]
    return right


def _add(vectors, a, b, c):
    """Cosines with b - a + c, but for a factor of each row."""
    return (b - a + c) @ vectors.T


def _multiply(vectors, a, b, c):
    """Products of the similarities with b and c over that with a, plus 1e-6."""
    scores = (1 + b @ vectors.T) / 2
    scores *= (1 + c @ vectors.T) / 2
    scores /= (1 + a @ vectors.T) / 2 + np.float32(1e-6)
    return scores


_SCORERS = {"add": _add, "multiply": _multiply}
