"""How known and new documents are given to topics."""
