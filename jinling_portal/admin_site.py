"""The desk: Django's admin with the office's words."""

from django.contrib.admin import AdminSite


class Desk(AdminSite):
    """The staff's site."""

    site_title = "政府信息公开工作台"
    site_header = "政府信息公开工作台"
    index_title = "工作台"
