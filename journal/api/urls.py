"""/api/v1/"""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from .bulk import BulkView
from .entries import EntryViewSet
from .finding import ChangesView, MeView, RootView, SearchView
from .problems import no_such_address
from .reference import AttachmentViewSet, SnippetViewSet, TagViewSet
from .reference_page import description_file, reference
from .topics import TopicViewSet

router = SimpleRouter()
router.register("entries", EntryViewSet, basename="api-entry")
router.register("topics", TopicViewSet, basename="api-topic")
router.register("tags", TagViewSet, basename="api-tag")
router.register("snippets", SnippetViewSet, basename="api-snippet")
router.register("attachments", AttachmentViewSet, basename="api-attachment")

urlpatterns = [
    path("", RootView.as_view(), name="api"),
    path("bulk/", BulkView.as_view(), name="api-bulk"),
    path("search/", SearchView.as_view(), name="api-search"),
    path("changes/", ChangesView.as_view(), name="api-changes"),
    path("me/", MeView.as_view(), name="api-me"),
    path("openapi.json", description_file, name="api-description"),
    path("docs/", reference, name="api-reference"),
    path("", include(router.urls)),
    re_path(r"^(?P<path>.*)$", no_such_address, name="api-nowhere"),
]
