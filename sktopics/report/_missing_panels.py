"""What a report cannot show, and why, in words for its readers."""


def missing_panels(found):
    """Return `summary.missing`: pairs of a panel and the reason.

    Parameters
    ----------
    found : dict from str to str
        Reasons by panel; empty ones are left out.
    """
    return [[panel, reason] for panel, reason in found.items() if reason]


NO_TIMES = "No times of documents were given: pass times=... to TopicReport."
NO_CLASSES = "No classes of documents were given: pass classes=... to TopicReport."
NO_FIELDS = "No metadata of documents was given: pass metadata=... to TopicReport."
NO_DOCUMENTS = "No documents were given: pass X=... to TopicReport."
NO_TEXTS = (
    "The model was given numbers and no texts. Pass a Pipeline that starts with the "
    "vectorizer, and the texts as X."
)
NO_TOPICS = "The model has found no topic."
NO_TERMS = "The model has read no words of its topics."
NO_PLACES = (
    "The map shows topics alone: documents have no places without documents (X=...)."
)
