"""AuthorTopicModel beside gensim's: time of a pass, bound, quality and memory.

    python benchmarks/bench_author_topic.py [corpus.jsonl.gz] [--n-components 20 100]
    python benchmarks/bench_author_topic.py corpus.jsonl.gz --synthetic-authors 500

The corpus is a file of one JSON object a line with the keys `text` and `authors`, a
list of names; by default the State of the Union passages that ship with sktopics, whose
authors are presidents. 85% of the documents train, 15% are held out. Each row is a
process of its own, which has fitted a few documents before anything is timed, so that
nothing is compiled then.
"""

import argparse
from itertools import chain
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from _author_peers import (
    AUTHOR_PEERS,
    Clock,
    Learned,
    author_topic_model,
    ingest_by_gensim,
    ingest_by_sktopics,
    learned_by,
)
from _corpora import (
    read_authored,
    read_documents,
    split_corpus,
    synthetic_authors,
)
from _measure import in_own_process, measured, surroundings
from scipy.special import digamma, gammaln

# So many documents are fitted before the clock runs.
FIRST_DOCUMENTS = 100
TOP_WORDS = 10
# sktopics gives up reaching gensim's bound after so many passes.
MOST_PASSES = 50
# Entries of the counts that are worked on at a time.
ENTRIES = 50_000

HEADER = (
    f"{'model':16}{'jobs':>5}{'K':>5}{'fit s':>8}{'start s':>8}{'pass s':>9}"
    f"{'x wall':>8}{'x CPU':>8}{'bound':>9}{'reached s':>10}{'after':>6}"
    f"{'perplexity':>12}{'NPMI':>8}{'diversity':>10}{'author':>8}{'any':>7}"
    f"{'peak MB':>9}{'fit MB':>8}"
)
NOTES = f"""\
fit s       the whole training, from counts and lists of names (gensim: from bags of
            words and both of its maps); median over the seeds
start s     of that, before the first pass (init="lda" trains LDA on a sample there)
pass s      median of all passes of all seeds
x wall      gensim's pass s / this one's; x CPU: of processor seconds, all threads
bound       evidence lower bound of the training documents, nats per token, by one
            function for all, from the expected counts with both priors 1/K
reached s   start and as many passes as it takes to reach gensim's bound; after: how
            many; - if not within {MOST_PASSES}
perplexity  of the held-out documents all of whose authors were trained: exp(-mean log
            p(word)), of the posterior means, authors of a document alike
NPMI        of the top {TOP_WORDS} words in whole training documents
diversity   share of distinct words among the topics' top {TOP_WORDS}
author      share of those held-out documents that have one author of which
            `predict_author` names him; any: of all of them, one of their authors
peak MB     memory of the process while it trained; fit MB: what training added
gensim has its defaults, but for passes and eval_every=None; sktopics has its own, but
for passes, and in -random and -online init="random" and gensim's priors, 1/K; -online
has batches of 128 and learning_offset=1. Figures that are no times are means."""


class Data(NamedTuple):
    """Documents and the names of their authors.

    Attributes
    ----------
    counts : CSR array of shape (n_documents, n_terms)
    authors : list of list of str
    """

    counts: object
    authors: list

    def of(self, rows):
        return Data(self.counts[rows], [self.authors[row] for row in rows])

    def names(self):
        """Names of all authors, sorted."""
        return sorted(set(chain.from_iterable(self.authors)))

    def shares(self, names):
        """Part of each of `names` in each document, (n_documents, n_authors)."""
        places = {name: i for i, name in enumerate(names)}
        sizes = np.array([len(authors) for authors in self.authors])
        columns = [places[name] for name in chain.from_iterable(self.authors)]
        indptr = np.concatenate(([0], np.cumsum(sizes)))
        shape = len(sizes), len(names)
        return sp.csr_array((np.repeat(1 / sizes, sizes), columns, indptr), shape)


class Trained(NamedTuple):
    """A trained model and what it cost."""

    learned: object
    clock: Clock
    cost: object


