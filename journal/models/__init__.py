"""The journal's nouns: one file each, with its queryset and its verbs."""

from journal.database.edition import Edition

from .accounts.invitation import Invitation
from .accounts.profile import Profile
from .accounts.token import ApiToken
from .address import Address
from .attachment import Attachment, AttachmentUse
from .audit import AuditEvent
from .entries.draft import Draft
from .entries.entry import Entry
from .entries.failure import Failure
from .entries.link import Link
from .entries.revision import Revision
from .entries.snippet import Snippet
from .entries.tally import Tally
from .page import Page
from .search_document import SearchDocument
from .source import Repository, Source
from .tag import Tag, Tagging
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
