"""Every address of the journal, for the tests that open them all.

A new address that is not in this list makes `test_every_address_is_in_the_list` fail.
"""

from django.contrib.auth.models import User

from journal.models import Attachment, AttachmentUse, Entry
from journal.tests.pictures import PNG

# URL name: addresses of it. {entry}, {topic}, {stage}, {tag} and {snippet} are those of a public entry.
SURFACES = {
    "home": ["/"],
    "entry-list": [
        "/entries/",
        "/entries/?topic={topic}",
        "/entries/?topic={stage}",
        "/entries/?kind=note",
        "/entries/?tag={tag}",
        "/entries/?year=2026",
        "/entries/?topic={topic}&kind=note&tag={tag}&year=2026",
        "/entries/?before=4102444800000000-1",
        "/entries/?after=0-1",
    ],
    "feed-atom": ["/feed.atom", "/feed.atom?topic={topic}", "/feed.atom?topic={stage}&kind=note&tag={tag}"],
    "feed-json": ["/feed.json", "/feed.json?tag={tag}&year=2026"],
    "feed-list": ["/feeds.opml"],
    "sitemap": ["/sitemap.xml"],
    "sitemap-part": ["/sitemap-0.xml", "/sitemap-1.xml"],
    "robots": ["/robots.txt"],
    "entry-markdown": ["/entries/{entry}.md"],
    "entry-alike": ["/entries/{entry}/alike/"],
    "entry-poster": ["/entries/{entry}/poster.png"],
    "entry-detail": ["/entries/{entry}/"],
    "topic-list": ["/topics/"],
    "topic-detail": ["/topics/{topic}/", "/topics/{stage}/"],
    "snippet-list": [
        "/snippets/",
        "/snippets/?language=python",
        "/snippets/?topic={topic}",
        "/snippets/?topic={stage}&language=python",
    ],
    "snippet-detail": ["/snippets/{snippet}/"],
    "snippet-raw": ["/snippets/{snippet}/raw/"],
    "archive-year": ["/archive/2026/"],
    "archive-month": ["/archive/2026/3/"],
    "on-this-day": ["/on-this-day/"],
    "tag-list": ["/tags/"],
    "tag-detail": ["/tags/{tag}/"],
    "search": [
        "/search/",
        "/search/?q=text",
        "/search/?q=text&order=date",
        "/search/?q=topic:{topic}+tag:{tag}",
        "/search/?q=TypeError:+wrong+number",
    ],
    "search-suggestions": ["/search/suggestions/?q=ent"],
    "search-description": ["/opensearch.xml"],
    "bug-list": ["/bugs/"],
    "attachment": ["/attachments/{attachment}"],
    "author-detail": ["/@writer/"],
    "api-reference": ["/api/v1/docs/"],
    "cli": ["/cli"],
    "about": ["/about/"],
    "health": ["/health/"],
}

# URL names of what only some people may open; each has tests of its own.
CLOSED = {
    "write",
    "welcome",
    "invitation",
    "account",
    "account-tokens",
    "account-token-revocation",
    "account-data",
    "account-download",
}
# URL names of what only leads elsewhere.
REDIRECTS = {"archive"}


def addresses(entry):
    """Every address, filled in for an entry with a tag and a snippet."""
    writer, _ = User.objects.get_or_create(username="writer")
    Entry.objects.filter(pk=entry.pk).update(author=writer)
    picture = Attachment.keep(PNG).name
    AttachmentUse.objects.get_or_create(entry=entry, name=picture)
    values = {
        "entry": entry.slug,
        "topic": entry.topic.slug,
        "stage": entry.stage.slug,
        "tag": entry.tags.first().slug,
        "snippet": entry.snippets.first().pk,
        "attachment": picture,
    }
    return [address.format(**values) for found in SURFACES.values() for address in found]
