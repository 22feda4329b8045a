"""Every address there is, opened by everybody with an entry in every state, and held against the table of permissions.

Who may not know of the entry gets what they got without it, byte for byte: no count, neighbour, ETag or error tells.
"""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches

from journal.models import Attachment, AuditEvent, Entry, Tag, TrashedEntry
from journal.models.accounts import policy
from journal.models.accounts.roles import Role
from journal.tests.conftest import A_DAY, person_with
from journal.tests.pictures import PNG
from journal.tests.routes import ROUTES
from journal.tests.states import STATES

pytestmark = pytest.mark.django_db

BODY = """A quokka is a marsupial. [[open]]

```python
quokka = 1
```

![A quokka]({picture})
"""
LATER = STATES["scheduled"]["published_at"]
# What stands in a query string is no route; these ask for the entry in every way there is.
ASKED = [
    f"/archive/{LATER.year}/{LATER.month}/",
    "/entries/?topic=the-orm&kind=bug",
    "/entries/?tag=quokka",
    "/entries/?tag=shared",
    "/entries/?year=2026&author=author",
    "/entries/?after=0-1",
    "/feed.atom?tag=quokka",
    "/feed.atom?topic=the-orm",
    "/feed.json?author=author",
    "/search/?q=marsupial",
    "/search/?q=tag:shared+order",
    "/search/?q=quoka",
    "/search/?q=NameError:+marsupial",
    "/search/suggestions/?q=quok",
    "/snippets/?language=python",
    "/admin/journal/entry/?q=marsupial",
    "/admin/journal/tag/?q=marsupial",
    "/admin/journal/attachment/?q=marsupial",
    "/admin/autocomplete/?app_label=journal&model_name=entry&field_name=topic&term=o",
    "/api/v1/entries/?fields=slug,body,html,snippets&expand=topic,tags,snippets",
    "/api/v1/entries/?tag=quokka",
    "/api/v1/entries/?kind=bug&author=author&year=2026",
    "/api/v1/snippets/?language=python",
    "/api/v1/search/?q=marsupial",
    "/api/v1/search/?q=tag:shared",
    "/api/v1/changes/?since=0-1",
]
# Where whoever may find an entry finds it: in every state, and once it is published.
ALWAYS = [
    "/search/?q=marsupial",
    "/search/suggestions/?q=quok",
    "/entries/",
    "/api/v1/search/?q=marsupial",
    "/api/v1/changes/",
]
PUBLISHED = [
    "/",
    "/topics/the-orm/",
    "/entries/?tag=quokka",
    "/@author/",
    "/snippets/",
    "/api/v1/entries/",
]
# What tells only of what everyone may find, whoever asks.
PUBLIC = ["/feed.atom", "/feed.json", "/sitemap-0.xml", "/api/v1/tags/"]


