"""What a report cannot show, and why, in words for its readers."""

NO_DOCUMENTS = "No documents were given: pass X=... to TopicReport."
_NO_TIMES = "No times of documents were given: pass times=... to TopicReport."
_NO_CLASSES = "No classes of documents were given: pass classes=... to TopicReport."
_NO_FIELDS = "No metadata of documents was given: pass metadata=... to TopicReport."
_NO_TEXTS = (
    "The model was given numbers and no texts. Pass a Pipeline that starts with the "
    "vectorizer, and the texts as X."
)
_NO_TOPICS = "The model has found no topic."
_NO_TERMS = "The model has read no words of its topics."


def missing_panels(table, shown, corpus, inside, options, segments):
    """Return `summary.missing`: pairs of a panel and the reason.

    Parameters
    ----------
    table : TopicTable
    shown : ShownTerms
    corpus : ReportCorpus or None
    inside : Inside
    options : ReportOptions
    segments : str
        Why parts of texts are not known, or not of all.
    """
    reasons = {
        "Topics": "" if len(table) else _NO_TOPICS,
        "Map": "" if len(table) else _NO_TOPICS,
        "Words": "" if shown.terms else _NO_TERMS,
        "Documents": _of_documents(corpus, inside, options),
        "Texts": _of_texts(corpus, inside, options),
        "Search": "" if corpus is None else inside.why,
        "Passages": segments,
        "Course over time": _of_times(options),
        "Classes": _of_classes(options),
        "Metadata": "" if options.fields else _NO_FIELDS,
    }
    return [[panel, reason] for panel, reason in reasons.items() if reason]


def _of_documents(corpus, inside, options):
    if corpus is None:
        return NO_DOCUMENTS
    if len(inside.rows) == corpus.n_documents:
        return ""
    which = "those that were chosen"
    if inside.how == "sample":
        which = "typical documents of each topic and a sample of the others"
    return (
        f"{len(inside.rows):,} of {corpus.n_documents:,} documents are inside this "
        f"file: {which}. Shares of topics are about all of them."
    )


def _of_texts(corpus, inside, options):
    if corpus is None:
        return ""
    if inside.texts is None:
        return _NO_TEXTS
    if not inside.n_cut:
        return ""
    return (
        f"{inside.n_cut:,} of {len(inside.rows):,} texts are cut after "
        f"{options.text_length:,} characters: text_length of TopicReport."
    )


def _of_times(options):
    times = options.times
    if times is None:
        return _NO_TIMES
    if not times.n_unknown:
        return ""
    return (
        f"{times.n_unknown:,} of {options.n_documents:,} documents have no time, and "
        "are not in the course over time."
    )


def _of_classes(options):
    classes = options.classes
    if classes is None:
        return _NO_CLASSES
    reasons = []
    if classes.n_left_out:
        n_shown = len(classes.labels)
        reasons.append(
            f"The {n_shown:,} largest of {n_shown + classes.n_left_out:,} classes are "
            "shown."
        )
    if classes.n_unknown:
        reasons.append(
            f"{classes.n_unknown:,} of {options.n_documents:,} documents have no class."
        )
    return " ".join(reasons)
