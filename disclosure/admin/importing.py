"""The screens that bring records in from a spreadsheet and take lists out again."""

from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.models import Authority


class ExchangeAdminMixin:
    """Put before ModelAdmin: adds 「导入」 and 「导出」 to the record's list."""

    def get_exchange_authorities(self, request: HttpRequest) -> QuerySet[Authority]:
        """The authorities whose records this user may bring in."""
        return Authority.objects.all()
