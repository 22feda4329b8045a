"""The errors that an entry shows or names."""

import pytest

from journal.models import Failure

pytestmark = pytest.mark.django_db

TRACEBACK = """```python
total = 1 + "2"
```

```output
Traceback (most recent call last):
  File "sums.py", line 1, in <module>
    total = 1 + "2"
TypeError: unsupported operand type(s) for +: 'int' and 'str'
```
"""


def test_they_are_those_of_the_text_and_of_the_title(make_entry):
    entry = make_entry(title="KeyError: 'name'", body=TRACEBACK)
    assert {str(failure) for failure in entry.failures.all()} == {
        "KeyError",
        "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
    }


def test_they_follow_the_text(make_entry):
    entry = make_entry(body=TRACEBACK)
    entry.revise(body="It works now.")
    assert not Failure.objects.exists()