class Case:
    """One entry in one state, and everything that has an address because of it."""

    def __init__(self, author, topic):
        picture = Attachment.keep(PNG, "quokka.png")
        self.entry = Entry(author=author).revise(
            title="Quokka",
            body="A quokka.",
            topic=topic,
            kind="bug",
            tags=Tag.objects.named(["quokka", "shared"]),
            published_at=A_DAY - timedelta(hours=36),
        )
        self.entry.revise(body=BODY.format(picture=picture.get_absolute_url()))
        self.pk, self.slug = self.entry.pk, self.entry.slug
        self.snippet, self.link = self.entry.snippets.get().pk, self.entry.links.get().pk
        self.tag, self.picture = Tag.objects.get(slug="quokka"), picture
        self.trashed = 0

    def become(self, state):
        Entry.objects.filter(pk=self.pk).update(visibility="public")
        self.entry.revise(**STATES[state])
        if state == "trashed":
            self.trashed = TrashedEntry.put(self.entry, by=self.entry.author).pk

    def vanish(self):
        """As if it had never been."""
        self.entry.delete()
        self.tag.delete()
        self.picture.delete()
        AuditEvent.objects.all().delete()

    def addresses(self):
        """Each with what one has to be allowed for it; "" where it is not about the entry."""
        found = dict.fromkeys(ASKED, "")
        for route in ROUTES:
            act = next((act for start, act in ABOUT.items() if route.startswith(start)), "")
            found[self._filled(route)] = act
        return found

    def _filled(self, route):
        things = next(things for start, things in self._things().items() if route.startswith(start))
        return route.format(**things)

    def _things(self):
        things = {
            "/entries/": {"slug": self.slug},
            "/snippets/": {"pk": self.snippet},
            "/attachments/": {"name": self.picture.name},
            "/tags/": {"slug": self.tag.slug},
            "/topics/": {"slug": "the-orm"},
            "/archive/": {"year": 2026, "month": 3},
            "/api/v1/entries/": {"slug": self.slug, "version": 1},
            "/api/v1/snippets/": {"pk": self.snippet},
            "/api/v1/attachments/": {"name": self.picture.name},
            "/api/v1/topics/": {"slug": "the-orm"},
            "/admin/journal/entry/": {"object_id": self.pk, "pk": self.pk},
            "/admin/journal/trashedentry/": {"object_id": self.trashed},
            "/admin/journal/attachment/": {"object_id": self.picture.pk},
            "/admin/journal/link/": {"object_id": self.link},
            "/admin/journal/tag/": {"object_id": self.tag.pk},
        }
        anything = {
            "app_label": "journal",
            "url": "x",
            "path": "x",
            "key": "x",
            "number": 0,
            "pk": 1,
            "uidb36": "1",
            "token": "x",
        }
        return things | {"/": anything | {"username": "author", "object_id": self.entry.author_id}}


# Beginnings of the routes that are about the entry, and the act that opens them.
ABOUT = {
    "/entries/{slug}/poster.png": "",  # of public entries only
    "/entries/{slug}": "open it",
    "/snippets/{pk}": "find it",  # numbers can be counted up
    "/attachments/{name}": "open it",
    "/api/v1/entries/{slug}/revisions/": "change it",
    "/api/v1/entries/{slug}/": "open it",
    "/api/v1/snippets/{pk}/": "find it",
    "/api/v1/attachments/{name}/": "open it",
    "/admin/journal/entry/{pk}/": "change it",
    "/admin/journal/entry/{object_id}/": "change it",
    "/admin/journal/trashedentry/{object_id}/": "restore it",
}


@pytest.fixture
def case(make_entry, author, topic, about):
    make_entry(title="Open", author=author, tags=["shared"], body="Order.\n\n```python\nx\n```\n")
    make_entry(title="Before", author=author, tags=["shared"], kind="bug", body="Order [[open]].")
    make_entry(title="A year ago", author=author, published_at=A_DAY - timedelta(days=366))
    return Case(author, topic)


@pytest.fixture
def people(cast, author, signed_in, program):
    """Those who may most come first: what they were shown may not be in a cache for the others."""
    known = {**cast, "author": person_with(Role.AUTHOR, "somebody"), "its author": author}
    return {who: {"client": signed_in(known[who]), "program": program(known[who])} for who in reversed(policy.PEOPLE)}


EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|sitting)" value="[^"]*"|"(until|token)": ?"[^"]*"')
VARIES = ("/accounts/", "/account/data/download/")  # one's own, and with secrets made for this request


def asked(person, address):
    """(status, text, headers): all that an answer says, without what is new each time."""
    client = person["program" if address.startswith("/api/") else "client"]
    answer = client.get(address)
    for close in answer._resource_closers:  # a download is a file; `answer.close()` would close the database too
        close()
    client.cookies.pop("messages", None)  # else the next page says that something was not there
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text, times = EACH_TIME.subn("", body.decode(errors="replace").lower())
    if address.startswith("/admin/") and (answer.status_code == 403 or answer.headers.get("Location") == "/admin/"):
        assert "quokka" not in text, address
        return 403, ""  # Django has one for the number of a row, the other for that of none
    headers = [answer.headers.get(name) for name in ("Last-Modified", "Location", "Cache-Control", "Vary")]
    return answer.status_code, text, None if times else answer.headers.get("ETag"), *headers


