"""Load records by import, as an office loads its own spreadsheets."""

from datetime import date

from disclosure.exchange.importing import import_file
from disclosure.models import Application, Authority, Case, Decision, FeeReceipt, Item, Matter, Procurement

from .files import LINK, as_csv, rows

FILES = (
    ("items", Item, ("items_2020.csv", "items_current.csv")),
    ("applications", Application, ("applications.csv",)),
    ("cases", Case, ("cases.csv",)),
    ("matters", Matter, ("matters.csv",)),
    ("decisions", Decision, ("decisions.csv",)),
    ("fees", FeeReceipt, ("fees.csv",)),
    ("procurements", Procurement, ("procurements.csv",)),
)


def load_records(authority: Authority, today: date) -> None:
    for kind, model, names in FILES:
        if model._default_manager.filter(authority=authority).exists():
            continue
        for name in names:
            table = [row for row in rows(name, today) if _refers_to_known(row, authority)]
            if table:
                import_file(kind, as_csv(table), name, authority, today=today)


def _refers_to_known(row: dict[str, str], authority: Authority) -> bool:
    if "决定日期" in row:
        return Matter.objects.filter(authority=authority, name=row["事项名称"]).exists()
    number = row.get(LINK, "")
    return not number or Application.objects.filter(authority=authority, number=number).exists()
