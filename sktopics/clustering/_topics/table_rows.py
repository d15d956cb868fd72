"""Tables of topics as plain lists, which any format of persistence knows."""

from dataclasses import fields

from ..._frozen import thawed
from ...topics import RepresentativeDocument, Topic, TopicAuthor

# What is kept of a topic, in the order of its fields. Rows of earlier versions may be
# shorter.
_FIELDS = [field.name for field in fields(Topic)]


def topic_to_row(topic):
    """Return a topic as a list of its fields, in plain types."""
    row = [getattr(topic, name) for name in _FIELDS]
    plain = {
        "terms": list,
        "weights": list,
        "documents": lambda documents: [
            [d.index, d.share, d.excerpt] for d in documents
        ],
        "authors": lambda authors: [[a.name, a.share] for a in authors],
        "aspects": thawed,
    }
    return [
        plain[name](value) if name in plain else value
        for name, value in zip(_FIELDS, row, strict=True)
    ]


def topic_from_row(row):
    """Return the topic of a list that `topic_to_row` has made."""
    known = dict(zip(_FIELDS, row, strict=False))
    known["documents"] = [RepresentativeDocument(*each) for each in known["documents"]]
    known["authors"] = [TopicAuthor(*each) for each in known.get("authors", ())]
    return Topic(**known)


def with_later_documents(rows, n_before):
    """Return rows of topics, or None, whose documents come after `n_before` others."""
    place = _FIELDS.index("documents")
    later = []
    for row in rows:
        if row is not None:
            row = list(row)
            row[place] = [[index + n_before, *rest] for index, *rest in row[place]]
        later.append(row)
    return later
