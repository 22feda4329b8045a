"""Where the migration that made the table of invitations looks for a default. The model is in `accounts/`."""

from .accounts.invitation import _end as _end
