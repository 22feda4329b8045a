"""What the journal's verbs refuse to do, each with the one fact that its caller needs."""


class JournalError(Exception):
    """A change that was refused. The message is for people."""


class StaleVersion(JournalError):
    """The text has moved on since it was read."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"This text has been changed since: it is at version {current_version} now.")
        self.current_version = current_version


class EntryGone(JournalError):
    """Somebody has deleted it since it was read."""

    def __init__(self) -> None:
        super().__init__("This entry has been deleted meanwhile.")


class SentTwice(JournalError):
    """The form was sent a second time: what it holds is saved already."""


class UnacceptableText(JournalError):
    """The text cannot be kept as it is: too long, or not text at all."""


class SlugTaken(JournalError):
    """The address belongs, or once belonged, to something else."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"The address “{slug}” is taken, or leads to what had it before.")
        self.slug = slug


class InvitationGone(JournalError):
    """Somebody has accepted the invitation, or its time is over."""

    def __init__(self) -> None:
        super().__init__("This invitation has been accepted already, or its time is over.")


class LastOperator(JournalError):
    """Nobody else may manage the journal."""

    def __init__(self) -> None:
        super().__init__("This is the only account that may manage the journal. Make another one first.")
