r"""Topics and words of sktopics beside its peers, judged on documents that are new.

    python benchmarks/bench_quality.py corpus.jsonl.gz [corpus2.jsonl.gz ...] \
        --encoder MODEL --limit 5000

Each corpus is a file of one JSON object a line with the keys `text` and `label`; by
default the State of the Union addresses that ship with sktopics. See README.md for what
the columns are.
"""

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import sys
import warnings
import zlib
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import numpy as np
from _corpora import read_labelled
from _measure import measured, surroundings
from _quality_peers import N_WORDS, WAYS, Documents, NotMeasured, Setting
from _refits import reliability, seeds_of_refits, stability
from bench_bertopic import embed

# What is compiled on before the clock runs.
FIRST_DOCUMENTS = 500
# Title, key of a result, digits after the point; and whether the spread is shown.
COLUMNS = (
    ("topics", "topics", 1, False),
    ("outliers", "outliers", 3, False),
    ("ARI", "ari", 3, True),
    ("NMI", "nmi", 3, True),
    ("ARI=", "equal_ari", 3, False),
    ("NMI=", "equal_nmi", 3, False),
    ("new ARI", "new_ari", 3, False),
    ("NPMI", "npmi", 3, True),
    ("told", "told", 3, True),
    ("function", "function", 3, False),
    ("unknown", "unknown", 3, False),
    ("diversity", "diversity", 2, False),
    ("stability", "stability", 2, False),
    ("reliability", "reliability", 2, False),
    ("CPU s", "cpu_seconds", 1, False),
)
WIDTH_OF_SPREAD = 6


class Corpus:
    """A corpus, and how it is cut in two for each seed.

    Parameters
    ----------
    path : str or None
    arguments : argparse.Namespace
    """

    def __init__(self, path, arguments):
        texts, labels, _ = read_labelled(path, None)
        there = np.flatnonzero([bool(text.strip()) for text in texts])
        if arguments.limit:
            there = np.random.RandomState(0).permutation(there)[: arguments.limit]
            there.sort()
        self.name = Path(path or "sotu").name.split(".")[0]
        self.texts, self.labels = texts[there].tolist(), labels[there]
        self.n_topics = arguments.n_topics or len(set(self.labels))
        if arguments.vectors:
            self.vectors = np.load(arguments.vectors / f"{self.name}.npy")[there]
        else:
            self.vectors = embed(self.texts, arguments.encoder, arguments.cache_dir)
        given = self.texts, self.labels.tolist(), arguments.stop_words
        checksum = zlib.crc32(self.vectors, zlib.crc32(json.dumps(given).encode()))
        # What rows are kept by: other texts, vectors or stop words make other rows.
        self.key = [self.name, len(self.texts), self.n_topics, checksum]

    def halves(self, seed):
        """Places of the documents to fit on, and of those to judge by."""
        order = np.random.RandomState(seed).permutation(len(self.texts))
        first, second = np.array_split(order, 2)
        return np.sort(first), np.sort(second)

    def documents(self, places):
        return Documents([self.texts[i] for i in places], self.vectors[places])


def train(way, halves, settings, n_repeats=0):
    """What a way finds, for each seed, and in refits. Runs in a process of its own."""
    warnings.simplefilter("ignore")
    fit, read = WAYS[way].fit, WAYS[way].read
    results = []
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        fit(halves[0][0].first(FIRST_DOCUMENTS), settings[0])
        for (known, new), setting in zip(halves, settings, strict=True):
            model, cost = measured(lambda k=known, s=setting: fit(k, s))
            again = []
            for seed in seeds_of_refits(setting.seed, n_repeats):
                other = setting._replace(seed=seed)
                again.append(read(fit(known, other), known, new, other))
            found = read(model, known, new, setting)
            results.append((found, again, cost.cpu_seconds))
    return results