def train_models(name, train, n_components, passes, seeds, n_jobs):
    """Train a model with each seed; return a list of `Trained`.

    Runs in a process of its own.
    """
    prepare = AUTHOR_PEERS[name].prepare
    fit, _ = prepare(*some_documents(train), n_components, 1, 0, n_jobs)
    fit()
    results = []
    for seed in seeds:
        fit, learned = prepare(*train, n_components, passes, seed, n_jobs)
        clock, cost = measured(fit)
        results.append(Trained(learned(), clock, cost))
    return results


def some_documents(train):
    """A few documents from the shortest to the longest."""
    order = np.argsort(train.counts.sum(axis=1), kind="stable")
    return train.of(order[np.linspace(0, len(order) - 1, FIRST_DOCUMENTS).astype(int)])


class UntilBound:
    """Callback that stops when the bound per token has reached `target`."""

    def __init__(self, train, target):
        self.train, self.target = train, target
        self.n_passes = None

    def setup(self, estimator, context):
        """Do nothing."""

    def teardown(self, estimator, context):
        """Do nothing."""

    def on_fit_task_begin(self, estimator, context):
        """Do nothing: a pass counts when it is over."""

    def on_fit_task_end(self, estimator, context, *, fitted_estimator):
        """Stop after the pass that reached the bound."""
        if context.task_name != "pass":
            return False
        # Faster than `bound_per_token`, and the same.
        learned = with_gensim_priors(learned_by(fitted_estimator))
        model = fitted_model(learned, fitted_estimator.authors_)
        bound = model.bound(self.train.counts, self.train.authors)
        if not bound / self.train.counts.sum() >= self.target:  # NaN is not either
            return False
        self.n_passes = context.task_id + 1
        return True


def passes_to(target, name, train, n_components, seed):
    """Number of passes after which sktopics has reached a bound; None if never."""
    parameters = AUTHOR_PEERS[name].parameters
    model = author_topic_model(n_components, MOST_PASSES, seed, 1, **parameters)
    callback = UntilBound(train, target)
    model.set_callbacks(callback).fit(train.counts, authors=train.authors)
    return callback.n_passes


def with_gensim_priors(learned):
    """The same expected counts, with both priors 1 / n_components."""
    prior = 1 / len(learned.topics)
    authors = learned.authors - learned.author_prior + prior
    topics = learned.topics - learned.topic_prior + prior
    return Learned(authors, topics, prior, prior)


def fitted_model(learned, names):
    """A model of sktopics that has learned this; `names` of the authors are sorted."""
    from sktopics import AuthorTopicModel

    model = AuthorTopicModel(len(learned.topics))
    model.author_components_, model.components_, *priors = learned
    model.doc_topic_prior_, model.topic_word_prior_ = priors
    model.authors_ = np.array(names, dtype=object)
    model.author_document_counts_ = np.ones(len(names))
    model.n_features_in_, model.n_batch_iter_ = learned.topics.shape[1], 0
    return model


def word_probabilities(counts, doc_topic, topic_word):
    """``(doc_topic @ topic_word)[d, w]`` of the words that there are."""
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    topic_word = np.ascontiguousarray(topic_word.T)
    probabilities = np.empty(counts.nnz)
    for first in range(0, counts.nnz, ENTRIES):
        part = slice(first, first + ENTRIES)
        probabilities[part] = np.einsum(
            "ik,ik->i", doc_topic[rows[part]], topic_word[counts.indices[part]]
        )
    return probabilities


def bound_per_token(learned, train):
    """Evidence lower bound in nats per token, with both priors 1 / n_components.

    Written out with NumPy, so that no library judges itself.
    """
    gamma, lambda_, prior, _ = with_gensim_priors(learned)
    doc_topic = train.shares(train.names()) @ np.exp(expected_logs(gamma))
    words = word_probabilities(train.counts, doc_topic, np.exp(expected_logs(lambda_)))
    bound = train.counts.data @ np.log(words)
    bound -= divergence(gamma, prior) + divergence(lambda_, prior)
    return bound / train.counts.sum()


