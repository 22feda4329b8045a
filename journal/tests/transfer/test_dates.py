from datetime import UTC, datetime, timedelta, timezone

import pytest

from journal.models import Entry
from journal.tests.transfer.repositories import run, write
from journal.transfer.formats.dates import as_moment, two_days

EAST = timezone(timedelta(hours=2))

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-05-06", datetime(2024, 5, 6)),
        ("2024-5-6 9:05", datetime(2024, 5, 6, 9, 5)),
        ("2024/05/06 09:05:01", datetime(2024, 5, 6, 9, 5, 1)),
        ("2024.05", datetime(2024, 5, 1)),
        ("2024-05-06T09:05:01.250Z", datetime(2024, 5, 6, 9, 5, 1, 250_000, UTC)),
        ("2024-05-06 09:05:01 +0200", datetime(2024, 5, 6, 9, 5, 1, tzinfo=EAST)),
        ("2024-05-06T09:05+02:00", datetime(2024, 5, 6, 9, 5, tzinfo=EAST)),
        ("2024-05-06 09:05:01 +0200 CEST", datetime(2024, 5, 6, 9, 5, 1, tzinfo=EAST)),
        ("2024-05-06 09:05:01 UTC", datetime(2024, 5, 6, 9, 5, 1, tzinfo=UTC)),
        ("Mon, 06 May 2024 09:05:01 +0200", datetime(2024, 5, 6, 9, 5, 1, tzinfo=EAST)),
        ("06 May 2024 09:05:01 GMT", datetime(2024, 5, 6, 9, 5, 1, tzinfo=UTC)),
        ("May 6, 2024", datetime(2024, 5, 6)),
        ("May 6th, 2024", datetime(2024, 5, 6)),
        ("6 May 2024", datetime(2024, 5, 6)),
        ("Monday, May 6, 2024 at 9:05 PM", datetime(2024, 5, 6, 21, 5)),
        ("September 30, 2023 12:07 AM", datetime(2023, 9, 30, 0, 7)),
        ("6th of May 2024", datetime(2024, 5, 6)),
        ("06-May-2024", datetime(2024, 5, 6)),
        ("20240506", datetime(2024, 5, 6)),
        ("202405060905", datetime(2024, 5, 6, 9, 5)),
        ("20240506T090501Z", datetime(2024, 5, 6, 9, 5, 1, tzinfo=UTC)),
        ("25/12/2024", datetime(2024, 12, 25)),
        ("12/25/2024", datetime(2024, 12, 25)),
        ("06/06/2024", datetime(2024, 6, 6)),
    ],
)
def test_dates_as_they_are_written(written, moment):
    assert as_moment(written) == moment
    assert two_days(written) is None or written in ("25/12/2024", "12/25/2024")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "true",
        "1",
        "2024",
        "soon",
        "2024-13-01",
        "20241301",
        "31/31/2024",
        "05/06/2024",
        "May 45, 2024",
        "9:05",
        "٢٠٢٤-05-06 x",
    ],
)
def test_what_is_no_date_or_may_be_two(written):
    with pytest.raises(ValueError, match=r"date|days"):
        as_moment(written)


def test_a_date_that_may_be_two_days_is_asked_for(tmp_path):
    write(tmp_path / "r", {"a.md": "---\ndate: 05/06/2024\n---\nA", "b.md": "---\ndate: 25/06/2024\n---\nB"})
    said = run("import_journal", tmp_path / "r", "--dry-run")
    assert "its date may be 5 June 2024 or 6 May 2024: --dates day-first or month-first says which" in said
    said = run("import_journal", tmp_path / "r", "--dates", "month-first")
    assert "its date may be" not in said
    days = {entry.slug: entry.published_at.date().isoformat() for entry in Entry.objects.all()}
    assert days == {"a": "2024-05-06", "b": "2024-06-25"}
    assert "2 unchanged" in run("import_journal", tmp_path / "r", "--dates", "month-first")
