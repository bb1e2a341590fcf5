"""`unlock`: the way back in where no administrator can sign in."""

from io import StringIO

import pytest
from django.core.management import call_command

from disclosure.desk.audit.actor import network_of
from disclosure.management.base import Failure
from disclosure.models import Act, Verb


@pytest.fixture
def run():
    """`run("clerk")` → its exit status and what it says."""

    def ran(name):
        out = StringIO()
        try:
            call_command("unlock", name, stdout=out)
        except SystemExit as end:
            return end.code, out.getvalue().strip()
        return 0, out.getvalue().strip()

    return ran


@pytest.mark.parametrize("name", ["clerk", "CLERK", "ｃｌｅｒｋ"])
def test_a_name_is_let_in_again_as_an_act_of_the_command(run, sign_in, settings, clerk, name):
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong")

    assert run(name) == (0, "已解除用户「clerk」的登录锁定。")
    assert sign_in().status_code == 302
    act = Act.objects.get(verb=Verb.UNLOCK)
    assert (act.key, act.channel, act.source, act.user) == (str(clerk.pk), "command", "unlock", None)
    assert act.name.startswith("系统账号")


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    "failed, given",
    [("192.0.2.1", "192.0.2.1"), ("192.0.2.1", "::ffff:192.0.2.1"), ("2001:db8:1:2::7", "2001:db8:1:2::8")],
)
def test_an_address_is_let_in_again(run, sign_in, settings, failed, given):
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", address=failed)

    told = network_of(failed)
    assert run(given) == (0, f"已解除网络地址「{told}」的登录锁定。")
    assert sign_in(address=failed).status_code == 302
    assert Act.objects.get(verb=Verb.UNLOCK).key == told


def test_a_name_that_nobody_has_may_be_locked_too(run, sign_in, settings, db):
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong", name="nobody")

    assert run("nobody") == (0, "已解除用户名「nobody」的登录锁定。")


def test_what_is_not_locked_is_told_and_is_no_act(run, clerk):
    assert run("clerk") == (1, "用户「clerk」现在没有被锁定，不必解除。")
    assert run("192.0.2.1") == (1, "网络地址「192.0.2.1」现在没有被锁定，不必解除。")
    assert not Act.objects.filter(verb=Verb.UNLOCK).exists()


def test_a_name_that_is_none_is_refused_in_words(run, db):
    with pytest.raises(Failure, match="没有用户名或网络地址「nobody」") as failure:
        run("nobody")
    assert failure.value.returncode == 2
