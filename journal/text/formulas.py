"""What is a formula, and what only has its marks: prices, shell variables, brackets that somebody escaped.

GitHub's rules for dollars; beside them TeX's own brackets, also with two backslashes as notebooks have them.
"""

import re
from typing import NamedTuple

_ENVIRONMENTS = (
    "align|alignat|aligned|array|bmatrix|Bmatrix|cases|eqnarray|equation|gather|gathered|matrix|multline|pmatrix|"
    "smallmatrix|split|vmatrix|Vmatrix"
)
OPENING = re.compile(rf"\$\$|\\\\?\[|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}}")
_CLOSING = {"$$": "$$", "\\[": "\\]", "\\\\[": "\\\\]"}
_BLOCK = re.compile(r"(?:\$\$|\\\\?\[)(.*?)(?:\$\$|\\\\?\])\s*$", re.DOTALL)
# Within a line, tried where a dollar or a backslash stands. The bounds keep many openings linear.
_WITHIN = (
    re.compile(r"\$\$(?P<tex>(?:[^\\$]|\\.)+?)\$\$", re.DOTALL),
    re.compile(r"\$`(?P<tex>[^`]+)`\$"),
    re.compile(r"\$(?![\s$])(?P<tex>(?:[^\\$]|\\.)+?)(?<![\s\\])\$(?![\w$])", re.DOTALL),
    re.compile(r"\\\\\((?P<tex>.{1,2000}?)\\\\\)", re.DOTALL),
    re.compile(r"\\\((?P<tex>(?:[^\\]|\\[^()])+?)\\\)", re.DOTALL),
    re.compile(r"\\\\\[(?P<tex>.{1,2000}?)\\\\\]", re.DOTALL),
    re.compile(r"\\\[(?P<tex>(?:[^\\]|\\[^\[\]])+?)\\\]", re.DOTALL),
    re.compile(
        rf"(?P<tex>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}.{{0,2000}}?\\end\{{(?P=name)\}})",
        re.DOTALL,
    ),
)
_IN_LINE_DOLLAR = re.compile(r"\$(?!\$)")
_FUNCTIONS = "arg|cos|cosh|cot|deg|det|dim|exp|gcd|inf|ker|lim|log|max|min|mod|sec|sin|sinh|sup|tan|tanh"
_WORD = re.compile(rf"(?<![\\A-Za-z{{])(?!(?:{_FUNCTIONS})\b)[A-Za-z]{{3,}}")
# What is in formulas, and not in a sentence: an index is one letter's. A hyphen or a slash is in both.
_SIGNS = re.compile(r"[\\^=<>+*{}]|(?<![A-Za-z])[A-Za-z]_")
_WEAK_SIGNS = re.compile(r"[-/|]")


def closing_of(opening: re.Match[str]) -> str:
    """The mark that ends a formula that OPENING has found."""
    return _CLOSING.get(opening[0]) or f"\\end{{{opening[1]}}}"


def tex_of(block: str) -> str:
    """The TeX of a formula that is a block, without its brackets; an environment is TeX as it stands."""
    match = _BLOCK.match(block.strip())
    return match[1].strip() if match else block.strip()


def is_prose_in_brackets(line: str) -> bool:
    """Whether a line is words in escaped brackets: “\\[Citation needed\\]”, “\\[ \\]”."""
    match = _BLOCK.match(line)
    if match is None or line.startswith("$$"):
        return False
    words = match[1].strip()
    return not words or (not _SIGNS.search(words) and bool(_WORD.search(words)))


class Formula(NamedTuple):
    tex: str
    is_display: bool
    end: int  # in the text


def formula_at(text: str, position: int) -> Formula | None:
    """The formula that begins at a dollar or a backslash."""
    before = text[position - 1 : position]
    if text[position] == "$" and (before.isalnum() or before in ("$", "\\")):
        return None
    for pattern in _WITHIN:
        match = pattern.match(text, position)
        if match and not _is_prose(match["tex"], match[0]):
            is_display = not match[0].startswith(("\\(", "\\\\(")) and not _IN_LINE_DOLLAR.match(match[0])
            return Formula(match["tex"].strip(), is_display, match.end())
    return None


def _is_prose(tex: str, whole: str) -> bool:
    """Whether what stands between the marks are words: “$5 and 6$”, “\\(see below\\)”, “\\[optional\\]”."""
    if not any(character.isalnum() for character in tex) or "\n\n" in tex:
        return True
    if whole.startswith(("$`", "\\begin")) or (whole.startswith("$$") and "\n" in tex) or _SIGNS.search(tex):
        return False
    if whole.startswith("$"):
        return " " in tex and _WORD.search(tex) is not None
    if whole.startswith(("\\[", "\\\\[")) and not _WEAK_SIGNS.search(tex):
        return True
    return _WORD.search(tex) is not None
