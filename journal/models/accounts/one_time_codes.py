"""Codes of authenticator apps: each is accepted once, ever."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

_LAST = "last_counter"  # the half minute, since 1970, of the latest code that was accepted


@transaction.atomic
def accept(authenticator: Authenticator, code: str) -> bool:
    """Whether the code is right just now, and later than every one that was accepted before. It is spent then.

    RFC 6238, section 5.2: https://www.rfc-editor.org/rfc/rfc6238#section-5.2
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = _counter_of(decrypt(row.data["secret"]), code)
    if counter is None or counter <= row.data.get(_LAST, -1):
        return False
    row.data[_LAST] = counter
    row.save(update_fields=["data"])
    return True


def _counter_of(secret: str, code: str) -> int | None:
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None
