"""The journal's nouns: one file each, with its queryset and its verbs."""

from .address import Address
from .attachment import Attachment, AttachmentUse
from .audit import AuditEvent
from .draft import Draft
from .edition import Edition
from .entry import Entry
from .failure import Failure
from .invitation import Invitation
from .link import Link
from .page import Page
from .profile import Profile
from .revision import Revision
from .search_document import SearchDocument
from .snippet import Snippet
from .source import Repository, Source
from .tag import Tag, Tagging
from .tally import Tally
from .token import ApiToken
from .topic import Topic
from .trash import TrashedEntry

__all__ = [
    "Address",
    "ApiToken",
    "Attachment",
    "AttachmentUse",
    "AuditEvent",
    "Draft",
    "Edition",
    "Entry",
    "Failure",
    "Invitation",
    "Link",
    "Page",
    "Profile",
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