def judge(corpus, rows, stop_words):
    """Results of rows: agreement of topics with labels, and what words are worth."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    equal = equal_documents(rows)
    results = {}
    for (way, seed), row in rows.items():
        first, second = corpus.halves(seed)
        labels, found = corpus.labels[first], np.array(row["labels"])
        new_found, both = np.array(row["new_labels"]), equal[seed]
        results[way, seed] = {
            "topics": len(row["words"]),
            "outliers": np.mean(found < 0),
            "ari": adjusted_rand_score(labels, found),
            "nmi": normalized_mutual_info_score(labels, found),
            "equal": np.mean(both),
            "equal_ari": adjusted_rand_score(labels[both], found[both]),
            "equal_nmi": normalized_mutual_info_score(labels[both], found[both]),
            "new_ari": adjusted_rand_score(corpus.labels[second], new_found),
            "stability": stability(row["words"], row.get("words_again", [])),
            "reliability": reliability(found, row.get("labels_again", [])),
            "cpu_seconds": row["cpu_seconds"],
        } | judge_words(
            row["words"],
            [corpus.texts[i] for i in second],
            new_found,
            frozenset(stop_words),
        )
    return results


def equal_documents(rows):
    """Which documents no row of a seed calls outliers, a mask for each seed."""
    found = {}
    for (_, seed), row in rows.items():
        found.setdefault(seed, []).append(row["labels"])
    return {seed: (np.array(all_) >= 0).all(axis=0) for seed, all_ in found.items()}


def judge_words(topics, texts, labels, stop_words):
    """What words are worth to documents that they were not chosen from."""
    from sklearn.feature_extraction.text import CountVectorizer

    from sktopics.metrics import coherence_score, told_apart_score, topic_diversity

    analyzer = CountVectorizer().build_analyzer()
    known = {word for text in texts for word in analyzer(text)}
    words = {word for topic in topics for word in topic}
    if known.isdisjoint(words) or not (labels >= 0).any():
        nothing = dict.fromkeys(("function", "unknown", "diversity"), np.nan)
        return nothing | {"npmi": -1.0, "told": 0.0}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unknown words are a column of their own
        npmi = coherence_score(topics, texts, measure="c_npmi", analyzer=analyzer)
        told = told_apart_score(topics, texts, labels, analyzer=analyzer)
    return {
        "npmi": npmi,
        "told": told,
        "function": share(topics, lambda word: stop_words.issuperset(analyzer(word))),
        "unknown": share(topics, lambda word: word not in known),
        "diversity": topic_diversity(topics),
    }


def share(topics, test):
    """Mean over topics of the share of words that pass a test."""
    return np.mean([np.mean([test(w) for w in words]) for words in topics if words])


class Results:
    """Rows that were measured, kept in a file if there is one.

    Parameters
    ----------
    path : Path or None
    """

    def __init__(self, path):
        self.path = path
        self.rows = json.loads(path.read_text()) if path and path.exists() else []

    def of(self, corpus):
        """Rows of a corpus, by way and seed."""
        kept = [row for row in self.rows if row["corpus"] == corpus.key]
        return {(row["way"], row["seed"]): row for row in kept}

    def add(self, corpus, way, seeds, trained):
        """Keep what `train` returned."""
        for seed, (found, again, cpu_seconds) in zip(seeds, trained, strict=True):
            self.rows.append(
                {
                    "corpus": corpus.key,
                    "way": way,
                    "seed": seed,
                    "versions": {p: version(p) for p in WAYS[way].packages.values()},
                    "cpu_seconds": cpu_seconds,
                    "labels": found.labels.tolist(),
                    "new_labels": found.new_labels.tolist(),
                    "words": found.words,
                    "labels_again": [other.labels.tolist() for other in again],
                    "words_again": [other.words for other in again],
                }
            )
        if self.path:
            unfinished = self.path.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(self.rows))
            unfinished.replace(self.path)

    def forget(self, ways, corpora):
        """Leave out the rows of `ways` for `corpora`."""
        keys = [corpus.key for corpus in corpora]
        self.rows = [
            row
            for row in self.rows
            if row["way"] not in ways or row["corpus"] not in keys
        ]


def measure(way, corpora, arguments, results):
    """Run a way for the corpora and seeds that are not there yet.

    Returns
    -------
    absent : dict
        Why some of it could not be run, by name of the corpus.
    """
    if WAYS[way].missing:
        reason = f"{', '.join(WAYS[way].missing)} not installed"
        return {corpus.name: reason for corpus in corpora}
    absent = {}
    with own_process() as process:
        for corpus in corpora:
            kept = results.of(corpus)
            seeds = [seed for seed in arguments.seeds if (way, seed) not in kept]
            if not seeds:
                continue
            print(f"{way}: {corpus.name}", file=sys.stderr, flush=True)
            halves = [tuple(map(corpus.documents, corpus.halves(s))) for s in seeds]
            told = corpus.n_topics, arguments.stop_words, arguments.encoder
            settings = [Setting(seed, *told) for seed in seeds]
            try:
                given = way, halves, settings, getattr(arguments, "repeats", 0)
                trained = process.submit(train, *given).result()
            except NotMeasured as reason:
                absent[corpus.name] = str(reason)
            except Exception as error:  # of a peer: the other rows are worth having
                if way.startswith("sktopics"):
                    raise
                absent[corpus.name] = f"failed, {type(error).__name__}: {error}"
            else:
                results.add(corpus, way, seeds, trained)
    return absent


def own_process():
    """One fresh process for a way, which compiles once for all corpora."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def header(with_spread=True):
    titles = [f"{'':26}"]
    for title, _, _, has_spread in COLUMNS:
        gap = WIDTH_OF_SPREAD * (has_spread and with_spread)
        titles.append(f"{title:>{width(title)}}{'':{gap}}")
    return "".join(titles)


