"""Saving through `revise`, the verb that the journal's nouns share."""

from typing import Any

from django.forms import ModelForm
from django.http import HttpRequest

from .showing import ShownAdmin


class RevisingAdmin(ShownAdmin):
    """Django admin saves rows; the journal revises them, so that what follows from them is saved too."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        obj.revise()
