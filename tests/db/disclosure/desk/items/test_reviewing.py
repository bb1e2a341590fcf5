"""From draft to approved, sent back, held back (条例 art. 14 to 18)."""

from datetime import UTC, date, datetime

import pytest

from disclosure.desk.items import reviewing
from disclosure.desk.items.drafting import discard, save_draft
from disclosure.errors import Refused
from disclosure.law.choices.items import Ground, ItemState, Method, ReviewAct
from disclosure.models import Act, Item, Remark, Verb
from tests.factories import AuthorityFactory, CategoryFactory, ItemFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def draft(town, office):
    column = CategoryFactory(authority=town)
    item = Item(
        authority=town, category=column, title="关于防汛的通知", formed_on=date(2026, 3, 1), body="<p>各村：</p>"
    )
    return save_draft(item, by=office["editor"], at=NOON)


def at_state(draft, office, state):
    """The draft, moved on by the acts themselves."""
    ways = [("editor", reviewing.submit), ("checker", reviewing.check), ("clearer", reviewing.clear)]
    for (who, act), reached in zip(ways, (ItemState.CHECK, ItemState.SECRECY, ItemState.APPROVED), strict=True):
        if draft.state == state:
            break
        draft = act(item=draft, by=office[who], at=NOON)
        assert draft.state == reached
    return draft


def test_new_draft_gets_a_number_and_its_author(draft, town, office):
    assert draft.index_number == f"{town.code.upper()}-2026-00001"
    assert (draft.author, draft.state, draft.published_on) == (office["editor"], ItemState.DRAFT, None)


def test_review_is_written_down_step_by_step_and_as_acts(draft, office):
    item = at_state(draft, office, ItemState.APPROVED)

    assert [(step.act, step.by, step.state) for step in item.reviews.all()] == [
        ("submit", office["editor"], "check"),
        ("check", office["checker"], "secrecy"),
        ("clear", office["clearer"], "approved"),
    ]
    verbs = Act.objects.about(item).order_by("number").values_list("verb", flat=True)
    assert list(verbs) == [Verb.ADD, Verb.SUBMIT, Verb.CHECK, Verb.CLEAR]
    assert Act.objects.about(item).order_by("number").last().changes == {"state": ["secrecy", "approved"]}


@pytest.mark.parametrize("state", [ItemState.CHECK, ItemState.SECRECY, ItemState.APPROVED])
def test_what_is_under_review_is_neither_written_nor_deleted(draft, office, state):
    item = at_state(draft, office, state)
    item.title = "改过的"

    for act in (lambda: save_draft(item, by=office["editor"], at=NOON), lambda: discard(item, by=office["editor"])):
        with pytest.raises(Refused, match=ItemState(state).label):
            act()
    assert Item.objects.get().title == "关于防汛的通知"


@pytest.mark.parametrize(
    ("act", "state", "who"),
    [
        (reviewing.submit, ItemState.DRAFT, "editor"),
        (reviewing.check, ItemState.CHECK, "checker"),
        (reviewing.clear, ItemState.SECRECY, "clearer"),
    ],
)
def test_each_step_is_for_its_role_alone(draft, office, act, state, who):
    item = at_state(draft, office, state)
    for other in office.keys() - {who}:
        with pytest.raises(Refused, match="权限"):
            act(item=item, by=office[other], at=NOON)

    assert act(item=item, by=office[who], at=NOON).state != state


def test_a_step_is_refused_to_another_authority(draft, office, member):
    item = at_state(draft, office, ItemState.CHECK)
    with pytest.raises(Refused, match="本机关"):
        reviewing.check(item=item, by=member("checker", of=AuthorityFactory()), at=NOON)


def test_a_step_twice_is_refused_with_the_state(draft, office):
    item = at_state(draft, office, ItemState.CHECK)
    with pytest.raises(Refused, match="现在是「待部门审核」，不能提交审核"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)


# --- Four eyes ----------------------------------------------------------------


def test_nobody_approves_what_they_wrote_or_submitted(draft, member):
    author, submitter, other = (member("editor", "checker", "clearer") for _ in range(3))
    Item.objects.update(author=author)
    item = reviewing.submit(item=draft, by=submitter, at=NOON)

    for by in (author, submitter):
        with pytest.raises(Refused, match="另一位同事"):
            reviewing.check(item=item, by=by, at=NOON)
    item = reviewing.check(item=item, by=other, at=NOON)
    for by in (author, submitter):
        with pytest.raises(Refused, match="另一位同事"):
            reviewing.clear(item=item, by=by, at=NOON)
    assert reviewing.clear(item=item, by=other, at=NOON).state == ItemState.APPROVED


def test_who_changed_a_word_of_a_draft_has_written_it(draft, office, member):
    helper = member("editor", "checker")
    draft.title = "关于做好防汛工作的通知"
    save_draft(draft, by=helper, at=NOON)
    item = reviewing.submit(item=draft, by=office["editor"], at=NOON)

    with pytest.raises(Refused, match="另一位同事"):
        reviewing.check(item=item, by=helper, at=NOON)


