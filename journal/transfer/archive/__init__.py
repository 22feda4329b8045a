"""The journal as files: everything of it, out and in again."""
