"""What a model declares of its topics, because its arrays cannot tell it."""

from typing import Literal, NamedTuple


class TopicTraits(NamedTuple):
    """What a class of models says of its topics, as its `__topic_traits__`.

    Attributes
    ----------
    distributions : bool, default=True
        Whether a row of `components_` is, up to its scale, the distribution of words in
        a topic. Scores of words are none: a topic does not produce words by them.
    negative_weights : bool, default=False
        Whether `components_` may be below 0, for terms that are not in the topic.
        Readers get 0 for them.
    shares : {"mixtures", "factors", "clusters"}, default="mixtures"
        What a row of `transform` holds. "mixtures" are shares of topics on any scale.
        "factors" are those of a factorisation, X ≈ W H, in which only the product with
        `components_` has a scale. "clusters" are probabilities of topics, and what they
        lack to 1 is the probability of having no topic.
    counts : bool, default=False
        Whether `components_` are expected counts of the training documents' words plus
        `topic_word_prior_`: a topic that has no counts is empty.
    """

    distributions: bool = True
    negative_weights: bool = False
    shares: Literal["mixtures", "factors", "clusters"] = "mixtures"
    counts: bool = False


def traits_of(model):
    """Return the `TopicTraits` of a model that is no Pipeline.

    Models of other packages declare nothing. In scikit-learn, models of topics with an
    `inverse_transform` are factorisations, and the others are mixtures.
    """
    declared = getattr(model, "__topic_traits__", None)
    if declared is not None:
        return declared
    factors = hasattr(model, "inverse_transform")
    return TopicTraits(shares="factors" if factors else "mixtures")