def test_a_superuser_does_not_approve_their_own_either(draft, office, member):
    chief = member("editor")
    chief.is_superuser = True
    chief.save()
    item = reviewing.submit(item=draft, by=chief, at=NOON)

    with pytest.raises(Refused, match="另一位同事"):
        reviewing.check(item=item, by=chief, at=NOON)


# --- Sent back -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who"), [(ItemState.CHECK, "checker"), (ItemState.SECRECY, "clearer"), (ItemState.APPROVED, "publisher")]
)
def test_whoever_turn_it_is_sends_back_with_remarks_at_passages(draft, office, state, who):
    item = at_state(draft, office, state)
    for other in office.keys() - {who}:
        with pytest.raises(Refused, match="权限"):
            reviewing.send_back(item=item, by=office[other], at=NOON, reason="再看")

    remarks = [("各村：", "应为「各村（居）：」"), ("", "")]
    item = reviewing.send_back(item=item, by=office[who], at=NOON, reason="抬头不全", remarks=remarks)

    assert item.state == ItemState.DRAFT
    assert [(one.passage, one.text) for one in reviewing.open_remarks(item)] == [("各村：", "应为「各村（居）：」")]
    assert reviewing.last_sent_back(item).reason == "抬头不全"


def test_sending_back_needs_a_reason_or_a_remark(draft, office):
    item = at_state(draft, office, ItemState.CHECK)
    with pytest.raises(Refused, match="请写明退回的理由"):
        reviewing.send_back(item=item, by=office["checker"], at=NOON, reason=" ", remarks=[("各村", "")])


def test_submitting_again_settles_the_remarks(draft, office):
    item = at_state(draft, office, ItemState.CHECK)
    item = reviewing.send_back(item=item, by=office["checker"], at=NOON, reason="", remarks=[("", "改")])
    item = reviewing.submit(item=item, by=office["editor"], at=NOON)

    assert reviewing.open_remarks(item) == []
    assert Remark.objects.get().settled_at == NOON
    assert reviewing.last_sent_back(item) is None


# --- What cannot be submitted ----------------------------------------------------


def test_an_empty_draft_is_not_submitted(draft, office):
    Item.objects.update(body="")
    with pytest.raises(Refused, match="既没有正文也没有附件"):
        reviewing.submit(item=draft, by=office["editor"], at=NOON)


def test_guesses_are_confirmed_first(draft, office):
    Item.objects.update(guessed="title formed_on")
    with pytest.raises(Refused, match="标题、成文日期是根据文件猜测的"):
        reviewing.submit(item=draft, by=office["editor"], at=NOON)

    draft.refresh_from_db()
    save_draft(draft, by=office["editor"], at=NOON)
    assert reviewing.submit(item=draft, by=office["editor"], at=NOON).state == ItemState.CHECK


# --- Held back --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "method"),
    [(Ground.THIRD_PARTY, Method.WITHHELD), (Ground.PROCESS, Method.WITHHELD), (Ground.ON_REQUEST, Method.ON_REQUEST)],
)
def test_secrecy_review_holds_back_on_a_ground_for_a_year(draft, office, ground, method):
    item = at_state(draft, office, ItemState.SECRECY)
    item = reviewing.withhold(item=item, by=office["clearer"], at=NOON, ground=ground, reason="涉及第三方")

    assert (item.state, item.method, item.ground) == (ItemState.WITHHELD, method, ground)
    assert item.evaluate_on == date(2027, 3, 2)
    last = item.reviews.last()
    assert (last.act, last.ground, last.reason) == (ReviewAct.WITHHOLD, ground, "涉及第三方")


def test_holding_back_needs_a_ground(draft, office):
    item = at_state(draft, office, ItemState.SECRECY)
    with pytest.raises(Refused, match="依据"):
        reviewing.withhold(item=item, by=office["clearer"], at=NOON, ground="")


@pytest.mark.parametrize(
    ("disclose", "state", "evaluate_on"),
    [(False, ItemState.WITHHELD, date(2028, 3, 1)), (True, ItemState.DRAFT, None)],
)
def test_yearly_evaluation_keeps_or_frees(office, town, disclose, state, evaluate_on):
    withheld = ItemFactory(
        authority=town, published_on=None, state="withheld", method="withheld", ground="process",
        evaluate_on=date(2027, 3, 1),
    )  # fmt: skip
    later = datetime(2027, 3, 1, 4, tzinfo=UTC)
    item = reviewing.reevaluate(item=withheld, by=office["clearer"], at=later, disclose=disclose, reason="已办结")

    assert (item.state, item.evaluate_on) == (state, evaluate_on)


def test_a_year_after_leap_day_is_the_28th():
    assert reviewing.year_after(date(2024, 2, 29)) == date(2025, 2, 28)
