"""A member of staff, and the form by which they come in."""

import pytest
from django.urls import reverse

from disclosure.models import User

PASSWORD = "green-lamp-by-the-door"


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk", "clerk@example.cn", PASSWORD, is_staff=True)


@pytest.fixture
def sign_in(client, clerk):
    """`sign_in("wrong", name="clerk", address="192.0.2.1")` → the answer."""

    def signed_in(password=PASSWORD, *, name="clerk", address="192.0.2.1", by=client, **headers):
        return by.post(
            reverse("admin:login"), {"username": name, "password": password}, REMOTE_ADDR=address, headers=headers
        )

    return signed_in
