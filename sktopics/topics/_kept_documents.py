"""Documents of which a model has kept some."""

from collections.abc import Sequence


class KeptDocuments(Sequence):
    """Documents of which some texts are at hand, in the rows of all.

    A model keeps the texts of its representative documents. Where the others are not at
    hand, these are still found by their rows.

    Parameters
    ----------
    texts : mapping from int to str
        By row.
    n_documents : int
        Number of all documents.

    Raises
    ------
    LookupError
        If a document is asked for whose text is not at hand.

    Examples
    --------
    >>> from sktopics.topics import KeptDocuments
    >>> documents = KeptDocuments({2: "the sea"}, n_documents=4)
    >>> len(documents), documents[2]
    (4, 'the sea')
    """

    def __init__(self, texts, n_documents):
        self.texts = dict(texts)
        self.n_documents = n_documents

    def __len__(self):
        return self.n_documents

    def __getitem__(self, row):
        if isinstance(row, slice):
            return [self[i] for i in range(self.n_documents)[row]]
        row = range(self.n_documents)[row]
        if row not in self.texts:
            raise LookupError(
                f"Document {row} is not at hand: the model keeps the "
                f"{len(self.texts)} representative ones of its {self.n_documents}. "
                "Pass the training documents as X for the others."
            )
        return self.texts[row]
