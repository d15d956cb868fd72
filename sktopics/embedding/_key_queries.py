"""Questions that name words, documents and vectors: what is like what."""

from numbers import Integral
from typing import Any

import numpy as np

from .._neighbors import additive, best_rows, cosine, multiplicative, unit
from .._sklearn import Interval, StrOptions, validate_params
from ._query_keys import KINDS, as_list, look_up, size_of, table_of, weighted

_KIND = {"keys": [StrOptions({"auto", *KINDS})]}


class KeyQueriesMixin:
    """Questions about keys: words, the tags of documents where there are any, vectors.

    What is asked has `_names_and_vectors`, see `_query_keys`.
    """

    @validate_params({**_KIND, "norm": ["boolean"]}, prefer_skip_nested_validation=True)
    def vector(self, key, *, keys="auto", norm=False) -> np.ndarray:
        """Look up the vector of a word or of a document.

        Parameters
        ----------
        key : str or int
            A word or the tag of a document.
        keys : {"auto", "words", "documents"}, default="auto"
            What `key` is the name of. "auto" is whatever the model knows by it.
        norm : bool, default=False
            Whether to scale the vector to length 1. One of zeros stays.

        Returns
        -------
        vector : ndarray of shape (vector_size,), float32
            A copy.

        Raises
        ------
        ValueError
            If the model does not know the key, or knows a word and a document by it.
        """
        (found,) = look_up(self, [key], keys)
        return unit(found.vector) if norm else np.array(found.vector)

    @validate_params(
        {
            **_KIND,
            "n": [Interval(Integral, 0, None, closed="left"), None],
            "method": [StrOptions({"add", "multiply"})],
        },
        prefer_skip_nested_validation=True,
    )
    def most_similar(
        self,
        positive: Any = (),
        negative: Any = (),
        n: int | None = 10,
        *,
        among: str | list = "words",
        method="add",
        keys="auto",
    ) -> list[tuple[Any, float]]:
        """Find the words or the documents that are most like some and unlike others.

        Parameters
        ----------
        positive, negative : key, list of keys, or list of (key, weight)
            What to be like and what to be unlike: words, tags of documents and
            vectors (arrays of shape (vector_size,), of floats), in any mixture. A
            vector of `transform` asks about a document that the model has not seen.
            A weight says how much a key counts, 1 by default; in `negative` too it is
            positive, which it is not in gensim.
        n : int or None, default=10
            How many to return; None returns all, in order.
        among : {"words", "documents"} or list of keys, default="words"
            What to look among.
        method : {"add", "multiply"}, default="add"
            "add" ranks by the cosine with the weighted sum of the keys, each scaled
            to length 1 [1]_; "multiply" by the product of the similarities with the
            positive keys over that with the negative ones [2]_, in which no single
            large similarity decides.
        keys : {"auto", "words", "documents"}, default="auto"
            What names in the query are the names of. "auto" is whatever the model
            knows by the name; if it knows a word and a document, that is an error.

        Returns
        -------
        similar : list of (name, similarity)
            Most similar first, without the keys of the query; ties are in the order of
            `terms_` or `tags_`. The cosine, in [-1, 1], or for "multiply" the
            quotient, which may exceed 1.

        Raises
        ------
        TypeError
            If a key is neither a name nor an array.
        ValueError
            If there is no key (for "multiply": no positive one), if the model does not
            know one, or if it was trimmed or never trained the vectors asked for.

        Notes
        -----
        With cosines shifted to s = (1 + cosine) / 2, "multiply" is ::

            prod_i s_i ** weight_i / (prod_j s_j ** weight_j + 1e-6)

        over positive keys i and negative keys j. Unlike gensim, which adds given
        vectors as they are, all keys are scaled to length 1: a vector counts as much as
        the word whose vector it is. A vector of zeros is like nothing, with cosine 0.

        References
        ----------
        .. [1] T. Mikolov, W. Yih, G. Zweig, "Linguistic regularities in continuous
           space word representations", NAACL 2013.
        .. [2] O. Levy, Y. Goldberg, "Linguistic regularities in sparse and explicit
           word representations", CoNLL 2014.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> tags = ["weather", "weather", "food", "food"] * 20
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0)
        >>> model = model.fit(X, tags=tags)
        >>> [word for word, similarity in model.most_similar("rain", n=1)]
        ['hail']
        >>> similar = model.most_similar(["rain", "snow"], among="documents")
        >>> [tag for tag, similarity in similar]
        ['weather', 'food']
        >>> snow_and_milk = model.transform(X[:1]) + model.transform(X[3:4])
        >>> len(model.most_similar(snow_and_milk[0], "food", n=3))
        3
        """
        size_of(self)  # which says so if the model is not fitted
        like, weights = weighted(positive)
        unlike, minus = weighted(negative)
        if not like and (not unlike or method == "multiply"):
            raise ValueError("A query needs at least one positive key.")
        query = look_up(self, like + unlike, keys)
        weights += [-weight for weight in minus]
        vectors = [key.vector for key in query]
        names, candidates, asked = self._candidates(among, keys, query)
        rank = additive if method == "add" else multiplicative
        scores = rank(candidates, vectors, weights, getattr(self, "n_jobs", None))
        best = best_rows(scores, n, without=asked)
        scores = scores[best].tolist()
        return list(zip(names[best].tolist(), scores, strict=True))

    def _candidates(self, among, keys, query):
        """Names and vectors to look among, and the rows of what is asked about."""
        if isinstance(among, str) and among in KINDS:
            asked = [key.row for key in query if key.kind == among]
            return *table_of(self, among), asked
        if isinstance(among, str):
            raise ValueError(
                f"among must be 'words', 'documents' or a list of keys, got {among!r}."
            )
        given = as_list(among)
        found = look_up(self, given, keys)
        if any(key.kind is None for key in found):
            raise TypeError("among must hold names of words or documents.")
        places = {(key.kind, key.row) for key in query if key.kind is not None}
        asked = [i for i, key in enumerate(found) if (key.kind, key.row) in places]
        names = np.empty(len(given), dtype=object)
        names[:] = given
        vectors = np.array([key.vector for key in found], dtype=np.float32)
        return names, vectors.reshape(len(given), size_of(self)), asked

    @validate_params(_KIND, prefer_skip_nested_validation=True)
    def similarity(self, first, second, *, keys="auto") -> float:
        """Compute the cosine of two keys.

        Parameters
        ----------
        first, second : str, int or ndarray of shape (vector_size,)
            Words, tags of documents or vectors.
        keys : {"auto", "words", "documents"}, default="auto"
            What names are the names of, see `most_similar`.

        Returns
        -------
        similarity : float
            In [-1, 1]; 0 if a vector is zeros.

        Raises
        ------
        TypeError, ValueError
            As `most_similar`.
        """
        first, second = look_up(self, [first, second], keys)
        return cosine(first.vector, second.vector)

    @validate_params(_KIND, prefer_skip_nested_validation=True)
    def n_similarity(self, first, second, *, keys="auto") -> float:
        """Compute the cosine of the means of two sets of keys.

        Parameters
        ----------
        first, second : list of keys
            Words, tags of documents and vectors, in any mixture.
        keys : {"auto", "words", "documents"}, default="auto"
            What names are the names of, see `most_similar`.

        Returns
        -------
        similarity : float
            In [-1, 1]. Vectors are averaged as they are, long ones count for more.

        Raises
        ------
        TypeError, ValueError
            As `most_similar`, and if a set is empty.
        """
        first, second = as_list(first), as_list(second)
        if not first or not second:
            raise ValueError("Both sets must hold at least one key.")
        found = [key.vector for key in look_up(self, first + second, keys)]
        parts = found[: len(first)], found[len(first) :]
        return cosine(*(np.mean(part, axis=0) for part in parts))

    @validate_params(_KIND, prefer_skip_nested_validation=True)
    def doesnt_match(self, group, *, keys="auto") -> str | int:
        """Find the one that does not go with the others.

        Parameters
        ----------
        group : list of keys
            Words or tags of documents.
        keys : {"auto", "words", "documents"}, default="auto"
            What names are the names of, see `most_similar`.

        Returns
        -------
        name : str or int
            The one whose vector is farthest from the mean of all, each scaled to
            length 1; the first of several.

        Raises
        ------
        TypeError, ValueError
            As `most_similar`, and if the group is empty.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> texts = ["rain and snow", "snow and hail", "milk and eggs", "milk and tea"]
        >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
        >>> model = Doc2Vec(8, epochs=50, alpha=0.1, sample=0, random_state=0).fit(X)
        >>> model.doesnt_match(["rain", "hail", "milk"])
        'milk'
        """
        group = as_list(group)
        if not group:
            raise ValueError("The group must hold at least one key.")
        vectors = unit([key.vector for key in look_up(self, group, keys)])
        return group[int(np.argmin(vectors @ unit(vectors.mean(axis=0))))]
