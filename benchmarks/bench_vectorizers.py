"""Reading of words: the vectorizers of sktopics beside `CountVectorizer`.

    python benchmarks/bench_vectorizers.py [corpus.jsonl.gz] [--limit 30000]

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics.
"""

import argparse
import time
from statistics import median

from _corpora import read_documents
from _measure import surroundings
from sklearn.feature_extraction.text import CountVectorizer

PARAMETERS = ({}, {"stop_words": "english", "min_df": 5}, {"token_pattern": r"\w{3,}"})
HEADER = (
    f"{'vectorizer':24}{'fit s':>8}{'x':>6}{'transform s':>13}{'x':>6}"
    f"{'M words/s':>11}{'equal':>7}"
)
NOTES = """\
fit s      CPU seconds of fit_transform, transform s: of transform; medians. Rows take
           turns
x          how many times as fast as CountVectorizer
M words/s  million words a second by transform, words that are left out not counted
equal      whether vocabulary and counts are those of CountVectorizer"""


def cpu_seconds(function):
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def time_vectorizers(documents, parameters, repeats):
    """Print a block of rows, one for each vectorizer."""
    from sktopics import OnlineCountVectorizer, SequenceVectorizer

    classes = CountVectorizer, OnlineCountVectorizer, SequenceVectorizer
    vectorizers = [cls(**parameters) for cls in classes]
    for vectorizer in vectorizers:  # compiled before anything is timed
        vectorizer.fit_transform(documents)
    fits, transforms = [], []
    for _ in range(repeats):
        fits.append(
            [cpu_seconds(lambda v=v: v.fit_transform(documents)) for v in vectorizers]
        )
        transforms.append(
            [cpu_seconds(lambda v=v: v.transform(documents)) for v in vectorizers]
        )
    expected = transforms[-1][0][1]
    columns = zip(
        vectorizers, zip(*fits, strict=True), zip(*transforms, strict=True), strict=True
    )
    first = None
    for vectorizer, fit, transform in columns:
        seconds = [median(second for second, _ in times) for times in (fit, transform)]
        first = first or seconds
        counts = transform[-1][1]
        counts = counts.to_counts() if hasattr(counts, "to_counts") else counts
        equal = vectorizer.vocabulary_ == vectorizers[0].vocabulary_
        equal = equal and (counts != expected).nnz == 0
        name = type(vectorizer).__name__
        print(
            f"{name:24}{seconds[0]:8.2f}{first[0] / seconds[0]:6.1f}"
            f"{seconds[1]:13.2f}{first[1] / seconds[1]:6.1f}"
            f"{expected.sum() / seconds[1] / 1e6:11.1f}{'yes' if equal else 'no':>7}",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--limit", type=int, help="read so many documents only")
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    documents = list(read_documents(args.corpus, args.limit))
    n_characters = sum(map(len, documents))
    print(f"{len(documents):,} documents, {n_characters:,} characters")
    print(surroundings("sktopics", "scikit-learn", "numba", "numpy"))
    for parameters in PARAMETERS:
        print(f"\n{parameters or 'defaults'}\n{HEADER}")
        time_vectorizers(documents, parameters, args.repeats)
    print(f"\n{NOTES}")


if __name__ == "__main__":
    main()
