"""The most memory that a fit holds: texts, given vectors and compiled code included."""

from _measure import in_own_process, measured
from _top2vec_systems import SYSTEMS, fitted, quietly

MEASURED = ("sktopics Top2Vec, vectors", "top2vec, vectors")
WIDTH = 40


def run(corpus, options):
    """Print the peak of each system in a process of its own."""
    documents = corpus.documents
    names = MEASURED
    if documents.encoder.encode_new is None:
        names = [name for name in MEASURED if name.startswith("sktopics")]
    else:
        # What a word costs to encode is not what is measured here.
        documents.encoder.learn_words(documents.texts)
    megabytes = documents.vectors.nbytes / 2**20
    print(f"vectors of documents: {megabytes:.0f} MB")
    print(f"{'':{WIDTH}}{'peak MB':>9}{'added MB':>10}{'/ vectors':>11}{'seconds':>9}")
    for name in names:
        if not any(part in name for part in options.systems):
            continue
        if missing := SYSTEMS[name].missing:
            print(f"{name:{WIDTH}}  {', '.join(missing)} not installed")
            continue
        cost = in_own_process(cost_of_fit, name, documents, options.seeds[0])
        print(
            f"{name:{WIDTH}}{cost.peak_megabytes:9.0f}{cost.added_megabytes:10.0f}"
            f"{cost.added_megabytes / megabytes:11.1f}{cost.seconds:9.0f}",
            flush=True,
        )


def cost_of_fit(name, documents, seed):
    """Fit a system, and return what that took."""
    with quietly():
        return measured(lambda: fitted(name, documents, seed))[1]
