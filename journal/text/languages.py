"""The names that people write for a language, and the one that is kept."""

_ALIASES = {"py": "python", "python3": "python", "js": "javascript", "ts": "typescript", "sh": "bash"}


def canonical_language(language: str) -> str:
    return _ALIASES.get(language, language)
