from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        from journal.accounts import auditing
        from journal.models.accounts import roles
        from journal.search import index

        pre_migrate.connect(index.put_away, sender=self)
        post_migrate.connect(index.put_back, sender=self)
        post_migrate.connect(roles.put_right, sender=self)
        auditing.listen()
