"""Charsets that are none, through the server's own entry point."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from jinling_portal.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)


def status(content, content_type, **said):
    given = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(content)), **said}
    environ = RequestFactory()._base_environ(PATH_INFO="/admin/login/", **given)
    lines = []
    body = application({**environ, "wsgi.input": BytesIO(content)}, lambda line, _: lines.append(line))
    b"".join(body)
    body.close()
    return int(lines[0].split()[0])


@pytest.mark.parametrize(
    "charset", ["zlib", "hex", "rot13", "idna", "utf-16", "nothing", "\xff", "x" * 3000, "utf-8; x", "\0", ""]
)
def test_charset_of_a_form_is_not_believed(charset):
    assert status(b"login=x", f"application/x-www-form-urlencoded; charset={charset}") == 403  # no ticket of the form's


@pytest.mark.parametrize(
    "said", ["boundary*=zlib''x", "boundary*=nothing'x'%41", "boundary*='", "charset*=zlib''x", ";;=;"]
)
def test_header_that_makes_no_sense_is_a_bad_form(said):
    assert status(b"--x--", f"multipart/form-data; {said}") in {400, 403}


@pytest.mark.parametrize("name", ["filename*=zlib''a%41", "filename*=nothing''a", "filename*=x", "name*=zlib''a"])
def test_name_in_no_charset_is_a_bad_form(name):
    part = f'--x\r\nContent-Disposition: form-data; name="a"; {name}\r\n\r\nb\r\n--x--\r\n'.encode()

    assert status(part, "multipart/form-data; boundary=x") in {400, 403}


@pytest.mark.parametrize("length", ["x", "-1", "1.5", "²", "9" * 5000, " "])
def test_length_that_is_no_number_is_none(length):
    assert status(b"login=x", "application/x-www-form-urlencoded", CONTENT_LENGTH=length) == 403
