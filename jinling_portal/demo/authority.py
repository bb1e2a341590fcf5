"""The town, with its catalogue."""

from disclosure.desk.authorities import create_authority
from disclosure.models import Authority

CODE = "jinling"
OFFICE = {
    "report_name": "临淄区金岭回族镇",
    "office": "金岭回族镇党政办公室",
    "address": "山东省淄博市临淄区金岭回族镇人民政府",
    "hours": "工作日 8:30—12:00，13:30—17:30",
}


def load_authority() -> Authority:
    """The town, with the office's public data of its guide."""
    found = Authority.objects.filter(code=CODE).first()
    if found:
        return found
    authority = create_authority(code=CODE, name="金岭回族镇人民政府")
    for name, value in OFFICE.items():
        setattr(authority, name, value)
    authority.save()
    return authority
