"""Tokens for a site that runs in a process of its own."""

from journal.tests.processes import manage

_MAKE = """
from django.contrib.auth.models import User
from journal.models import ApiToken
from journal.models.accounts.roles import Role, give
for name in (*Role.values, "operator"):
    person = User.objects.create(username=name, is_superuser=name == "operator", is_staff=name == "operator")
    if name in Role.values:
        give(person, Role(name))
    print("token", name, ApiToken.make(person, name="test", scope="write", days=1)[1])
"""


def tokens(data, **environment):
    """One that may write for each role, and for an operator, by name."""
    made = manage("shell", "-c", _MAKE, data=data, **environment)
    return dict(line.split()[1:] for line in made.stdout.splitlines() if line.startswith("token "))
