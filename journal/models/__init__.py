"""The journal's nouns: one file each, with its queryset and its verbs."""

from .address import Address
from .attachment import Attachment, AttachmentUse
from .draft import Draft
from .edition import Edition
from .entry import Entry
from .failure import Failure
from .link import Link
from .page import Page
from .revision import Revision
from .search_document import SearchDocument
from .snippet import Snippet
from .source import Repository, Source
from .tag import Tag, Tagging
from .tally import Tally
from .topic import Topic
from .trash import TrashedEntry

__all__ = [
    "Address",
    "Attachment",
    "AttachmentUse",
    "Draft",
    "Edition",
    "Entry",
    "Failure",
    "Link",
    "Page",
    "Repository",
    "Revision",
    "SearchDocument",
    "Snippet",
    "Source",
    "Tag",
    "Tagging",
    "Tally",
    "Topic",
    "TrashedEntry",
]
