"""Whether the tests that share a server or a browser are run by one process."""

import pytest

pytestmark = pytest.mark.xdist_group("together")


def test_a_group_stays_together(request):
    """Else each process starts the servers and browsers of all of them: pytest-xdist 3.8 does not group with pytest 9.2."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("there is one process")
    assert request.node.nodeid.endswith("@together")
