"""Whose figure it is and which period's: a claim about another authority, year or part of the year is another claim."""

import re
from dataclasses import dataclass
from functools import cached_property

_WE = re.compile(
    r"(?:我|本)(?:镇|乡|街道办事处|街道|街|局|委|办|厅|院|分局|中心|单位|机关|部门|管委会|大队|支队|公司|处)"
)
_WHOLE = re.compile(
    r"全(省|市|州|区|县|旗|国|盟)(?!面|域)|(?:我|本)(省|市|州|区|县|旗|盟)(?=[^，。]{0,4}(?:共|累计|收到|受理))"
)
_OTHERS = re.compile(
    r"各(?:县|区|市|镇|乡|街道|级(?!行政机关)|部门|单位|科室|村|社区|地)|(?:市|区|县|州|省)(?:直|级)(?:部门|单位|机关|各)?"
    r"|(?:市|区|县|州|省|镇|街道)政府(?:办公室|办)?(?=共|累计|收|受|办|本级|信息公开办)|乡镇(?=共|累计|收|受)"
    r"|(?:下属|所属|派出|基层)(?:单位|机构|所|部门)|派出所|街镇|镇街"
)
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:局|委员会|办公室|街道(?:办事处)?|镇|乡|厅|分局)(?=共|累计|收到|受理|接收|办理|新收|全年)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?:度)?")
_PART = re.compile(
    r"[上下]半年|[第前]?[一二三四1-4]季度|前[一二三两四五六七八九十\d]+个?月|(?<!\d)\d{1,2}月份?|[一二三四五六七八九十]+月份"
    r"|历年|历史|自?20\d\d年以来|近[一二三四五几\d]+年|截[至止]目前|目前.{0,6}累计|开通以来|成立以来|施行以来|自.{2,12}以来|“十[三四五]五”"
)
_COMPARED = re.compile(r"(?:较|比|同比|相比|对比|与|从|由)[^，。；]{0,4}\Z")
_CARRIED = re.compile(r"^(?:年度?)?[^，。；\d]{0,6}(?:结转|转入|转来|遗留|继续|办理以外|接转)|^(?:继续|办理)")
_INTO = re.compile(r"(?:结转?|转结?|至|到|入|延至|延期至)\Z")
_SAYS_THIS_YEAR = re.compile(r"(?:今|本)年(?:度|以来)?|全年|年度内|年内")


_SHORTEST = 3  # letters of a name that tell it
_ALIKE = 2  # pairs of letters in common with a name: the authority by a shorter name


@dataclass(frozen=True)
class Scope:
    """The report year, and the names of the authority: words for it and for what it is part of."""

    year: int
    names: tuple[str, ...] = ()

    @cached_property
    def _full_period(self) -> re.Pattern[str]:
        year = self.year
        return re.compile(
            rf"(?:截[至止到]?)?(?:{year}年)?1月1日起?[至到—－-]+(?:{year}年)?12月31日止?|截[至止到]?{year}年(?:12月31日|12月底|底|末)|{year}年底"
        )

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        """Any ending of a name, such as 「市自然资源局」 of 「某市自然资源局」."""
        endings = {name[start:] for name in self.names for start in range(len(name) - 2)}
        bare = {one.removesuffix("办事处").removesuffix("人民政府") for one in endings}
        words = sorted((one for one in endings | bare if len(one) >= _SHORTEST), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words))) if words else None

    @cached_property
    def governs(self) -> str:
        """The last letter of the district that this authority governs as a whole; empty for an office or unknown."""
        name = self.names[0] if self.names else ""
        bare = re.sub(r"(?:人民政府|管理?委员会|管委会|党工委)\Z", "", name)
        if bare == name and not re.search(r"(?:实验区|开发区|新区|经开区|高新区)\Z|[省市县]\Z", name):
            return ""
        return bare[-1] if bare and bare[-1] in "省市州区县旗盟" else ""

    def is_whole_year_of_own(self, lead: str, words: str) -> bool:
        """Whether a figure after `lead` is the authority's own, of the whole report year, as far as the words tell."""
        return self._is_own(lead + words) and not self.other_year(lead) and not self._is_part(lead, words)

    def _is_own(self, text: str) -> bool:
        text = _WE.sub("＊", text)
        if self._own:
            text = self._own.sub("＊", text)
        whole = _WHOLE.search(text)
        if whole and (whole[1] or whole[2]) != self.governs:
            return False
        named = _NAMED.search(text)
        return not _OTHERS.search(text) and not (named and not self._resembles(named.group()))

    def _resembles(self, name: str) -> bool:
        own = "".join(self.names)
        return not own or sum(name[n : n + 2] in own for n in range(len(name) - 1)) >= _ALIKE

    def _is_part(self, lead: str, words: str) -> bool:
        plain = self._full_period.sub("", lead + words)
        plain = re.sub(r"《[^》]*》|\d{4}年\d{1,2}月\d{1,2}日", "", plain)
        return bool(_PART.search(plain))

    def other_year(self, lead: str) -> int | None:
        """The year that a figure after `lead` is said to be of, where that is not the report year."""
        plain = re.sub(r"《[^》]*》|〔[^〕]*〕|（[^）]*）", lambda match: "＊" * len(match.group()), lead)
        for match in reversed(list(_YEAR.finditer(plain))):
            if _names_another(plain, match):
                continue
            year = int(match[1])
            if year == self.year or _SAYS_THIS_YEAR.search(plain, match.end()):
                return None
            return year
        return None


def _names_another(text: str, match: re.Match[str]) -> bool:
    """Whether a year is compared with, carried from or to, or part of a date: it does not say whose the figure is."""
    rest = text[match.end() :]
    before = text[: match.start()]
    dated = re.match(r"\d{1,2}月", rest)
    return bool(_COMPARED.search(before) or _INTO.search(before) or _CARRIED.match(rest) or dated)
