"""Coherence beside gensim's CoherenceModel, on the same topics and texts.

    python benchmarks/bench_coherence.py [corpus.jsonl.gz] [--topics 50]

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. Topics come from scikit-learn's
LatentDirichletAllocation, so that they are as coherent as topics are. Both sides are
given texts that are tokenised already: gensim lists of tokens with a Dictionary, and
sktopics the same lists, and TokenSequences. Ours is the median of several calls after
one that compiles; gensim's is one call in one process. `ratio` is that of seconds by
the clock, `CPU` that of processor seconds, which other work changes less.

gensim's value is compared with ours for window="gensim" (column `difference`: largest
over topics) and stands beside that of the exact windows.
"""

import argparse
import time
import tracemalloc

import numpy as np
from _corpora import read_documents
from _measure import surroundings
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer

from sktopics.metrics import topic_coherences
from sktopics.sequences import TokenSequences

MEASURES = ("u_mass", "c_v", "c_npmi", "c_uci")


def fit_topics(documents, n_topics, n_top_words):
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.5)
    counts = vectorizer.fit_transform(documents)
    model = LatentDirichletAllocation(
        n_topics, learning_method="online", max_iter=3, random_state=0
    ).fit(counts)
    names = vectorizer.get_feature_names_out()
    order = np.argsort(-model.components_, axis=1, kind="stable")[:, :n_top_words]
    return names[order].tolist(), vectorizer.build_analyzer()


def timed(function, repeats):
    """Median seconds of calls, by the clock and of the processor, and a result."""
    seconds = []
    for _ in range(repeats):
        start = np.array([time.perf_counter(), time.process_time()])
        result = function()
        seconds.append([time.perf_counter(), time.process_time()] - start)
    return np.median(seconds, axis=0), result


def peak_megabytes(function):
    """Peak of the memory that Python and NumPy allocate during a call."""
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def gensim_coherences(topics, texts, dictionary, measure):
    model = CoherenceModel(
        topics=topics,
        texts=texts,
        dictionary=dictionary,
        coherence=measure,
        topn=max(map(len, topics)),
        processes=1,
    )
    return np.array(model.get_coherence_per_topic())


def print_rows(args, measure, topics, texts, sequences, dictionary):
    """Print the rows of a measure: gensim's if there is a dictionary, and ours."""

    def ours(texts, window="exact"):
        return topic_coherences(
            topics,
            texts,
            measure=measure,
            n_top_words=args.top_words,
            window=window,
            n_jobs=args.n_jobs,
        )

    exact = ours(texts)
    if dictionary is not None:
        seconds, theirs = timed(
            lambda: gensim_coherences(topics, texts, dictionary, measure), 1
        )
        print(
            f"{measure:8}{'gensim':>11}{seconds[0]:10.3f}{1:8.0f}{1:8.0f}"
            f"{'':9}{'':9}{theirs.mean():9.4f}"
        )
        same = ours(texts, "gensim")
        difference = np.abs(same.values - theirs).max()
    for name, given in (("lists", texts), ("sequences", sequences)):
        mine, _ = timed(lambda given=given: ours(given), args.repeats)
        peak = peak_megabytes(lambda given=given: ours(given))
        row = f"{measure:8}{name:>11}{mine[0]:10.4f}"
        if dictionary is None:
            row += f"{'':16}"
        else:
            row += "".join(f"{ratio:8.0f}" for ratio in seconds / mine)
        row += f"{peak:9.1f}{exact.mean:9.4f}"
        if dictionary is not None:
            row += f"{same.mean:9.4f}{difference:12.1e}"
        print(row, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--top-words", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--n-jobs", type=int, default=1)
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--no-gensim", action="store_true", help="time ours alone")
    args = parser.parse_args()

    documents = list(read_documents(args.corpus))
    topics, analyzer = fit_topics(documents, args.topics, args.top_words)
    texts = [analyzer(document) for document in documents]
    sequences = TokenSequences.from_tokens(texts)
    dictionary = None if args.no_gensim else Dictionary(texts)
    print(
        f"{args.corpus or 'State of the Union'}: {len(texts)} documents, "
        f"{sequences.n_tokens} tokens; {len(topics)} topics x {args.top_words} words"
    )
    print(surroundings("sktopics", "gensim", "numba", "numpy"))
    print(
        f"{'measure':8}{'input':>11}{'seconds':>10}{'ratio':>8}{'CPU':>8}{'peak MB':>9}"
        f"{'exact':>9}{'gensim':>9}{'difference':>12}"
    )
    for measure in args.measures:
        print_rows(args, measure, topics, texts, sequences, dictionary)


if __name__ == "__main__":
    main()
