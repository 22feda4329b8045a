"""Images that texts show."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from journal.models import Attachment


@require_safe
def attachment(request: HttpRequest, name: str) -> HttpResponse:
    """One image. It never changes: its name is made from its contents.

    Nobody is asked who they are: a name holds 128 bits of a hash, so that whoever knows it was shown it,
    and a draft's images are as hidden as the draft. Opened on its own, nothing in it can run.
    """
    found = get_object_or_404(Attachment, name=name)
    try:
        response = HttpResponse(found.read(), content_type=found.media_type)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
