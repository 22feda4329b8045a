"""A repository of notes and code: what comes in from it, and what goes back into it."""