def expected_logs(parameters):
    return digamma(parameters) - digamma(parameters.sum(axis=1, keepdims=True))


def divergence(parameters, prior):
    """Sum of KL(q || p) of Dirichlet distributions q, rows, and a symmetric p."""
    n = parameters.shape[1]
    normalizers = gammaln(parameters.sum(axis=1)) - gammaln(parameters).sum(axis=1)
    normalizers -= gammaln(n * prior) - n * gammaln(prior)
    expectations = (parameters - prior) * expected_logs(parameters)
    return normalizers.sum() + expectations.sum()


def judge(learned, corpus, train, test):
    """Bound, perplexity, NPMI, diversity and shares of authors found.

    `test` are documents all of whose authors were trained.
    """
    from sktopics.metrics import coherence_score, topic_diversity

    names = train.names()
    topic_word = learned.topics / learned.topics.sum(axis=1, keepdims=True)
    author_topic = learned.authors / learned.authors.sum(axis=1, keepdims=True)
    doc_topic = test.shares(names) @ author_topic
    words = word_probabilities(test.counts, doc_topic, topic_word)
    perplexity = np.exp(-(test.counts.data @ np.log(words)) / test.counts.sum())
    order = np.argsort(-topic_word, axis=1, kind="stable")[:, :TOP_WORDS]
    topics = np.asarray(corpus.vocabulary, dtype=object)[order].tolist()
    npmi = coherence_score(
        topics,
        corpus.train,
        measure="c_npmi",
        n_top_words=TOP_WORDS,
        window="document",
    )
    return (
        bound_per_token(learned, train),
        perplexity,
        npmi,
        topic_diversity(topics, TOP_WORDS),
        *authors_found(learned, names, test),
    )


def authors_found(learned, names, test):
    """Share of documents whose author is named: those of one author, all."""
    predicted = fitted_model(learned, names).predict_author(test.counts)
    pairs = zip(predicted, test.authors, strict=True)
    found = np.array([name in authors for name, authors in pairs])
    single = np.array([len(authors) == 1 for authors in test.authors])
    return found[single].mean() if single.any() else np.nan, found.mean()


def print_row(name, n_jobs, n_components, results, quality, reached, reference):
    """Print one row; return what the rows are compared with: gensim's passes, bound.

    Parameters
    ----------
    results : list of Trained
    quality : list of tuple
        What `judge` says of each.
    reached : callable
        Tells, for a bound, after how many passes the model has reached it.
    reference : (wall, CPU, bound) or None
    """
    fit = np.median([trained.cost.seconds for trained in results])
    start = np.median([trained.clock.start for trained in results])
    wall, cpu = np.median(
        np.concatenate([trained.clock.passes for trained in results]), axis=0
    )
    peak, added = np.max([trained.cost[2:] for trained in results], axis=0)
    bound, perplexity, npmi, diversity, one, any_ = np.mean(quality, axis=0)
    if name == "gensim":
        reference = wall, cpu, bound
        n_passes = len(results[0].clock.passes)
    elif reference is not None:
        n_passes = reached(reference[2])
    speed = reach = f"{'':16}"
    if reference is not None:
        speed = f"{reference[0] / wall:8.1f}{reference[1] / cpu:8.1f}"
        seconds = "-" if n_passes is None else f"{start + n_passes * wall:.2f}"
        reach = f"{seconds:>10}{n_passes or '':>6}"
    print(
        f"{name:16}{n_jobs:5}{n_components:5}{fit:8.2f}{start:8.2f}{wall:9.3f}{speed}"
        f"{bound:9.4f}{reach}{perplexity:12.1f}{npmi:8.3f}{diversity:10.3f}"
        f"{one:8.3f}{any_:7.3f}{peak:9.0f}{added:8.0f}",
        flush=True,
    )
    return reference


