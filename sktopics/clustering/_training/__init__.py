"""How a model is trained: on a corpus, in batches, and what is kept of it."""
