"""What commands say."""

PARTIAL = 3  # the exit status when some files could not be read or written


def printable(text: str) -> str:
    """Safe for a terminal: control characters and half surrogates are spelled out."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "backslashreplace").decode()
        for character in text
    )
