"""What a trained model says of words: which come next, and their vectors as a file."""

from numbers import Integral

import numpy as np

from .._files import open_bytes
from .._neighbors import best_rows
from .._sklearn import Interval, validate_params
from ..kernels.huffman import grafted_tree
from ._doc2vec_training import tree_size_of
from ._prediction import softmax_probabilities, tree_probabilities
from ._query_keys import look_up, rows_of_known, table_of
from ._word2vec_format import written_names
from ._word_vector_records import write_records


class WordQueriesMixin:
    """Words that are probable, and files of vectors; see `VectorQueriesMixin`."""

    @validate_params(
        {"n": [Interval(Integral, 0, None, closed="left"), None]},
        prefer_skip_nested_validation=True,
    )
    def predict_output_word(
        self, context, n: int | None = 10, *, document=None
    ) -> list[tuple[str, float]]:
        """Find the words that are most probable between others.

        Parameters
        ----------
        context : list of str
            The words around; those that the model does not know are left out.
        n : int or None, default=10
            How many to return; None returns all, in order.
        document : str, int or ndarray of shape (vector_size,), default=None
            Tag or vector of the document in which the words are, which then speaks
            with them. Of plain PV-DBOW it is all there is.

        Returns
        -------
        words : list of (word, probability)
            Most probable first.

        Raises
        ------
        ValueError
            If no word of the context is known and there is no document, if the model
            concatenates the context (`dm_concat`), whose words have places, or if it
            was trimmed.

        Notes
        -----
        The hidden layer h is the mean of the vectors of the context and the document
        (their sum if `dm=1` without `dm_mean`). Negative sampling gives ::

            exp(v_w · h) / sum_u exp(v_u · h)

        with the output vectors v, as gensim does. It was trained to tell words from
        noise and not as a softmax, so that frequent words come out less probable than
        they are. Hierarchical softmax gives the probabilities that it was trained for.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> ((word, probability),) = model.predict_output_word(["rain"], n=1)
        >>> word, probability > 0.9
        ('snow', True)
        """
        hidden = self._hidden_layer(context, document)
        if getattr(self, "output_vectors_", None) is not None:
            probabilities = softmax_probabilities(hidden, self.output_vectors_)
        elif getattr(self, "node_vectors_", None) is not None:
            tree = grafted_tree(self.tree_counts_, tree_size_of(self))
            probabilities = tree_probabilities(hidden, self.node_vectors_, tree)
        else:
            raise ValueError(
                f"This {type(self).__name__} has no weights of the output any more: it "
                "was trimmed."
            )
        best = best_rows(probabilities, n)
        values = probabilities[best].tolist()
        return list(zip(self.terms_[best].tolist(), values, strict=True))

    def _hidden_layer(self, context, document):
        """Mean or sum of the vectors of what is known of the surroundings."""
        if isinstance(context, str):
            raise TypeError(f"context must be a list of words, got {context!r}.")
        if self.dm and self.dm_concat:
            raise ValueError(
                "With dm_concat the words of a context have places, and words alone "
                "predict nothing."
            )
        context, vectors = list(context), []
        if context:
            names, words = table_of(self, "words")
            rows = rows_of_known(names, context)
            vectors = [words[rows[word]] for word in context if word in rows]
        if document is not None:
            vectors += [key.vector for key in look_up(self, [document], "documents")]
        if not vectors:
            raise ValueError("The model knows no word of the context.")
        return (np.mean if self.dm_mean or not self.dm else np.sum)(vectors, axis=0)

    def save_word2vec_format(
        self,
        path,
        *,
        words=True,
        documents=False,
        prefix="*dt_",
        binary=False,
        space=None,
        vocab_path=None,
        header=True,
    ) -> None:
        """Write vectors to a file in the text or the binary format of word2vec.

        Parameters
        ----------
        path : str or path-like
            The file; compressed if its name ends in .gz, .bz2 or .xz.
        words : bool, default=True
            Whether to write the vectors of words, most frequent first.
        documents : bool, default=False
            Whether to write the vectors of documents, after those of words.
        prefix : str
            What the tags of documents start with in the file, by default ``"*dt_"`` as
            in gensim.
        binary : bool, default=False
            Whether to write the binary format.
        space : str, default=None
            What to write for spaces in names, such as "_". By default a name that
            holds one is an error.
        vocab_path : str or path-like, default=None
            A second file, for lines of words and their counts.
        header : bool, default=True
            Whether the file starts with the number and the size of its vectors. False
            is for text files such as GloVe's.

        Raises
        ------
        ValueError
            If names repeat themselves or hold spaces or line breaks, or if a binary
            file is to have no header. Nothing is written then.

        See Also
        --------
        read_word2vec_format : Read the file; gensim's KeyedVectors does too.

        Examples
        --------
        >>> import os, tempfile
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, random_state=0).fit(X)
        >>> path = os.path.join(tempfile.mkdtemp(), "vectors.txt.gz")
        >>> model.save_word2vec_format(path, documents=True)
        """
        tables, names = [], []
        if words:
            terms, vectors = table_of(self, "words")
            order = np.argsort(-np.asarray(self.term_counts_), kind="stable")
            tables.append(vectors[order])
            names += terms[order].tolist()
        if documents:
            tags, vectors = table_of(self, "documents")
            tables.append(vectors)
            names += [f"{prefix}{tag}" for tag in tags.tolist()]
        if not tables:
            raise ValueError("words and documents are both False: nothing to write.")
        names = written_names(names, space)
        write_records(path, names, tables, binary, header)
        if vocab_path is not None and words:
            with open_bytes(vocab_path, "wb") as file:
                for name, count in zip(names, self.term_counts_[order], strict=False):
                    file.write(f"{name} {count:.9g}\n".encode())
