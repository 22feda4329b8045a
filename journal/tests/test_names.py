"""Whoever changes a module finds its tests by its name."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
APP = TESTS.parent
ROOMS = ("views", "management/commands", "models", "database", "api")
# What is tested elsewhere, through the face that people use, or by what it is for.
ELSEWHERE = {
    "views/account": "accounts/test_account.py",
    "views/invitations": "accounts/test_invitations.py",
    "management/commands/export_journal": "transfer/test_export.py",
    "management/commands/import_journal": "transfer/test_import.py",
    "management/commands/move_database": "system/test_moving.py",
    "management/commands/permissions": "accounts/test_permissions.py",
    "management/commands/reindex_search": "search/test_index.py",
    "models/attachment": "views/test_attachments.py",
    "models/audit": "accounts/test_account.py",
    "models/rendered": "views/test_hostile.py",
    "models/search_document": "search/test_index.py",
    "models/source": "transfer/test_again.py",
    "models/accounts": "accounts/test_account.py",
    "models/entries/creating": "transfer/test_import.py",
    "models/entries/draft": "admin/test_draft.py",
    "models/entries/fields": "models/entries/test_entry.py",
    "models/entries/projections": "models/entries/test_participants.py",
    "models/entries/publication": "admin/test_publication.py",
    "models/entries/queryset": "views/test_access.py",
    "models/entries/revision": "admin/test_history.py",
    "models/entries/saving": "api/test_bulk.py",
    "models/entries/written": "api/test_bulk.py",
    "database/replica": "system/test_replica.py",
    "database/viewer": "database/test_statements.py",
    "database/writes": "models/entries/test_snippet.py",
    "api/authentication": "accounts/test_account.py",
    "api/permissions": "system/test_every_address.py",
    "api/throttling": "api/test_endpoints.py",
    "api/finding": "api/test_endpoints.py",
    "api/reference": "api/test_endpoints.py",
    "api/topics": "api/test_endpoints.py",
}
# Words, shapes and addresses, which every test of the room goes through.
PLAIN = {"urls", "errors", "invitation", "chosen", "counting", "describing", "paging", "parsing", "problems"}
PLAIN |= {"reference_page", "serializers"}


def modules():
    for room in ROOMS:
        for path in sorted((APP / room).rglob("*.py")):
            name = str(path.relative_to(APP).with_suffix(""))
            if path.stem != "__init__" and path.stem not in PLAIN:
                yield name


@pytest.mark.parametrize("module", list(modules()))
def test_a_module_has_the_test_file_of_its_name(module):
    room, _, name = module.rpartition("/")
    named = TESTS / room.removesuffix("/commands") / f"test_{name}.py"
    elsewhere = ELSEWHERE.get(module) or ELSEWHERE.get(room)
    assert named.exists() != bool(elsewhere), f"{module} has {named.name} or stands in the list, and not both"
    if elsewhere:
        assert (TESTS / elsewhere).exists()


def test_the_list_names_what_there_is():
    assert not [module for module in ELSEWHERE if not list(APP.glob(f"{module}*"))]
