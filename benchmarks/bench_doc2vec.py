"""Doc2Vec beside gensim: words a second, inference, quality of the vectors.

    python benchmarks/bench_doc2vec.py [corpus.jsonl.gz]

The corpus is a file of one JSON object a line with the keys `text` and `label`; by
default the State of the Union passages that ship with sktopics. Each row is a process
of its own, and rows of the two sides take turns. See README.md for what the columns
are. `--parts sentiment` is the task of the paper, for a corpus with the key `split`.
"""

import argparse
import time
import warnings

import numpy as np
from _corpora import read_labelled
from _measure import in_own_process, surroundings

MODELS = {
    "DM": {"dm": 1},
    "DBOW": {"dm": 0},
    "DBOW+words": {"dm": 0, "dbow_words": 1},
}
PARTS = ("speed", "quality", "sentiment")
# What sktopics compiles on before the clock runs.
FIRST_DOCUMENTS = 20
# A document is found if its own vector is among so many nearest.
NEAREST = 10
HEADER = (
    f"{'model':12}{'side':>10}{'threads':>8}{'k words/s':>11}{'x':>6}{'CPU x':>7}"
    f"{'infer/s':>9}{'x':>6}{'CPU x':>7}"
)
NOTES = f"""\
k words/s   thousand words of the corpus times epochs, a second of training: `train` in
            gensim, the whole `fit` in sktopics; medians over the repeats
infer/s     documents a second of inference with as many epochs: `transform` on one
            thread and on as many as in training, `infer_vector` in a loop
x, CPU x    gensim's seconds and processor seconds with one worker, over these
accuracy    logistic regression on the vectors of documents, {{folds}} folds
found       share of documents whose inferred vector has the document's own trained
            vector among the {NEAREST} nearest by cosine"""


def fit_ours(X, parameters, n_jobs, n_infer):
    """(wall, CPU) seconds of training and of inference; trained and inferred vectors.

    Runs in a process of its own.
    """
    from sktopics import Doc2Vec

    model = Doc2Vec(**parameters, n_jobs=n_jobs)
    model.fit(X[:FIRST_DOCUMENTS]).transform(X[:FIRST_DOCUMENTS])
    training = clocked(lambda: model.fit(X))
    inferred = []
    inference = clocked(lambda: inferred.append(model.transform(X[:n_infer])))
    return training, inference, model.document_vectors_, inferred[0]


def fit_gensim(X, parameters, workers, n_infer):
    """The same of gensim."""
    from gensim.models.doc2vec import Doc2Vec, TaggedDocument

    parameters = dict(parameters)
    documents = [TaggedDocument(words, [i]) for i, words in enumerate(X.tokens())]
    model = Doc2Vec(
        seed=parameters.pop("random_state"), min_count=1, workers=workers, **parameters
    )
    model.build_vocab(documents)
    training = clocked(
        lambda: model.train(
            documents, total_examples=len(documents), epochs=model.epochs
        )
    )
    inferred = []
    inference = clocked(
        lambda: inferred.extend(
            model.infer_vector(d.words) for d in documents[:n_infer]
        )
    )
    return training, inference, model.dv.vectors, np.array(inferred)


SIDES = {"gensim": fit_gensim, "sktopics": fit_ours}


def clocked(function):
    """Wall and processor seconds that a call takes."""
    start = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def accuracy(vectors, labels, folds):
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    cut = StratifiedKFold(folds, shuffle=True, random_state=0)
    return cross_val_score(classifier(), vectors, labels, cv=cut).mean()


def classifier():
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))


def found(vectors, inferred):
    """Share of documents whose own vector is among the nearest to the one inferred."""
    vectors, inferred = (
        v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-12)
        for v in (vectors, inferred)
    )
    similarity = inferred @ vectors.T
    own = similarity[np.arange(len(inferred)), np.arange(len(inferred))]
    return ((similarity > own[:, np.newaxis]).sum(axis=1) < NEAREST).mean()


def print_speed(args, X):
    """Words and documents a second, by turns."""
    print(HEADER)
    for name in args.models:
        parameters = parameters_of(args, name, args.seed)
        rows = [("gensim", 1)] + [
            (side, n)
            for n in args.n_jobs
            for side in SIDES
            if (side, n) != ("gensim", 1)
        ]
        seconds = {row: [] for row in rows}
        for _ in range(args.repeats):
            for side, n in rows:
                run = in_own_process(SIDES[side], X, parameters, n, args.n_infer)
                seconds[side, n].append(run[:2])
        middle = {row: np.median(times, axis=0) for row, times in seconds.items()}
        for (side, n), (training, inference) in middle.items():
            x = middle["gensim", 1][0] / training, middle["gensim", 1][1] / inference
            speed = X.n_tokens * args.epochs / training[0] / 1000
            print(
                f"{name:12}{side:>10}{n:8}{speed:11.0f}{x[0][0]:6.1f}{x[0][1]:7.1f}"
                f"{min(args.n_infer, len(X)) / inference[0]:9.0f}{x[1][0]:6.1f}"
                f"{x[1][1]:7.1f}",
                flush=True,
            )


