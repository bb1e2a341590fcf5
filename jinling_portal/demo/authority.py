"""The town, with its catalogue."""

from disclosure.desk.office.authorities import create_authority
from disclosure.models import Authority

CODE = "jinling"
OFFICE = {
    "report_name": "临淄区金岭回族镇",
    "office": "金岭回族镇党政办公室",
    "address": "山东省淄博市临淄区金岭回族镇人民政府",
    "hours": "工作日 8:30—12:00，13:30—17:30",
    # Made up, so that nobody calls a real office because of a demonstration.
    "phone": "0000-0000000",
    "fax": "0000-0000001",
    "post_code": "000000",
    "email": "office@example.invalid",
    "review_body": "临淄区人民政府",
    "court": "临淄区人民法院",
    "letter_word": "金政",
    "site_code": "0000000000",
    "icp_number": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
    "error_report_url": "https://example.invalid/jiucuo",
}


def load_authority() -> Authority:
    found = Authority.objects.filter(code=CODE).first()
    if found:
        return found
    authority = create_authority(code=CODE, name="金岭回族镇人民政府")
    authority.is_demo = True
    for name, value in OFFICE.items():
        setattr(authority, name, value)
    authority.save()
    return authority