def print_table(args, names, corpus, train, test):
    """Train and judge every model asked for, printing rows as they come."""
    for name in names:
        # A process that compiles needs more memory than one that finds kernels cached.
        in_own_process(train_models, name, train, args.n_components[0], 1, (), 1)
    print(HEADER)
    seeds = range(args.seeds)
    for n_components in args.n_components:
        reference = None
        for name in names:
            quality, reached = None, {}
            for n_jobs in (1,) if name == "gensim" else args.n_jobs:
                results = in_own_process(
                    train_models, name, train, n_components, args.passes, seeds, n_jobs
                )
                if quality is None:  # the same for any number of threads
                    quality = [judge(r.learned, corpus, train, test) for r in results]

                def reach(target, name=name, k=n_components, reached=reached):
                    if target not in reached:
                        reached[target] = passes_to(target, name, train, k, 0)
                    return reached[target]

                reference = print_row(
                    name, n_jobs, n_components, results, quality, reach, reference
                )
    print(f"\n{NOTES}")


def print_ingest(names, train):
    """Print what it takes to learn who wrote which document."""
    ours = in_own_process(ingest_by_sktopics, *train)
    print(f"lists of names checked and numbered by sktopics: {1000 * ours:.1f} ms")
    if "gensim" in names:
        by_name, by_document = in_own_process(ingest_by_gensim, *train)
        print(
            f"gensim's construct_author2doc: {by_name:.2f} s ({by_name / ours:.0f} "
            f"times), construct_doc2author: {by_document:.2f} s "
            f"({by_document / ours:.0f} times)"
        )


def main():
    args = parse_arguments()
    if args.synthetic_authors is None:
        texts, authors = read_authored(args.corpus, args.limit)
    else:
        texts = list(read_documents(args.corpus, args.limit))
        authors = synthetic_authors(len(texts), args.synthetic_authors)
    corpus = split_corpus(texts, args.split_whitespace, seed=args.split_seed)
    train = Data(corpus.train_counts, [authors[i] for i in corpus.train_places])
    test = Data(corpus.test_counts, [authors[i] for i in corpus.test_places])
    known = set(chain.from_iterable(train.authors))
    test = test.of(
        [d for d, names in enumerate(test.authors) if known.issuperset(names)]
    )
    print(f"{args.corpus or 'State of the Union'}: {corpus}; {args.seeds} seeds")
    print(
        f"{len(known)} authors, {np.mean([len(a) for a in train.authors]):.2f} a "
        f"document; {len(test.authors)} held-out documents of known authors, "
        f"{sum(len(a) == 1 for a in test.authors)} of them of one"
    )
    print(surroundings("sktopics", "scikit-learn", "gensim", "numba", "numpy"))
    names = [name for name in AUTHOR_PEERS if name in args.models]
    for name in names:
        if not AUTHOR_PEERS[name].is_installed:
            print(f"{name}: {AUTHOR_PEERS[name].package} is not installed, skipped")
    names = [name for name in names if AUTHOR_PEERS[name].is_installed]
    print_ingest(names, train)
    print_table(args, names, corpus, train, test)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "corpus", nargs="?", help="jsonl or jsonl.gz with keys `text` and `authors`"
    )
    parser.add_argument("--n-components", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--passes", type=int, default=10, help="of every model")
    parser.add_argument("--seeds", type=int, default=1, help="number of seeds")
    parser.add_argument("--n-jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--models", nargs="+", choices=list(AUTHOR_PEERS), default=list(AUTHOR_PEERS)
    )
    parser.add_argument(
        "--synthetic-authors",
        type=int,
        metavar="N",
        help="give each document one to three of N authors, at random",
    )
    parser.add_argument("--limit", type=int, help="read so many documents only")
    parser.add_argument("--split-seed", type=int, default=0)
    parser.add_argument(
        "--split-whitespace",
        action="store_true",
        help="take the text as tokenised, filtered and separated by white space",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
