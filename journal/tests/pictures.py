"""Small images for tests: the smallest PNG and GIF that browsers show."""

import base64

from journal.models import Attachment
from journal.models.attachment import store
from journal.text.pictures import attachment_name

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def kept(data, label=""):
    """An attachment with exactly these bytes, as an import keeps them; an upload is written anew."""
    name = attachment_name(data)
    store(name, data)
    return Attachment.of_stored(name, label)
