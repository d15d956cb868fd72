"""Names of topics by language models: prompts, answers, calls, cost, a cache."""