def width(title):
    return max(len(title) + 1, 7)


def line(way, results, with_spread=True):
    """Means over results, and half of the distance from the lowest to the highest."""
    cells = [f"{way:26}"]
    for title, key, digits, has_spread in COLUMNS:
        values = [result[key] for result in results]
        cells.append(f"{np.mean(values):{width(title)}.{digits}f}")
        if has_spread and with_spread:
            spread = f"±{np.ptp(values) / 2:.{digits}f}".replace("0.", ".", 1)
            cells.append(f"{spread:>{WIDTH_OF_SPREAD}}")
    return "".join(cells)


def show(corpus, results, absent):
    """Print the table of a corpus, and return its means over seeds, by way."""
    first, second = corpus.halves(0)
    equal = np.mean([result["equal"] for result in results.values()] or [np.nan])
    print(
        f"\n{corpus.name}: {len(first)} documents to fit on, {len(second)} to judge "
        f"by, {len(set(corpus.labels))} labels, K = {corpus.n_topics}, vectors of "
        f"{corpus.vectors.shape[1]} dimensions; {equal:.0%} equal documents"
    )
    print(header())
    means = {}
    for way in WAYS:
        of_way = [result for (name, _), result in results.items() if name == way]
        if of_way:
            print(line(way, of_way), flush=True)
            keys = [key for _, key, _, _ in COLUMNS]
            means[way] = {k: np.mean([r[k] for r in of_way]) for k in keys}
        elif corpus.name in absent.get(way, {}):
            print(f"{way:26}  not measured: {absent[way][corpus.name]}", flush=True)
    return means


def show_means(tables):
    """Print the means over corpora, of the ways that all of them have."""
    complete = [way for way in WAYS if all(way in table for table in tables)]
    print(f"\nmeans of {len(tables)} corpora")
    print(header(with_spread=False))
    for way in complete:
        print(line(way, [table[way] for table in tables], with_spread=False))


def read_stop_words(path):
    """Words of a file, one a line; without a file, those of scikit-learn."""
    if path is None:
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return sorted(ENGLISH_STOP_WORDS)
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return sorted({word.strip().lower() for word in lines if word.strip()})


def ways_with(parts):
    """Names of the ways that have one of `parts` in."""
    return [way for way in WAYS if any(part in way for part in parts)]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", help="jsonl or jsonl.gz; see above")
    parser.add_argument("--limit", type=int, help="so many documents, at random")
    parser.add_argument(
        "--n-topics", type=int, help="K; by default the number of labels"
    )
    parser.add_argument(
        "--encoder",
        help="name or path of a model of sentence-transformers; by default TF-IDF and "
        "a truncated SVD to 100 dimensions",
    )
    parser.add_argument("--cache-dir", type=Path, help="where its vectors are kept")
    parser.add_argument(
        "--vectors",
        type=Path,
        help="folder of vectors that the encoder made before: NAME.npy for "
        "NAME.jsonl.gz, a row for each line",
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument(
        "--repeats",
        type=int,
        default=0,
        help="refits from other seeds, for the columns stability and reliability",
    )
    parser.add_argument(
        "--ways", nargs="+", default=[""], help="rows that have one of these in"
    )
    parser.add_argument(
        "--stop-words", help="file of function words, one a line, if not English"
    )
    parser.add_argument(
        "--results", type=Path, help="JSON file of rows, which are not run again"
    )
    parser.add_argument(
        "--again", nargs="+", default=[], help="rows in it to run again, as --ways"
    )
    arguments = parser.parse_args()
    arguments.stop_words = read_stop_words(arguments.stop_words)
    arguments.ways = ways_with(arguments.ways)
    return arguments


def main():
    arguments = parse_arguments()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    results = Results(arguments.results)
    packages = {p for way in WAYS.values() for p in way.packages.values()}
    print(surroundings(*sorted(packages)))
    print(f"{N_WORDS} words a topic, seeds {arguments.seeds}")
    corpora = [Corpus(path, arguments) for path in arguments.corpora or [None]]
    results.forget(ways_with(arguments.again), corpora)
    absent = {way: measure(way, corpora, arguments, results) for way in arguments.ways}
    tables = []
    for corpus in corpora:
        judged = judge(corpus, results.of(corpus), arguments.stop_words)
        tables.append(show(corpus, judged, absent))
    if len(tables) > 1:
        show_means(tables)


if __name__ == "__main__":
    main()
