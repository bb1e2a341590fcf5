"""The justifications of reports under the newest key, for the command `rekey`."""

from typing import Any

from django.db.models import QuerySet

from disclosure.desk.retention.rekeying import JustificationDigests
from reports.models import AnnualReport

from .privacy import renewed_digests


class ReportJustificationDigests(JustificationDigests):
    title = "年度报告保留个人信息的理由"

    def records(self) -> QuerySet:
        return AnnualReport.objects.select_related("authority")

    def renewed(self, record: Any) -> dict[str, str]:
        return renewed_digests(record)
