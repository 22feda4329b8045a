"""Planning the roadmap."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelChoiceField
from django.http import HttpRequest

from journal.forms.writing import TopicForm
from journal.models import Entry, Topic

from .saving import RevisingAdmin


@admin.register(Topic)
class TopicAdmin(RevisingAdmin):
    form = TopicForm
    list_display = ("title", "parent", "position", "entry_count", "target_on")
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("parent",)
    search_fields = ("title", "slug", "summary")
    ordering = ("parent__position", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        entries = Entry.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
        counted = Subquery(entries.annotate(count=Count("pk")).values("count"))
        return super().get_queryset(request).annotate(entry_count=Coalesce(counted, 0))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict[str, int], set[str], list]:
        """What stands in the way, counted: its entries would be a list as long as the journal."""
        entries = Entry.objects.filter(Q(topic__in=objs) | Q(stage__in=objs)).count()
        topics = Topic.objects.filter(parent__in=objs).exclude(pk__in=[topic.pk for topic in objs]).count()
        inside = {"entries": entries, "topics": topics}
        protected = [f"{count:,} {noun} in it" for noun, count in inside.items() if count]
        may = self.has_delete_permission(request)
        return [str(topic) for topic in objs], {}, set() if may else {"topics"}, protected

    def formfield_for_foreignkey(self, db_field, request, **kwargs) -> ModelChoiceField | None:  # type: ignore[no-untyped-def]
        if db_field.name == "parent":
            kwargs["queryset"] = Topic.objects.stages()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="Entries", ordering="entry_count")
    def entry_count(self, topic: Topic) -> int:
        return topic.entry_count  # type: ignore[attr-defined]
