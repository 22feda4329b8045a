"""What stands within a line: CommonMark's and GitHub's emphasis, code, links and autolinks, and our own marks.

`scanner` goes through a text once, from the left, and gives a flat row of parts (`parts`); `runs` pairs the marks of
emphasis; `building` makes elements of the row.
"""

from .context import Context
from .scanner import fill

__all__ = ["Context", "fill"]
