"""What people look for is among the first three: in the demo journal, and in two real repositories."""

import pytest

from journal.tests.system.test_corpora import CORPORA
from journal.tests.transfer.repositories import run
from journal.transfer.demo import load_demo

from .expectations import CORPORA as IN_CORPORA
from .expectations import DEMO

pytestmark = pytest.mark.django_db


def missed(find, expectations):
    found = [(typed, title, find(typed)[:3]) for typed, title in expectations]
    return [row for row in found if row[1] not in row[2]]


def test_in_the_demo_journal(find):
    load_demo()
    assert missed(find, DEMO) == []


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not at hand: set CORPORA")
@pytest.mark.slow
def test_in_real_repositories(find):
    for name in ("til", "learn-python3"):
        run("import_journal", CORPORA / f"{name}.bundle", verbosity=0)
    assert missed(find, IN_CORPORA) == []
    assert len(DEMO) + len(IN_CORPORA) >= 60
