"""The order of maximal marginal relevance, beside BERTopic's."""

import numpy as np
import pytest
from word_meanings import Encoder

from sktopics.representation import MaximalMarginalRelevance
from sktopics.topics import RepresentationContext, Topic, TopicTable

bertopic = pytest.importorskip("bertopic")


class SixDimensions(Encoder):
    def __call__(self, texts):
        return np.array([sum(self.meaning[w] for w in t.split()) for t in texts])


@pytest.mark.parametrize("diversity", [0, 0.1, 0.3, 0.7, 1])
def test_order_of_bertopic(diversity):
    mmr = bertopic.representation._mmr.mmr
    for seed in range(20):
        rng = np.random.default_rng(seed)
        meaning = {f"w{i}": rng.normal(size=6) for i in range(30)}
        names = list(meaning)
        encoder = SixDimensions(meaning)
        topic = Topic(0, None, 1.0, names, np.linspace(1, 0.1, 30).tolist())
        given = TopicTable([topic])
        facts = RepresentationContext(given, np.zeros((1, 1)), np.array(["w0"]))
        step = MaximalMarginalRelevance(diversity, encoder=encoder)
        about = np.sum(list(meaning.values()), axis=0)[np.newaxis]
        theirs = mmr(about, np.array(list(meaning.values())), names, diversity, 10)
        assert list(step.refine(given, facts)[0].terms) == theirs
