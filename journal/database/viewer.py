"""Whoever reads: somebody with an account, or a visitor."""

from django.contrib.auth.models import AnonymousUser, User

Viewer = User | AnonymousUser
VISITOR = AnonymousUser()
