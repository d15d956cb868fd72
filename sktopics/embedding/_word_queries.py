"""Questions to vectors of words alone, judgements of them and files of them."""

from numbers import Integral

import numpy as np

from .._files import open_bytes
from .._neighbors import best_rows, unit
from .._sklearn import Interval, StrOptions, validate_params
from ..kernels.huffman import grafted_tree
from ._doc2vec_training import tree_size_of
from ._prediction import softmax_probabilities, tree_probabilities
from ._query_keys import look_up, rows_of_known, table_of
from ._transport import word_movers_distance
from ._word2vec_format import written_names
from ._word_analogies import (
    AnalogyEvaluation,
    WordPairEvaluation,
    evaluate_analogies,
    evaluate_pairs,
    make_lexicon,
)
from ._word_vector_records import write_records

_EVALUATION = {
    "restrict_vocab": [Interval(Integral, 1, None, closed="left"), None],
    "case_insensitive": ["boolean"],
    "unknown": [StrOptions({"skip", "zero"})],
    "encoding": [str],
}


class WordQueriesMixin:
    """Questions about words, and their vectors as a file; see `VectorQueriesMixin`."""

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

    def wmdistance(self, first, second, *, normalize=True) -> float:
        """Compute the word mover's distance of two texts.

        The least that it costs to turn one into the other, where moving a word to
        another costs the distance of their vectors [1]_.

        Parameters
        ----------
        first, second : list of str
            The words of the texts; those that the model does not know are left out.
        normalize : bool, default=True
            Whether to scale vectors to length 1 first.

        Returns
        -------
        distance : float
            Exact, by the network simplex of POT [2]_. Infinite if the model knows no
            word of a text.

        Raises
        ------
        ImportError
            If POT is not installed; ``pip install 'sktopics[transport]'``.
        TypeError
            If a text is a str.

        References
        ----------
        .. [1] M. Kusner, Y. Sun, N. Kolkin, K. Weinberger, "From word embeddings to
           document distances", ICML 2015.
        .. [2] R. Flamary et al., "POT: Python Optimal Transport", JMLR 22, 2021.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> near = model.wmdistance(["rain", "snow"], ["snow", "hail"])
        >>> near < model.wmdistance(["rain", "snow"], ["milk", "eggs"])
        True
        """
        for text in (first, second):
            if isinstance(text, str):
                raise TypeError(f"A text must be a list of words, got {text!r}.")
        names, vectors = table_of(self, "words")
        first, second = list(first), list(second)
        rows = rows_of_known(names, first + second)
        first, second = ([w for w in t if w in rows] for t in (first, second))
        if not first or not second:
            return float("inf")
        scale = unit if normalize else np.asarray
        return word_movers_distance(
            first, second, lambda words: scale(vectors[[rows[w] for w in words]])
        )

    def _lexicon(self, restrict_vocab, case_insensitive):
        names, vectors = table_of(self, "words")
        counts = np.asarray(self.term_counts_)
        return make_lexicon(names, vectors, counts, restrict_vocab, case_insensitive)

    @validate_params(
        {**_EVALUATION, "delimiter": [str]}, prefer_skip_nested_validation=True
    )
    def evaluate_word_pairs(
        self,
        pairs,
        *,
        delimiter="\t",
        restrict_vocab: int | None = 300_000,
        case_insensitive=True,
        unknown="skip",
        encoding="utf-8",
    ) -> WordPairEvaluation:
        r"""Compare cosines of words with people's judgements of their similarity.

        Parameters
        ----------
        pairs : str, path-like or iterable of str
            A file, or its lines: two words and a number each, such as WordSim-353 and
            SimLex-999. Compressed if its name ends in .gz, .bz2 or .xz. Empty lines,
            those that start with # and a first line of column names are left out.
        delimiter : str, default="\\t"
            What is between words and number.
        restrict_vocab : int or None, default=300_000
            Know only so many of the most frequent words.
        case_insensitive : bool, default=True
            Whether capitals do not matter; of several spellings the most frequent
            counts.
        unknown : {"skip", "zero"}, default="skip"
            Whether to leave out pairs with unknown words, or to give them cosine 0.
        encoding : str, default="utf-8"
            Encoding of the file.

        Returns
        -------
        evaluation : WordPairEvaluation
            With the attributes `pearson`, `spearman`, their p-values, `n_pairs` and
            `oov_ratio`.

        Raises
        ------
        ValueError
            If a line is not of that form, or if fewer than two pairs are known.
        """
        lexicon = self._lexicon(restrict_vocab, case_insensitive)
        return evaluate_pairs(pairs, lexicon, delimiter, encoding, unknown)

    @validate_params(
        {**_EVALUATION, "method": [StrOptions({"add", "multiply"})]},
        prefer_skip_nested_validation=True,
    )
    def evaluate_word_analogies(
        self,
        analogies,
        *,
        method="add",
        restrict_vocab: int | None = 300_000,
        case_insensitive=True,
        unknown="skip",
        encoding="utf-8",
    ) -> AnalogyEvaluation:
        """Ask analogies, such as which word is to c as b is to a.

        Parameters
        ----------
        analogies : str, path-like or iterable of str
            A file, or its lines, as the questions-words.txt of word2vec: four words a
            line, the last the answer, in sections that start with a line ``: name``.
            Compressed if its name ends in .gz, .bz2 or .xz.
        method : {"add", "multiply"}, default="add"
            How answers are ranked, see `most_similar`. The words of a question are not
            answers to it.
        restrict_vocab : int or None, default=300_000
            Know only so many of the most frequent words.
        case_insensitive : bool, default=True
            Whether capitals do not matter; of several spellings the most frequent
            counts.
        unknown : {"skip", "zero"}, default="skip"
            Whether to leave out questions with unknown words, or to count them as
            answered incorrectly.
        encoding : str, default="utf-8"
            Encoding of the file.

        Returns
        -------
        evaluation : AnalogyEvaluation
            With the attributes `accuracy`, `sections` (each with a `name`, an
            `accuracy` and the questions that were `correct` and `incorrect`), `total`
            and `oov_ratio`.

        Raises
        ------
        ValueError
            If a line is not of that form, or if there is no question.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> lines = [": weather", "rain snow hail snow", "rain hail sun shine"]
        >>> evaluation = model.evaluate_word_analogies(lines)
        >>> evaluation.sections[0].name, evaluation.oov_ratio
        ('weather', 0.5)
        """
        lexicon = self._lexicon(restrict_vocab, case_insensitive)
        return evaluate_analogies(analogies, lexicon, method, encoding, unknown)

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

        Raises
        ------
        ValueError
            If names repeat themselves or hold spaces or line breaks. Nothing is written
            then.

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
        write_records(path, names, tables, binary)
        if vocab_path is not None and words:
            with open_bytes(vocab_path, "wb") as file:
                for name, count in zip(names, self.term_counts_[order], strict=False):
                    file.write(f"{name} {count:.9g}\n".encode())
