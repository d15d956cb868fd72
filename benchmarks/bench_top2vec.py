r"""Top2Vec beside the packages top2vec, turftopic and BERTopic.

    python benchmarks/bench_top2vec.py corpus.jsonl.gz --parts quality \
        --vectors vectors.npy --encoder MODEL

Each part is a file `_top2vec_PART.py` with a function `run`, which prints its figures.
It is given what it has parameters for: the `corpus`, and the `options` of the command
line.

The corpus is a file of one JSON object a line with the key `text`, and `label` where
there is one; by default the State of the Union addresses that ship with sktopics. Words
are encoded by what made the vectors: a model of sentence-transformers (`--encoder`), or
tf-idf and an SVD, if no vectors are given. With `--vectors` alone, systems that encode
words cannot run. Systems whose packages are not installed are named, and left out.
"""

import argparse
import importlib
import inspect
import os
from pathlib import Path
from typing import NamedTuple

# One thread on all sides, before NumPy is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np
from _corpora import read_labelled
from _measure import surroundings
from _top2vec_systems import PACKAGES, Documents, LookUp, WordEncoder

# Dimensions of vectors that are made here.
N_DIMENSIONS = 100


class Corpus(NamedTuple):
    """A corpus and its vectors.

    Attributes
    ----------
    name : str
    documents : Documents
        Without those that say nothing.
    labels : ndarray of str
        The same for all, where the corpus has none.
    """

    name: str
    documents: Documents
    labels: np.ndarray


def parts():
    """Return the names of the parts that there are."""
    folder, prefix = Path(__file__).parent, "_top2vec_"
    names = {path.stem.removeprefix(prefix) for path in folder.glob(f"{prefix}*.py")}
    return sorted(names - {"systems"})


def read_corpus(path, options):
    """Return the `Corpus` of a file."""
    texts, labels, _ = read_labelled(path, options.limit)
    there = np.flatnonzero([bool(text.strip()) for text in texts])
    name = Path(path or "sotu").name.split(".")[0]
    texts, labels = texts[there].tolist(), labels[there]
    encode = vectors = None
    if options.vectors:
        vectors = np.load(options.vectors)[there]
    if options.encoder or vectors is None:
        encode = make_encoder(texts, options.encoder)
    kept = options.cache_dir and options.cache_dir / f"{name}.npz"
    if vectors is None:
        vectors = LookUp([], [], encode, kept)(texts)
    encoder = LookUp(texts, vectors, encode, kept)
    return Corpus(name, Documents(texts, vectors, encoder), labels)


def make_encoder(texts, name):
    """Return a function from texts to vectors: of a model, or of tf-idf and an SVD."""
    if name is None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import Normalizer

        encoder = make_pipeline(
            TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True),
            TruncatedSVD(N_DIMENSIONS, random_state=0),
            Normalizer(),
        )
        return encoder.fit(texts).transform
    return WordEncoder(name)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", help="files .jsonl or .jsonl.gz")
    parser.add_argument("--parts", nargs="+", choices=parts(), default=parts())
    parser.add_argument("--vectors", help="a file .npy with a row for each document")
    parser.add_argument("--encoder", help="name or folder of what made the vectors")
    parser.add_argument(
        "--cache-dir", type=Path, help="where vectors of words are kept"
    )
    parser.add_argument("--limit", type=int, help="how many documents to read")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--systems", nargs="+", default=[""], help="rows that have one of these in"
    )
    parser.add_argument(
        "--reduce",
        type=int,
        nargs="*",
        default=[],
        help="numbers of topics, such as 10",
    )
    parser.add_argument(
        "--results", type=Path, help="JSON file of rows, which are not run again"
    )
    options = parser.parse_args()
    if options.vectors and len(options.corpora) > 1:
        parser.error("--vectors are of one corpus: run corpora one by one")
    return options


def main():
    """Run the parts that were asked for."""
    options = parse_arguments()
    print(surroundings("sktopics", *PACKAGES, "scikit-learn", "numpy"))
    for path in options.corpora or [None]:
        corpus = read_corpus(path, options)
        print(f"\n{corpus.name}: {len(corpus.labels)} documents")
        given = {"corpus": corpus, "options": options}
        for part in options.parts:
            print(f"\n{part}")
            run = importlib.import_module(f"_top2vec_{part}").run
            known = inspect.signature(run).parameters
            run(**{name: value for name, value in given.items() if name in known})


if __name__ == "__main__":
    main()
