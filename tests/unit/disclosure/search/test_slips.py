"""What is near to a string: by one slip of the pen, or as a part of a number."""

import pytest

from disclosure.search.fuzzy_matching import as_document_number, number_parts, parts_around_typo, similar_phrases

TITLES = ["关于印发《农村生活垃圾分类管理办法》的通知", "垃圾分类管理办法解读", "森林防火应急预案（2023年版）"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("垃圾分累", "垃圾分类"),  # a wrong one
        ("拉圾分类", "垃圾分类"),
        ("垃圾分类管办法", "垃圾分类管理办法"),  # one missing
        ("垃圾的分类管理办法", "垃圾分类管理办法"),  # one too many
        ("垃圾分类理管办法", "垃圾分类管理办法"),  # two exchanged
        ("森林防水应急预案", "森林防火应急预案"),
    ],
)
def test_one_slip_is_seen_through(typed, meant):
    assert similar_phrases(typed, TITLES) == [meant]


@pytest.mark.parametrize("typed", ["垃圾分类", "垃圾", "防讯抗旱", "森林放水应急预按", "长" * 30, "办法》的", "...."])
def test_what_is_no_slip_is_left_alone(typed):
    assert similar_phrases(typed, TITLES) == []


def test_phrase_is_written_as_in_the_title():
    assert similar_phrases("gb/t1909标隼", ["执行ＧＢ／Ｔ　１９０９标准的通知"]) == ["ＧＢ／Ｔ　１９０９标准"]
    assert similar_phrases("pm25监侧", ["ＰＭ２５监测方案"]) == ["ＰＭ２５监测"]


def test_usual_phrase_comes_first():
    assert similar_phrases("春耕备根", ["春耕备粮", "春耕备耕方案", "春耕备耕通知", "春耕备种"]) == [
        "春耕备耕",
        "春耕备粮",
    ]


def test_parts_around_every_place():
    assert parts_around_typo("垃圾分累管理") == [
        ("分累管理",),
        ("累管理",),
        ("垃圾", "管理"),
        ("垃圾分",),
        ("垃圾分累",),
    ]
    assert parts_around_typo("三个字") == []


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("金政发(2020)3号", ["(2020)3号", "金政发(2020)"]),
        ("金政发2020-3", ["(2020)3号", "金政发(2020)"]),
        ("2020年第3号", ["(2020)3号"]),
        ("金政发3号", [")3号"]),
        ("金政发(2020)", ["金政发(2020)"]),
        ("3号", []),
        ("垃圾分类", []),
        ("2020", []),
    ],
)
def test_parts_of_a_number(typed, parts):
    assert number_parts(typed) == parts


def test_part_is_shown_as_documents_write_it():
    assert [as_document_number(one) for one in ("(2020)3号", ")3号")] == ["〔2020〕3号", "3号"]
