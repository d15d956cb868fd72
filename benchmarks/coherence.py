"""Coherence beside gensim's CoherenceModel, on the same topics and texts.

    python benchmarks/coherence.py [corpus.jsonl.gz] [--topics 50] [--top-words 20]

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. Topics come from scikit-learn's
LatentDirichletAllocation, so that they are as coherent as topics are. Both sides are
given texts that are tokenised already: gensim lists of tokens with a Dictionary, and
sktopics the same lists, and TokenSequences. Ours is the median of several calls after
one that compiles; gensim's is one call in one process.

gensim's value is compared with ours for window="gensim" (column `difference`: largest
over topics) and stands beside that of the exact windows.
"""

import argparse
import gzip
import json
import time
import tracemalloc

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer

from sktopics.metrics import topic_coherences
from sktopics.sequences import TokenSequences

MEASURES = ("u_mass", "c_v", "c_npmi", "c_uci")


def read_corpus(path):
    if path is None:
        from sktopics.datasets import load_sotu

        return list(load_sotu().documents)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


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
    """Median seconds of `repeats` calls, and the last result."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        seconds.append(time.perf_counter() - start)
    return np.median(seconds), result


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

    documents = read_corpus(args.corpus)
    topics, analyzer = fit_topics(documents, args.topics, args.top_words)
    texts = [analyzer(document) for document in documents]
    sequences = TokenSequences.from_tokens(texts)
    dictionary = None if args.no_gensim else Dictionary(texts)
    print(
        f"{args.corpus or 'State of the Union'}: {len(texts)} documents, "
        f"{sequences.n_tokens} tokens; {len(topics)} topics x {args.top_words} words"
    )
    print(
        f"{'measure':8}{'input':>11}{'seconds':>10}{'ratio':>8}{'peak MB':>9}"
        f"{'exact':>9}{'gensim':>9}{'difference':>12}"
    )
    for measure in args.measures:

        def ours(texts, window="exact", measure=measure):
            return topic_coherences(
                topics,
                texts,
                measure=measure,
                n_top_words=args.top_words,
                window=window,
                n_jobs=args.n_jobs,
            )

        exact = ours(texts)
        theirs = seconds = None
        if not args.no_gensim:

            def gensim(measure=measure):
                return gensim_coherences(topics, texts, dictionary, measure)

            seconds, theirs = timed(gensim, 1)
            print(
                f"{measure:8}{'gensim':>11}{seconds:10.3f}{1:8.0f}"
                f"{'':9}{'':9}{theirs.mean():9.4f}"
            )
            difference = np.abs(ours(texts, "gensim").values - theirs).max()
        for name, given in (("lists", texts), ("sequences", sequences)):
            mine, _ = timed(lambda given=given: ours(given), args.repeats)
            peak = peak_megabytes(lambda given=given: ours(given))
            row = f"{measure:8}{name:>11}{mine:10.4f}"
            row += f"{'':8}" if theirs is None else f"{seconds / mine:8.0f}"
            row += f"{peak:9.1f}{exact.mean:9.4f}"
            if theirs is not None:
                row += f"{ours(texts, 'gensim').mean:9.4f}{difference:12.1e}"
            print(row)


if __name__ == "__main__":
    main()
