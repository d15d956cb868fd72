"""The words of KeyBERT-inspired representations, beside BERTopic's."""

import numpy as np
import pytest
from word_meanings import Encoder

from sktopics import BERTopic
from sktopics.representation import KeyBERTInspired

bertopic = pytest.importorskip("bertopic")


class Embedder(bertopic.backend.BaseEmbedder):
    def embed(self, documents, verbose=False):
        return Encoder()(list(documents))


def test_bertopic_takes_the_words_of_other_documents():
    """It reads positions among the documents that it has drawn as rows of vectors."""
    texts = [f"debt budget {'tax ' * i}" for i in range(6)]
    texts += [f"ship harbour {'sea ' * i}" for i in range(6)]
    labels = np.repeat([0, 1], 6)
    theirs = bertopic.BERTopic(
        embedding_model=Embedder(),
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        representation_model=bertopic.representation.KeyBERTInspired(3, 2),
        language=None,
    ).fit(texts, embeddings=Encoder()(texts), y=labels)
    # Rows 2 and 3, whose vectors stand for topic 1, are of money.
    assert theirs.get_topic(1)[0][0] == "harbour"
    assert theirs.get_topic(1)[0][1] < 0.5
    step = KeyBERTInspired(n_documents=2, n_top_words=3)
    ours = BERTopic(Encoder(), None, None, representation=step)
    topic = ours.fit(texts, labels, embeddings=Encoder()(texts)).topics_[1]
    assert set(topic.terms) == {"sea", "ship", "harbour"}
    assert min(topic.weights) > 0.95
