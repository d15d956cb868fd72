r"""What comes after a fit, beside the package BERTopic: seconds, memory, same numbers.

    python benchmarks/bench_after_fit.py [corpus.jsonl.gz] --parts mixtures

Each part is a file `_after_fit_PART.py` with a function `run`, which prints its
figures. It is given what it has parameters for: `documents`, their `vectors` and their
`labels`.

The corpus is a file of one JSON object a line with the key `text`, and `label` where
there is one; by default the State of the Union addresses that ship with sktopics.
Vectors are read from a file of NumPy's, or are made by tf-idf and an SVD.
"""

import argparse
import importlib
import inspect
import os

# One thread on all sides, before NumPy is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from _corpora import read_labelled
from _measure import surroundings


def parts():
    """Return the names of the parts that there are."""
    folder = os.path.dirname(os.path.abspath(__file__))
    prefix, suffix = "_after_fit_", ".py"
    return sorted(
        name.removeprefix(prefix).removesuffix(suffix)
        for name in os.listdir(folder)
        if name.startswith(prefix) and name.endswith(suffix)
    )


def make_vectors(documents):
    """Make vectors of documents that need no download."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    encoder = make_pipeline(
        TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True),
        TruncatedSVD(50, random_state=0),
        Normalizer(),
    )
    return encoder.fit_transform(documents).astype(np.float32)


def main():
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="a file .jsonl or .jsonl.gz")
    parser.add_argument("--parts", nargs="+", choices=parts(), default=parts())
    parser.add_argument("--vectors", help="a file .npy with a row for each document")
    parser.add_argument("--limit", type=int, help="how many documents to read")
    options = parser.parse_args()
    documents, labels, _ = read_labelled(options.corpus, options.limit)
    documents = documents.tolist()
    if options.vectors:
        vectors = np.load(options.vectors)[: len(documents)]
        if len(vectors) < len(documents):
            parser.error(f"{len(vectors)} vectors for {len(documents)} documents")
    else:
        vectors = make_vectors(documents)
    print(surroundings("sktopics", "bertopic", "scikit-learn", "numpy"))
    print(f"{options.corpus or 'State of the Union'}: {len(documents)} documents")
    given = {"documents": documents, "vectors": vectors, "labels": labels}
    for part in options.parts:
        print(f"\n{part}")
        run = importlib.import_module(f"_after_fit_{part}").run
        known = inspect.signature(run).parameters
        run(**{name: value for name, value in given.items() if name in known})


if __name__ == "__main__":
    main()
