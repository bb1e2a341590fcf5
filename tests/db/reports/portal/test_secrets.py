"""What the desk knows and the public must not: planted first, then looked for on every public address."""

import io
import zipfile

import pypdf
import pytest

from disclosure.models import User
from reports.desk.publishing import begin_correction
from reports.desk.writing import begin_report

from .publishing import publish_report, write

pytestmark = pytest.mark.django_db

SECRETS = ["秘密姓名", "secretclerk", "秘密理由", "秘密草稿", "98765", "人工调整", "更正中", "草稿"]
PATHS = [
    "/",
    "/reports/",
    *(f"/reports/2022{ending}" for ending in ("/", ".pdf", ".docx", ".xlsx", ".json")),
    *(f"/reports/2022/revisions/1{ending}" for ending in ("/", ".pdf", ".docx", ".xlsx", ".json")),
    "/reports/2023/",
    "/reports/2023.json",
]


@pytest.fixture
def secrets(town):
    """Adjustments with a reason, names of staff, a report under correction and a draft, all with telling contents."""
    clerk = User.objects.create_user("secretclerk", last_name="秘密", first_name="姓名", is_superuser=True)
    report = publish_report(town, 2022, clerk, corrections=["数字有误。"], reason="秘密理由")
    begin_correction(report=report, by=clerk)
    write(
        report, clerk, texts={"overview": "<p>秘密草稿</p>"}, figures={"3.received.natural": 98765}, reason="秘密理由"
    )
    draft = begin_report(authority=town, year=2023, by=clerk)
    write(draft, clerk, texts={"overview": "<p>秘密草稿</p>"}, figures={"3.received.natural": 98765}, reason="秘密理由")
    assert report.adjustments.filter(figure="3.received.natural", value=98765, reason="秘密理由").exists()
    return SECRETS


def words(answer):
    """Everything that can be read in an answer, headers and the parts of office files included."""
    content, headers = answer.content, str(answer.headers)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return headers + "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        document = pypdf.PdfReader(io.BytesIO(content))
        return headers + str(document.metadata) + "".join(page.extract_text() for page in document.pages)
    return headers + content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_public_address_tells_nothing_of_the_desk(client, secrets, path):
    answer = client.get(path)

    assert answer.status_code == (404 if "2023" in path else 200)
    assert [secret for secret in secrets if secret in words(answer)] == []
