"""Texts that tell what a topic is about: its words, and what its documents say."""


def texts_of_topics(topics, context, n_words, n_documents):
    """Return texts of topics, and whose they are.

    Parameters
    ----------
    topics : iterable of Topic
    context : RepresentationContext
    n_words : int
        Words of a topic, joined to one text; 0 for none.
    n_documents : int
        Most representative documents of a topic, a text each.

    Returns
    -------
    texts : list of str
        Without blank ones.
    owners : list of int
        For each text, the position of its topic.
    """
    texts, owners = [], []
    for owner, topic in enumerate(topics):
        documents = topic.documents[:n_documents]
        found = [" ".join(topic.terms[:n_words])]
        found += [context.text(document) or "" for document in documents]
        for text in found:
            if text.strip():
                texts.append(text)
                owners.append(owner)
    return texts, owners
