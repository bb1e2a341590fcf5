"""`setup --from FILE`: all or nothing, every wrong key named."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure.desk.office.setup_code import check_code
from disclosure.management.base import Failure
from disclosure.models import Authority, Category, User

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[5] / "docs" / "setup-example.toml"


def set_up(path):
    output = StringIO()
    call_command("setup", file=path, stdout=output)
    return output.getvalue()


def changed(tmp_path, old, new):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "setup.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_example_sets_an_office_up_with_its_columns_and_people():
    said = set_up(EXAMPLE)

    office = Authority.objects.get()
    assert (office.code, office.kind, office.court, office.setup_step) == ("shili", "town", "示例县人民法院", "")
    chosen = set(Category.objects.filter(is_chosen=True).values_list("name", flat=True))
    assert {"财政预算", "土地征收"} <= chosen
    assert "市政服务" not in chosen
    assert {person.username: person.authority for person in User.objects.all()} == {
        "guanli": None,
        "bianji": office,
        "shenhe": office,
    }
    for person in User.objects.all():
        assert person.must_change_password
        password = said.partition(f"用户名 {person.username}，临时密码 ")[2].partition("（")[0]
        assert person.check_password(password)


def test_a_superior_of_this_installation_is_linked():
    county = Authority.objects.create(code="county", name="示例县人民政府")

    set_up(EXAMPLE)

    office = Authority.objects.get(code="shili")
    assert (office.parent, office.superior) == (county, "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('phone = "0000-0000000"', 'telephone = "1"', "contact 中不认识 telephone"),
        ('phone = "0000-0000000"', "", "contact.phone 没有填写"),
        ('kind = "乡镇人民政府"', 'kind = "镇"', "authority.kind「镇」不认识，请改为：乡镇人民政府"),
        ('post_code = "000000"', "post_code = 0", "contact.post_code 的值不对，请写成引号里的文字"),
        ("[site]", "[website]", "不认识 [website]"),
        ('roles = ["编辑", "年报"]', 'roles = ["记者"]', "没有「记者」这个角色"),
        ('code = "shili"', 'code = "示例"', "代码只能用小写字母"),
        ('username = "shenhe"', 'username = "bianji"', "已有用户名「bianji」"),
        ('name = "示例镇人民政府"', 'name = "', "不是正确的 TOML"),
        ('# password = "……"', 'password = "12345"', "administrator：密码"),
    ],
)
def test_whatever_is_wrong_is_named_and_nothing_is_done(tmp_path, old, new, said):
    with pytest.raises(Failure) as refusal:
        set_up(changed(tmp_path, old, new))

    assert said in str(refusal.value)
    assert refusal.value.returncode == 2
    assert not Authority.objects.exists()
    assert not User.objects.exists()


def test_an_office_that_is_there_is_not_set_up_again(town):
    with pytest.raises(Failure, match="本站已有「示例镇人民政府」"):
        set_up(EXAMPLE)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Failure, match="文件或文件夹不存在"):
        set_up(tmp_path / "none.toml")


def test_without_a_file_a_new_code_is_told():
    output = StringIO()
    call_command("setup", stdout=output)

    code = output.getvalue().partition("：")[2].partition("（")[0]
    check_code(code, at=timezone.now())
