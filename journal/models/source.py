"""Where imported entries, topics and images came from, to the byte."""

from django.db import models
from django.utils import timezone

from .attachment import Attachment
from .entries.entry import Entry
from .topic import Topic


class Repository(models.Model):
    """What was brought in together. `root` is its first commit, which it keeps under every name and in every place."""

    name = models.CharField(max_length=200, unique=True)
    root = models.CharField(max_length=1100, blank=True)
    location = models.TextField(blank=True, help_text="The folder that it was brought in from, if it was one.")
    # Of the paths and images that the last import saw: while it stays, a file with the same bytes reads the same.
    paths_digest = models.CharField(max_length=64, blank=True)
    # Patterns of paths, one a line, that an import of it takes alone, and leaves out, until it is told otherwise.
    only = models.TextField(blank=True)
    skip = models.TextField(blank=True)
    imported_at = models.DateTimeField(default=timezone.now)

    objects = models.Manager()

    class Meta:
        verbose_name_plural = "repositories"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["root"], condition=~models.Q(root=""), name="repository_root_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """One file of a repository, or a folder that became a topic.

    `content` is the file's bytes, `brought` what the entry said when it was brought in: what has
    been changed here since is the difference to that. A source stays when its entry is deleted, so that
    the next import does not bring it back.
    """

    class Format(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        NOTEBOOK = "notebook", "Notebook"
        PROGRAM = "program", "Program"
        WORDS = "words", "Words in another markup"
        IMAGE = "image", "Image"
        FOLDER = "folder", "Folder"

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="sources")
    path = models.TextField()
    format = models.CharField(max_length=10, choices=Format)
    encoding = models.CharField(max_length=40, default="utf-8")
    content = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64, blank=True)
    brought = models.JSONField(default=dict)
    gone_at = models.DateTimeField(null=True, help_text="When it was no longer found where it came from.")
    entry = models.OneToOneField(Entry, null=True, on_delete=models.SET_NULL, related_name="source")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="sources")
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="sources")

    objects = models.Manager()

    class Meta:
        ordering = ["repository", "path"]
        constraints = [
            models.UniqueConstraint(fields=["repository", "path", "format"], name="source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.repository}: {self.path}"
