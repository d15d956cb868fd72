"""Models of clusters that are told nothing of their topics."""


class UnguidedMixin:
    """For models without labels, seed topics and names: the answers of all to these.

    What is shared with BERTopic asks for them. They are no parameters.
    """

    weighting = None
    seed_topics = None
    zeroshot_topics = None
    zeroshot_min_similarity = 0.7
    supervision = None
    calculate_probabilities = False
