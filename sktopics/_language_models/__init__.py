"""Language models: calls, answers, what they cost, and a cache of answers."""
