"""Write `static_model`, a model of sentence-transformers of a few kilobytes.

It has a random vector for each word of `make_documents`, one for all others, and their
mean for a document. Run this file to write it again.
"""

from pathlib import Path

import numpy as np

from sktopics.testing._make_corpus import VOCABULARY

FOLDER = Path(__file__).parent / "static_model"


def make_static_model():
    """Return a SentenceTransformer with vectors of 8 numbers."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    ids = {word: i for i, word in enumerate(["[UNK]", *VOCABULARY])}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.RandomState(0).normal(size=(len(ids), 8)).astype(np.float32)
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights)])


if __name__ == "__main__":
    make_static_model().save(str(FOLDER), create_model_card=False)
