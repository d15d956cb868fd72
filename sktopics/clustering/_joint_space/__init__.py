"""Documents, words and topics in one space: what Top2Vec adds to clusters."""
