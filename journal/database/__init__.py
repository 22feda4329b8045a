"""What the nouns stand on: editions, compiled statements, pages of lists, the replica.

Of the nouns it knows one column, when an entry is published, because that moment begins an edition too.
"""
