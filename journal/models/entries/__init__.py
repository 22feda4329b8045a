"""Entries: their text, what follows from it, and how both are saved."""
