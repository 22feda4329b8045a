"""What the nouns stand on: editions, compiled statements, pages of lists, the replica. It knows no noun."""
