"""What this site changes in the apps that it uses."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    default_site = "chronicles.admin.AdminSite"
