"""The demo journal: a complete journal in `journal/demo/`, brought in as any other."""

from pathlib import Path

from journal.models import Entry, Page, Topic

from .places.folder import Folder
from .repository.apply import Progress, apply_plan
from .repository.planner import make_plan

FOLDER = Path(__file__).resolve().parent.parent / "demo"


def is_empty() -> bool:
    """Whether nothing has been written or planned yet, so that the demo is in nobody's way."""
    return not (Entry.objects.exists() or Topic.objects.exists() or Page.objects.exists())


def load_demo(progress: Progress = lambda done, total: None) -> int:
    """Load everything into an empty journal, all or nothing. How many entries there are now."""
    place = Folder(FOLDER)
    apply_plan(make_plan(place), place, progress)
    return Entry.objects.count()
