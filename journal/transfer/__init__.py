"""Bringing texts in and taking them out."""
