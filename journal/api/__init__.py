"""The API, /api/v1/: the same querysets and verbs as the pages, for programs. docs/api.md says how to use it."""
