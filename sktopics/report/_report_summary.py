"""Parts of the summary of a report."""

from .._reading import final_model
from ._chosen_documents import TEXT_BLOCK


def without_topic(table, corpus):
    """Return what is known of documents without a topic, None if there are none."""
    outliers = table.outliers
    n_without = 0 if corpus is None else corpus.sizes.n_without
    if not n_without:
        return None
    return {
        "size": n_without,
        "share": n_without / corpus.n_documents,
        "words": [] if outliers is None else list(outliers.terms),
    }


def corpus_card(words, corpus, inside, options):
    """Return `summary.corpus`."""
    n_tokens = None if corpus is None else corpus.sizes.n_tokens
    return {
        "n_documents": options.n_documents,
        "n_inside": len(inside.rows),
        "how_chosen": inside.how,
        "has_texts": inside.texts is not None,
        "text_length": options.text_length if inside.n_cut else None,
        "block_size": TEXT_BLOCK,
        "n_tokens": None if n_tokens is None else int(n_tokens),
        "n_terms": len(words.names),
        "fingerprint": None if corpus is None else corpus.fingerprint,
    }


def level_names(levels):
    """Return what levels are called, the coarsest first; None of a single one."""
    if not levels:
        return None
    return [f"Level {number + 1}" for number in range(len(levels) + 1)]


def times_card(times):
    """Return `summary.times`."""
    if times is None:
        return None
    return {
        "labels": times.labels,
        "starts": times.starts,
        "kind": "date" if times.are_dates else "number",
        "n_unknown": times.n_unknown,
    }


def classes_card(options):
    """Return `summary.classes`."""
    classes = options.classes
    if classes is None:
        return None
    return {
        "name": options.class_name,
        "labels": classes.labels,
        "sizes": classes.sizes.tolist(),
        "several": classes.several,
    }


def default_title(model, n_topics, n_documents):
    """Return the title of a report that is given none."""
    name = type(final_model(model)).__name__
    title = f"{name}: {n_topics:,} topic{'' if n_topics == 1 else 's'}"
    if not n_documents:
        return title
    return f"{title} in {n_documents:,} document{'' if n_documents == 1 else 's'}"