def found_wrong(who, state, address, act, answer):
    """What an answer should not say, or fails to say, to who may know of the entry; else empty."""
    status, text, *_ = answer
    says, finds = "quokka" in text, policy.may(who, "find it", state)
    if address == "/api/v1/changes/":
        finds = finds or policy.may(who, "restore it", state)
    is_published = STATES[state].get("published_at", True) is True
    if address in PUBLIC and says != (state == "published"):
        return f"says {says}"
    if address in ALWAYS + PUBLISHED * is_published and says != finds:
        return f"says {says}"
    if act and policy.may(who, act, state) and status not in (200, 301, 302) and not address.endswith("/publication/"):
        return f"answers {status}"
    return ""


@pytest.mark.parametrize("state", policy.STATES)
def test_each_address_says_what_the_table_allows(case, people, state):
    case.become(state)
    addresses = case.addresses()
    answers = {(who, address): asked(person, address) for who, person in people.items() for address in addresses}
    wrong = [
        (who, address, words)
        for (who, address), answer in answers.items()
        if (words := found_wrong(who, state, address, addresses[address], answer))
    ]
    caches["pages"].clear()
    case.vanish()
    for (who, address), answer in answers.items():
        act = addresses[address] or ("restore it" if state == "trashed" else "find it")
        if address.startswith(VARIES):
            assert "quokka" not in answer[1], (who, address)
        elif not policy.may(who, act, state) and (without := asked(people[who], address)) != answer:
            wrong.append((who, address, f"{answer[0]}, and {without[0]} without it"))
    assert not wrong, "\n".join(map(str, wrong))


def state_of_all(case):
    """Everything about the entry that somebody could change."""
    rows = Entry.objects.filter(pk=case.pk).values_list("version", "body", "slug", "visibility", "published_at", "tags")
    trash = TrashedEntry.objects.values_list("pk", "slug")
    return list(rows), list(trash), Attachment.objects.count(), list(Entry.objects.values_list("slug", "version"))


CHANGES = {"title": "Taken", "body": "Taken.", "version": 2, "post": "yes", "visibility": "public"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("state", policy.STATES)
def test_nobody_changes_what_the_table_does_not_allow(case, people, state, method):
    case.become(state)
    before = state_of_all(case)
    about = [address for address, act in case.addresses().items() if act]
    act = "restore it" if state == "trashed" else "change it"
    for who, person in people.items():
        if policy.may(who, act, state):
            continue
        for address in about:
            is_api = address.startswith("/api/")
            client = person["program" if is_api else "client"]
            given = {"content_type": "application/json"} if is_api else {}
            answer = getattr(client, method)(address, CHANGES, **given)
            assert 300 <= answer.status_code < 500, (who, address, answer.status_code)
            assert state_of_all(case) == before, (who, address)


def test_who_may_change_an_entry_does_so_by_each_of_its_addresses(case, people):
    case.become("draft")
    program, client = people["its author"]["program"], people["its author"]["client"]
    address = f"entries/{case.slug}/"
    assert program.send("patch", address, {"title": "Theirs", "version": case.entry.version}).status_code == 200
    assert program.send("put", f"{address}publication/", {}).status_code == 200
    assert program.send("delete", f"{address}publication/").status_code == 200
    assert client.post(f"/admin/journal/entry/{case.pk}/publication/", {"visibility": "mentors"}).status_code == 200
    assert program.send("delete", address).status_code == 204
    assert TrashedEntry.objects.filter(slug=case.slug).exists()
