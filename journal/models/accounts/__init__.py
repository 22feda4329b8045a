"""People: what they may do, how they appear, and how they come in."""
