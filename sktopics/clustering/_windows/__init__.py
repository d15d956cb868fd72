"""Windows of tokens: their vectors, and what they tell of documents."""
