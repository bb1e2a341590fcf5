"""`/healthz` for monitoring: whether the server gets answers from its database."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def health(_: HttpRequest) -> HttpResponse:
    """200 where the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("数据库不可用\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("正常\n", content_type="text/plain; charset=utf-8")
