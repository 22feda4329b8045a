"""Emphasis by the specification's "delimiter stack": which runs of marks belong together."""

import unicodedata

from .parts import Run

_TAGS = {("*", 1): "em", ("*", 2): "strong", ("_", 1): "em", ("_", 2): "strong"}
_MARKS_INSIDE = "*_`[]!$.?%"
_LINE_TAGS = {"~": "del", "=": "mark"}


def run_at(text: str, start: int) -> Run:
    """The run of marks that begins at `start`, and whether it can open and close by what stands beside it."""
    mark = text[start]
    end = start
    while end < len(text) and text[end] == mark:
        end += 1
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    is_left, is_right = _flanking(before, after)
    if mark == "*":
        return Run(mark, end - start, is_left, is_right)
    if mark == "_":
        can_open = is_left and (not is_right or _is_punctuation(before))
        can_close = is_right and (not is_left or _is_punctuation(after))
        return Run(mark, end - start, can_open, can_close)
    return _line_run(mark, end - start, before, after)


def pair(runs: list[Run]) -> None:
    """Pairs the runs, which stand in the order of the text. Linear: what was searched in vain is not searched again."""
    openers: list[Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}  # below this, nothing opens for such a closer
    for closer in runs:
        counted = closer.length if closer.mark in _LINE_TAGS else closer.length % 3
        key = (closer.mark, closer.can_open, counted)
        while closer.count and closer.can_close:
            place = _opener_of(closer, openers, bottoms.get(key, 0))
            if place is None:
                bottoms[key] = len(openers)
                break
            _join(openers[place], closer)
            if openers[place].count:
                place += 1
            del openers[place:]
            for known, bottom in bottoms.items():
                bottoms[known] = min(bottom, len(openers))
        if closer.count and closer.can_open:
            openers.append(closer)


def _flanking(before: str, after: str) -> tuple[bool, bool]:
    space_before, space_after = before.isspace(), after.isspace()
    sign_before, sign_after = _is_punctuation(before), _is_punctuation(after)
    is_left = not space_after and (not sign_after or space_before or sign_before)
    is_right = not space_before and (not sign_before or space_after or sign_after)
    return is_left, is_right


def _line_run(mark: str, count: int, before: str, after: str) -> Run:
    """`~~gone~~` and `==marked==` stand between words: `a==b`, `5~10` and `Zm9v==` are text."""
    if count > 2 or (mark == "=" and count == 1):
        return Run(mark, count, can_open=False, can_close=False)
    can_open = not after.isspace() and not _is_word(before)
    can_close = not before.isspace() and not _is_word(after)
    if mark == "=":  # “==” in quotes is a word
        can_open = can_open and (after.isalnum() or after in _MARKS_INSIDE)
        can_close = can_close and (before.isalnum() or before in _MARKS_INSIDE)
    if count == 2 and mark == "~":  # within words too; GitHub does so with one as well, which strikes "5~10 and 3~4"
        can_open, can_close = not after.isspace(), not before.isspace()
    return Run(mark, count, can_open, can_close)


def _is_word(character: str) -> bool:
    """Whether it is a letter or digit of a script that puts spaces between words."""
    return bool(character) and character.isalnum() and unicodedata.east_asian_width(character) not in "WF"


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _opener_of(closer: Run, openers: list[Run], bottom: int) -> int | None:
    for place in range(len(openers) - 1, bottom - 1, -1):
        if openers[place].mark == closer.mark and _fit(openers[place], closer):
            return place
    return None


def _fit(opener: Run, closer: Run) -> bool:
    if closer.mark in _LINE_TAGS:
        return opener.length == closer.length
    if not (opener.can_close or closer.can_open):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _join(opener: Run, closer: Run) -> None:
    if closer.mark in _LINE_TAGS:
        size, tag = closer.count, _LINE_TAGS[closer.mark]
    else:
        size = 2 if opener.count >= 2 and closer.count >= 2 else 1
        tag = _TAGS[closer.mark, size]
    opener.count -= size
    closer.count -= size
    opener.opened.append(tag)
    closer.closed.append(tag)
