"""How a person appears to others: a name, a picture and a few words."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from journal.database.edition import PublicModel, PublicQuerySet
from journal.models.rendered import with_overrides_shown
from journal.models.urls import address_of


class Profile(PublicModel):
    """Its page is there for everyone as soon as its person has an entry that everyone finds."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    display_name = models.CharField("name", max_length=80, blank=True, help_text="As readers see it.")
    about = models.TextField("about you", max_length=600, blank=True, help_text="A few words, shown on your page.")
    time_zone = models.CharField(max_length=60, blank=True, help_text="For dates where you write.")
    avatar = models.ForeignKey(
        "Attachment", null=True, blank=True, on_delete=models.SET_NULL, related_name="portraits", editable=False
    )

    objects = PublicQuerySet.as_manager()

    def clean(self) -> None:
        self.display_name = with_overrides_shown(self.display_name)

    def __str__(self) -> str:
        return self.display_name or self.user.get_full_name() or self.user.get_username()

    def get_absolute_url(self) -> str:
        return address_of("author-detail", self.user.get_username())

    @classmethod
    def of(cls, user: User) -> Self:
        """This person's, saved or not yet."""
        return cls.objects.filter(user=user).select_related("user", "avatar").first() or cls(user=user)