def print_quality(args, X, labels):
    """Accuracy, and share of documents found, mean and deviation over seeds."""
    print(f"{'model':12}{'side':>10}{'threads':>8}{'accuracy':>20}{'found':>16}")
    for name in args.models:
        for side, fit in SIDES.items():
            scores = []
            for seed in range(args.seeds):
                parameters = parameters_of(args, name, seed)
                _, _, vectors, inferred = in_own_process(
                    fit, X, parameters, args.quality_jobs, args.n_found
                )
                scores.append(
                    (accuracy(vectors, labels, args.folds), found(vectors, inferred))
                )
            (right, near), (right_by, near_by) = np.mean(scores, 0), np.std(scores, 0)
            print(
                f"{name:12}{side:>10}{args.quality_jobs:8}"
                f"{right:12.4f} ± {right_by:.4f}{near:9.4f} ± {near_by:.4f}",
                flush=True,
            )


def print_sentiment(args, X, labels, splits):
    """Accuracy on the test split of DBOW's and DM's vectors side by side."""
    train = splits == "train"
    print(f"{'vectors':20}{'side':>10}{'accuracy':>10}{'seconds':>9}")
    for side, fit in SIDES.items():
        parts, seconds = [], 0.0
        for name in ("DBOW", "DM"):
            parameters = parameters_of(args, name, args.seed)
            run = in_own_process(fit, X, parameters, max(args.n_jobs), 1)
            parts.append(run[2])
            seconds += run[0][0]
        for name, vectors in (
            ("DBOW", parts[0]),
            ("DM", parts[1]),
            ("DBOW+DM", np.hstack(parts)),
        ):
            model = classifier().fit(vectors[train], labels[train])
            score = model.score(vectors[~train], labels[~train])
            print(f"{name:20}{side:>10}{score:10.4f}{seconds:9.0f}", flush=True)


def parameters_of(args, name, seed):
    return {
        "vector_size": args.vector_size,
        "negative": args.negative,
        "window": args.window,
        "epochs": args.epochs,
        "alpha": args.alpha,
        "random_state": seed,
        **MODELS[name],
    }


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz, keys text, label")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=[*MODELS])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS[:2])
    parser.add_argument("--vector-size", type=int, default=100)
    parser.add_argument("--negative", type=int, default=5)
    parser.add_argument("--window", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--alpha", type=float, default=0.025)
    parser.add_argument("--n-jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeats", type=int, default=3, help="of each fit, by turns")
    parser.add_argument("--seed", type=int, default=0, help="of speed and sentiment")
    parser.add_argument("--seeds", type=int, default=3, help="of quality")
    parser.add_argument(
        "--quality-jobs", type=int, default=1, help="threads of quality"
    )
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument(
        "--n-infer", type=int, default=1000, help="to time inference of"
    )
    parser.add_argument("--n-found", type=int, default=1000, help="to look for")
    parser.add_argument("--limit", type=int, help="take so many documents only")
    parser.add_argument("--min-df", type=int, default=5)
    parser.add_argument(
        "--split-whitespace",
        action="store_true",
        help="take the text as tokenised, filtered and separated by white space",
    )
    return parser.parse_args()


def main():
    from sktopics import SequenceVectorizer

    args = parse_arguments()
    warnings.filterwarnings("ignore", message="lbfgs failed")
    texts, labels, splits = read_labelled(args.corpus)
    # Where a corpus is sorted by its labels, training drifts along: what comes last
    # differs from what came first, whatever it is about.
    order = np.random.RandomState(0).permutation(len(texts))[: args.limit]
    texts, labels, splits = texts[order], labels[order], splits[order]
    if args.split_whitespace:
        vectorizer = SequenceVectorizer(token_pattern=r"\S+", lowercase=False)
    else:
        vectorizer = SequenceVectorizer(min_df=args.min_df)
    X = vectorizer.fit_transform(texts)
    mean_length = X.n_tokens / len(X)
    print(f"{args.corpus or 'State of the Union'}: {X}, {mean_length:.1f} a document")
    print(surroundings("sktopics", "gensim", "numba", "numpy"))
    print(
        f"vector_size {args.vector_size}, negative {args.negative}, window "
        f"{args.window}, {args.epochs} epochs\n"
    )
    if "speed" in args.parts:
        print_speed(args, X)
    if "quality" in args.parts:
        print_quality(args, X, labels)
    if "sentiment" in args.parts:
        print_sentiment(args, X, labels, splits)
    print(f"\n{NOTES.format(folds=args.folds)}")


if __name__ == "__main__":
    main()
