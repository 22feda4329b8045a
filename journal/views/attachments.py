"""Images that texts show and files that they offer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from journal.database.viewer import VISITOR
from journal.models import Attachment

_DAY = 24 * 3600  # seconds


@require_safe
def attachment(request: HttpRequest, name: str) -> HttpResponse:
    """One image or file, for whoever may read a page that shows it. Opened on its own, nothing in it can run.

    It never changes, because its name is made from its contents; only what everyone may see is kept by caches, and by
    those that many people share for as long as a page is: the text that shows it may be hidden again.
    """
    found = Attachment.objects.reachable_by(VISITOR).filter(name=name).first()
    is_public = found is not None
    if found is None:
        found = get_object_or_404(Attachment.objects.reachable_by(request.user), name=name)
    try:
        response = HttpResponse(found.read(), content_type=found.media_type)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Cache-Control"] = _public_caching() if is_public else "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not found.is_picture:
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=found.file_name
        )
    return response


def _public_caching() -> str:
    seconds = settings.SHARED_CACHE_SECONDS
    return f"public, max-age={_DAY}, s-maxage={seconds}" if seconds else f"private, max-age={_DAY}"
