"""The archive: which days something was published on."""

from calendar import month_name, monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from journal.database.kept import kept
from journal.database.keyset import PAGE_SIZE, Slice, Window, page_of
from journal.models.entries.entry import Entry

from .counts import public_counts
from .entries import Card

LEVELS = (1, 2, 4, 7)  # so many entries a day, and more, are drawn stronger and stronger


def day_and_month(day: date) -> str:
    """ "14 March"."""
    return f"{day.day} {month_name[day.month]}"


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    count: int
    week: int  # 0-based, within the year
    weekday: int  # 0 is Monday

    @property
    def label(self) -> str:
        return day_and_month(self.date)

    @property
    def level(self) -> int:
        """0 for a day without entries, to 4."""
        return sum(self.count >= least for least in LEVELS)


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    number: int
    days: list[Day]

    @property
    def name(self) -> str:
        return month_name[self.number]

    @property
    def count(self) -> int:
        return sum(day.count for day in self.days)

    @property
    def busy_days(self) -> list[Day]:
        return [day for day in self.days if day.count]


@kept
def months_of(year: int) -> list[Month]:
    """The twelve months of a year, with what everyone may see of each day. Two queries, however many entries."""
    days = public_counts("day", f"{year}-", f"{year + 1}-").totals()
    counts = Counter({date.fromisoformat(day): count for day, count in days})
    return [Month(year, number, _days(year, number, counts)) for number in range(1, 13)]


@kept
def published_years() -> list[tuple[int, int]]:
    """(year, how many entries), newest first."""
    return sorted(((int(year), count) for year, count in public_counts("year").totals()), reverse=True)


def list_on_this_day(today: date, window: Window) -> Slice[Card]:
    """A page of what everyone may see that was published on this day of earlier years."""
    found: list[Card] = []
    years = [year for year, _ in published_years() if year < today.year]
    if window.after:
        years.reverse()
    for year in years:
        has_day = today.day <= monthrange(year, today.month)[1]
        if has_day and len(found) <= PAGE_SIZE:
            start = _midnight(date(year, today.month, today.day))
            of_day = Entry.objects.listed().matching(start=start, end=start + timedelta(days=1))
            found += map(Card._make, window.apply(of_day, "card_html", "author_id"))
    return page_of(found[: PAGE_SIZE + 1], window)


def start_of(year: int, month: int = 1) -> datetime:
    """The first moment of a year or of a month; month 13 is the first of the next year."""
    return _midnight(date(year + month // 13, (month - 1) % 12 + 1, 1))


def _days(year: int, month: int, counts: Counter[date]) -> list[Day]:
    first = date(year, 1, 1).weekday()
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    return [Day(day, counts[day], (day.timetuple().tm_yday - 1 + first) // 7, day.weekday()) for day in days]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
