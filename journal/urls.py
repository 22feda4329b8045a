"""The journal's addresses."""

from django.urls import include, path, register_converter

from .http.converters import KeyConverter, MonthConverter, PictureConverter, SlugConverter, YearConverter
from .views import (
    account,
    archive,
    attachments,
    authors,
    command_line,
    entries,
    feeds,
    first_account,
    invitations,
    pages,
    search,
    sitemaps,
    snippets,
    tags,
    topics,
    writing,
)

register_converter(SlugConverter, "name")
register_converter(KeyConverter, "key")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(PictureConverter, "picture")

urlpatterns = [
    path("", pages.home, name="home"),
    path("feed.atom", feeds.atom, name="feed-atom"),
    path("feed.json", feeds.json_feed, name="feed-json"),
    path("feeds.opml", feeds.opml, name="feed-list"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<key:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("entries/", entries.entry_list, name="entry-list"),
    path("entries/<name:slug>.md", entries.entry_markdown, name="entry-markdown"),
    path("entries/<name:slug>/alike/", search.entry_alike, name="entry-alike"),
    path("entries/<name:slug>/poster.png", entries.entry_poster, name="entry-poster"),
    path("entries/<name:slug>/", entries.entry_detail, name="entry-detail"),
    path("topics/", topics.topic_list, name="topic-list"),
    path("topics/<name:slug>/", topics.topic_detail, name="topic-detail"),
    path("snippets/", snippets.snippet_list, name="snippet-list"),
    path("snippets/<key:pk>/", snippets.snippet_detail, name="snippet-detail"),
    path("snippets/<key:pk>/raw/", snippets.snippet_raw, name="snippet-raw"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.archive_year, name="archive-year"),
    path("archive/<year:year>/<month:month>/", archive.archive_month, name="archive-month"),
    path("on-this-day/", archive.on_this_day, name="on-this-day"),
    path("tags/", tags.tag_list, name="tag-list"),
    path("tags/<name:slug>/", tags.tag_detail, name="tag-detail"),
    path("search/", search.search_page, name="search"),
    path("search/suggestions/", search.suggestions, name="search-suggestions"),
    path("bugs/", search.bug_list, name="bug-list"),
    path("opensearch.xml", search.description, name="search-description"),
    path("attachments/<picture:name>", attachments.attachment, name="attachment"),
    path("write/", writing.write, name="write"),
    path("welcome/<str:token>/", first_account.welcome, name="welcome"),
    path("account/", account.profile, name="account"),
    path("account/tokens/", account.tokens, name="account-tokens"),
    path("account/tokens/<key:pk>/revocation/", account.token_revocation, name="account-token-revocation"),
    path("account/data/", account.data, name="account-data"),
    path("account/data/download/", account.download, name="account-download"),
    path("@<str:username>/", authors.author_detail, name="author-detail"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("cli", command_line.program, name="cli"),
    path("api/v1/", include("journal.api.urls")),
    path("about/", pages.about, name="about"),
    path("health/", pages.health, name="health"),
]
