"""partial_fit over a stream of documents: memory and time as the stream grows.

    python benchmarks/bench_stream.py [corpus.jsonl.gz] [--sizes 10000 20000 40000]

Documents are read, counted and given to `partial_fit` in batches; nothing of a batch
is kept. Each size is a process of its own, so that the peak of its memory is the
stream's: it must not grow with the number of documents. A stream that is longer than
the corpus (by default the State of the Union passages that ship with sktopics) goes
through it again. Documents come in the order of the file. Every hundredth of the
longest stream is held out to judge the topics by; a shorter stream may not have come
to what those are about.
"""

import argparse
import re
import time
from itertools import islice
from typing import NamedTuple

import numpy as np
from _corpora import read_documents
from _measure import in_own_process, measured, surroundings
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils import gen_batches

MODELS = ("sktopics", "sktopics-variational", "scikit-learn")
# Every so many documents one is held out; one is read to make the vocabulary.
HELD_OUT_EVERY = 100
VOCABULARY_EVERY = 5
WORD = re.compile(r"\b\w\w+\b")

HEADER = (
    f"{'model':21}{'documents':>10}{'K':>5}{'peak MB':>9}{'added MB':>10}"
    f"{'wall s':>9}{'ms/document':>13}{'CPU ms':>8}{'reading':>9}{'M words/s':>11}"
    f"{'perplexity':>12}"
)
NOTES = """\
peak MB      most memory of the process during the stream; added MB: less what it held
             before the first batch
wall s       of the whole stream, with reading the file and counting words
ms/document  of partial_fit alone; CPU ms: of all threads
reading      ms a document of counting its words, by OnlineCountVectorizer for models of
             sktopics and by CountVectorizer for that of scikit-learn
M words/s    million words a second that are counted and learned from: of two letters or
             more, in the vocabulary or not; without reading the file
perplexity   document completion on the documents held out from the longest stream"""


def read_stream(path):
    """Yield the documents of a corpus round and round, without those held out."""
    while True:
        for i, document in enumerate(read_documents(path)):
            if i % HELD_OUT_EVERY:
                yield document


def read_batches(path, size, batch_size):
    """Yield lists of `batch_size` documents, of a stream of `size`."""
    documents = read_stream(path)
    for batch in gen_batches(size, batch_size):
        yield list(islice(documents, batch.stop - batch.start))


def new_model(name, **parameters):
    if name == "scikit-learn":
        from sklearn.decomposition import LatentDirichletAllocation

        return LatentDirichletAllocation(**parameters)
    from sktopics import LatentDirichletAllocation

    if name == "sktopics-variational":
        parameters["inference"] = "variational"
    return LatentDirichletAllocation(**parameters)


def new_vectorizer(name, vocabulary):
    if name == "scikit-learn":
        return CountVectorizer(vocabulary=vocabulary)
    from sktopics import OnlineCountVectorizer

    return OnlineCountVectorizer(vocabulary=vocabulary)


def fit_stream(name, parameters, path, vocabulary, size, batch_size):
    """Fit a model to a stream; return its topics and prior, `Cost` and `Spent`.

    Runs in a process of its own.
    """
    vectorizer = new_vectorizer(name, vocabulary)
    first = next(read_batches(path, batch_size, batch_size))
    # Compiled before anything is measured.
    new_model(name, **parameters).partial_fit(vectorizer.transform(first))
    model = new_model(name, total_samples=size, **parameters)
    reading, fitting, n_words = np.zeros(2), np.zeros(2), 0

    def run():
        nonlocal n_words
        for documents in read_batches(path, size, batch_size):
            n_words += sum(len(WORD.findall(document)) for document in documents)
            times = [clocks()]
            counts = vectorizer.transform(documents)
            times.append(clocks())
            model.partial_fit(counts)
            times.append(clocks())
            reading[:] += times[1] - times[0]
            fitting[:] += times[2] - times[1]

    _, cost = measured(run)
    topics = model.components_, np.asarray(model.doc_topic_prior_)
    wall, cpu = 1000 * fitting / size
    speed = n_words / (reading[0] + fitting[0]) / 1e6
    return topics, cost, Spent(wall, cpu, 1000 * reading[0] / size, speed)


class Spent(NamedTuple):
    """Milliseconds a document, by the clock and of all threads, and million words/s."""

    wall: float
    cpu: float
    reading: float
    speed: float


def clocks():
    return np.array([time.perf_counter(), time.process_time()])


def print_table(args, vocabulary, held_out):
    from sktopics.metrics import completion_perplexity

    parameters = {
        "n_components": args.n_components,
        "n_jobs": args.n_jobs,
        "random_state": 0,
    }
    stream = args.corpus, vocabulary
    print(HEADER)
    for name in args.models:
        # A process that compiles needs more memory than one that finds kernels cached.
        warm_up = name, parameters, *stream, args.batch_size, args.batch_size
        in_own_process(fit_stream, *warm_up)
        for size in args.sizes:
            (topic_word, prior), cost, spent = in_own_process(
                fit_stream, name, parameters, *stream, size, args.batch_size
            )
            perplexity = completion_perplexity(
                topic_word, held_out, doc_topic_prior=prior
            )
            print(
                f"{name:21}{size:10}{args.n_components:5}{cost.peak_megabytes:9.0f}"
                f"{cost.added_megabytes:10.1f}{cost.seconds:9.1f}{spent.wall:13.3f}"
                f"{spent.cpu:8.3f}{spent.reading:9.3f}{spent.speed:11.2f}"
                f"{perplexity:12.1f}",
                flush=True,
            )
    print(f"\n{NOTES}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 20_000, 40_000, 80_000]
    )
    parser.add_argument("--batch-size", type=int, default=1000, help="of the stream")
    parser.add_argument("--n-components", type=int, default=50)
    parser.add_argument("--n-jobs", type=int, default=1)
    parser.add_argument("--max-features", type=int, default=20_000)
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    args = parser.parse_args()

    longest = max(args.sizes)
    vectorizer = CountVectorizer(
        stop_words="english", min_df=5, max_features=args.max_features
    ).fit(islice(read_documents(args.corpus), 0, longest, VOCABULARY_EVERY))
    vocabulary = vectorizer.get_feature_names_out().tolist()
    held_out = vectorizer.transform(
        islice(read_documents(args.corpus), 0, longest, HELD_OUT_EVERY)
    )
    print(
        f"{args.corpus or 'State of the Union'}: {len(vocabulary)} terms, batches of "
        f"{args.batch_size} documents, n_jobs={args.n_jobs}"
    )
    print(surroundings("sktopics", "scikit-learn", "numba", "numpy"))
    print_table(args, vocabulary, held_out)


if __name__ == "__main__":
    main()
