"""The program for writing from anywhere, as the site gives it; what it does is in api/test_command_line.py."""

from journal.tests.processes import ROOT


def test_it_is_the_one_of_this_version(client, db):
    response = client.get("/cli")
    assert response.headers["Content-Disposition"] == 'attachment; filename="chronicles"'
    assert response.content == (ROOT / "bin" / "chronicles").read_bytes()
