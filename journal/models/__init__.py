"""The journal's nouns: one file each, with its queryset and its verbs."""

from .address import Address
from .attachment import Attachment, AttachmentUse
from .draft import Draft
from .edition import Edition
from .entry import Entry
from .link import Link
from .page import Page
from .revision import Revision
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
    "Link",
    "Page",
    "Repository",
    "Revision",
    "Snippet",
    "Source",
    "Tag",
    "Tagging",
    "Tally",
    "Topic",
    "TrashedEntry",
]
