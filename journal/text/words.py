"""What a text is found by: words without accents, the parts of code, pairs of characters.

Both databases split prose into words themselves. What they cannot know is written out here, as words
of plain letters that every tokenizer keeps whole: `select_related` is also "select" and "related",
`!=` is "op213d", and 数据库, which has no spaces, is the pairs 数据 and 据库.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import normalize

import snowballstemmer

from .document import Snippet

CODE_LIMIT = 100_000  # characters of an entry's code that are indexed

_porter = snowballstemmer.stemmer("porter")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\w+|[!$%&*+\-/<=>?@^|~:.]+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_SUFFIXES = (
    "ing ings ed es s e ly ion ions ation ations ement ment ments ness able ible ive al er ers or ity ies".split()
)
_COMMON_SIGNS = frozenset(".:=-/+")
# Scripts from Devanagari on, Thai, kana, Han and Hangul among them: many write without spaces, and in
# others what is a letter and what a mark is answered differently by every tokenizer.
_RUN = re.compile(r"[\u0900-\u1cff\u3005-\u3007\u3041-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]+")


class _Folding(dict[int, str]):
    """Each character as it is compared: small, and for Latin letters without accents. One for one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = normalize("NFD", char)
        if char == "ς":
            char = "σ"
        small = parts[0] if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() else char
        self[code] = folded = small.lower() if len(small.lower()) == 1 else small
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as it is compared: as long as before, so that a place in one is a place in the other."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def folded_letters() -> tuple[str, str]:
    """The letters beyond ASCII that fold to others, and those: for a database that has to be told."""
    pairs = [(chr(code), fold(chr(code))) for code in range(0xC0, 0x2000)]
    changed = [(char, plain) for char, plain in pairs if char != plain]
    return "".join(char for char, _ in changed), "".join(plain for _, plain in changed)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word, by M. F. Porter's algorithm of 1980, which SQLite and PostgreSQL know too."""
    return _porter.stemWord(word) if len(word) > 2 else word  # "js" is not more than one j


def stems_within(prefix: str) -> list[str]:
    """The stems shorter than a prefix that words beginning with it may have: of "anythi" it is "anyth"."""
    found = [stem(prefix)]
    for end in range(3, len(prefix)):
        if any(suffix.startswith(prefix[end:]) for suffix in _SUFFIXES):
            found.append(prefix[:end])
            if end > 3 and prefix[end - 1] == prefix[end - 2]:
                found.append(prefix[: end - 1])  # running is of run
    return list(dict.fromkeys(found))


def words_of(text: str) -> list[str]:
    """The words of prose, folded, scripts without spaces left out."""
    plain = fold(_RUN.sub(" ", normalize("NFC", text)))
    if not plain.isascii():  # "²" and "½" are numbers to Python, and nothing to others
        plain = "".join(char if char.isalpha() or char.isdecimal() else " " for char in plain)
    return _WORD.findall(plain)


def code_words(code: str) -> list[str]:
    """The words that code is found by, in its order: names, whole and by part, and signs."""
    return list(_code_words(code[:CODE_LIMIT]))


def _code_words(code: str) -> Iterator[str]:
    for token in _CODE.findall(code):
        if token[0].isalnum() or token[0] == "_":
            yield from _name_words(token)
        elif token not in _COMMON_SIGNS:
            yield "op" + token[:12].encode().hex()


@lru_cache(maxsize=10_000)
def _name_words(name: str) -> tuple[str, ...]:
    """A name's own word, then those of its parts: "selectx5frelated", "select", "related"."""
    parts = [fold(part) for part in _PART.findall(name)]
    whole = fold(name).replace("_", "x5f")[:60]
    return (whole,) if parts == [whole] else (whole, *parts)


def snippet_words(snippets: Iterable[Snippet]) -> list[str]:
    """What the fences of an entry are found by: their code, and what is written above and printed below it."""
    parts = [part for one in snippets for part in (one.title, one.raises, one.code, one.output) if part]
    return code_words("\n".join(parts))


def marks_of(snippets: Iterable[Snippet]) -> list[str]:
    """What an entry can be chosen by because of its code: a word for each language, for code and for output."""
    snippets = list(snippets)
    marks = {language_mark(snippet.language) for snippet in snippets if snippet.language}
    marks |= {"hascode"} if snippets else set()
    marks |= {"hasoutput"} if any(snippet.output is not None for snippet in snippets) else set()
    return sorted(marks)


def language_mark(language: str) -> str:
    """The word for a language, "c++" too: plain letters."""
    return "lang" + language.lower().encode().hex()


def pairs_of(text: str) -> list[str]:
    """Each two neighbouring characters of scripts that write without spaces, and the last of each run alone."""
    return [] if text.isascii() else [word for run in runs_of(text) for word in _pairs(run)]


def runs_of(text: str) -> list[str]:
    """The longest pieces of a text that are in such a script."""
    return _RUN.findall(normalize("NFC", text))


def pair_word(characters: str) -> str:
    """The word that stands for a character or two: plain letters, whatever the database thinks of the script."""
    return pair_beginning(characters) + "x"  # an ending that no stemmer takes away


def pair_beginning(characters: str) -> str:
    return "u" + "".join(f"{ord(char):05x}" for char in characters)


def _pairs(run: str) -> Iterable[str]:
    yield from (pair_word(run[start : start + 2]) for start in range(len(run) - 1))
    yield pair_word(run[-1])
