"""Files that authors upload for their texts."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from journal.models import Attachment
from journal.models.attachment import SIZE_LIMIT
from journal.models.errors import UnacceptableText


class AttachmentForm(forms.Form):
    """A valid one has kept its file: `kept` is the attachment."""

    file = forms.FileField(
        help_text=f"A PNG, JPEG, GIF, WebP or AVIF image, a PDF, a zip or a CSV; at most {SIZE_LIMIT // 1_000_000} MB."
    )
    kept: Attachment

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            self.kept = Attachment.keep(file.read(SIZE_LIMIT + 1), str(file.name), by=self.by)
        except UnacceptableText as error:
            raise forms.ValidationError(str(error)) from None
        return file
