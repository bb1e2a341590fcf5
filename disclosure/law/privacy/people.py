"""Names of private persons, of children among them: by what they are called, or by the numbers they stand beside."""

import re
from bisect import bisect_left

from .kinds import FoundKind, Span, Spans

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁"
    "葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植"
    "甘景薄单包司柏宁柯阮桂闵欧解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连"
    "郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和"
    "蔺水云昌凤酆皮湛禹狄贝麻闪沃利蓬隆麦哈展尚白丁马沙穆底撒锁铁买羊脱速拜回者妥冶仝农底展虎把黑"
)
COMPOUND = "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐"
_GIVEN = r"[\u4e00-\u9fff]"
# Never a given name, or the end of a title: 王某, 李女士, 张工, 马村, 高主任.
_NOT_GIVEN = (
    "[某先女氏总工姐哥叔伯婶村镇乡县区市省局站厂院校室组队部处科办委店矿社街屯户们的了或×]"
    "|同学|老师|师傅|医生|大夫|经理|主任|书记|镇长|所长|局长|会计|支书|队长|同志|阿姨|大爷|大娘|奶奶"
)
NAME = rf"(?:(?:{COMPOUND})(?:(?!{_NOT_GIVEN}){_GIVEN}){{1,2}}?|[{SURNAMES}](?:(?!{_NOT_GIVEN}){_GIVEN}){{1,2}}?)"
_SIDE = r"(?=$|[\s,，。；;、|():：\[\]0-9\"”）'+*&]|等|因|于|系|与|和|在|的|住|家住|患|男|女|身份|公民|驾驶|反映|要求|申请|提出|来电|投诉|举报|留下|表示|账户|账号|银行|卡号|名下|所有|违法|违反|擅自|同志|承包|种植|购买|领取|共|及|已|称|之|等|现年|同意|未|经|将|向|从|对|电话|手机|微信|确诊|被|由|\(|本人|联系|持|证件|性别|户籍|现住)"
_NO_NAME = frozenset(
    "时间 时候 安全 方便 方式 方法 项目 任何 任务 马上 高度 高压 高龄 高中 成员 成立 成功 常用 常住 程序 计划 计算 单位 单独 金额 金融 金岭 路线 费用 经费 包括 强化"
    " 施工 关于 关键 管理 水利 水库 应急 应当 路口 路灯 农业 农户 农村 农民 支付 解决 连续 终止 边界 申请 申报 申领 司机 利用 利息 文化 文件 全体 全部 全镇 全区 党员"
    " 党委 党政 荣誉 花园 国家 明确 明细 温度 严重 严格 白天 黄河 江苏 云南 甘肃 宁夏 石油 和平 尚未 车辆 车主 车牌 牛羊 房屋 房主 房号 房产 都是 原因 原件 保险 保障 保护 连接"
    " 来信 来访 来电 查询 查封 官方 商店 商户 商业 封存 解除 解释 原告 明天 时限 时段 位于 位置 符合 成绩 成年 同时 强制 向上 向下 台账 银行 银联 通讯 平台 平均 项下 东方 钱款"
    " 全日 全年 全家 全户 宗地 宗教 水电 水费 乐器 景区 游客 文书 文号 易地 古树 古城 商品 和谐 段落 柏油 车库 车间 万元 万人 顾客 于是 石材 花卉 牛肉 马路 高速 毛巾 白酒 林地 林业 林木"
    " 田地 池塘 井盖 江河 温泉 康复 康养 安置 安装 安排 乔木 党建 党组 卫生 卫健 包村 包保 包片 常委 常务 代表 纪委 纪律 史料 章程 简介 简历 谈话 计生 计量 关爱 关注 雷电 龙头 夏季 夏粮"
    " 冷库 冷链 盛夏 燕子 童年 童工 童装 游泳 阳台 阳光 阳性 华北 华东 连带 牟利 单价 单元 单据 鲁班 章印 祝贺 贝类 回族 回民 回复 回访 回执 者均 买受 买方 底册 底数 展示 展开 虎年 黑龙 黑车 铁路 利率"
    " 温馨 席位 向社 甄别 沿街 沿线 沿海 农商 农行 农信 农机 农贸 卫视 都市 都会 顾虑 桂花 梅花 武装 宫颈 解读 车号 车架 强行 施救 全体 宁可 习惯 保洁 保安 保管 保证 保姆 和解 水泥 昌平 凤凰 明显 明年".split()
)
# What a person is called whose name is nobody's business; an office has none of these.
_PRIVATE = (
    "户主姓名|户主|低保对象|低保户|低保人员|五保户|特困人员|特困户|救助对象|补贴对象|补助对象|资助对象|帮扶对象|保障对象|配租对象|慰问对象|优抚对象"
    "|危房改造户|改造户|贫困户|脱贫户|监测户|种植户|养殖户|拆迁户|被征收人|被拆迁人|被处罚人|被处罚当事人|违法行为人|违法嫌疑人|违法当事人|犯罪嫌疑人|死者|伤者|逝者"
    "|患者|病人|病患|残疾人|残疾人姓名|精神障碍患者|监护人|家长|父亲|母亲|丈夫|妻子|儿子|女儿|祖父|祖母|爷爷|奶奶|信访人|上访人|来信人|反映人|举报人|投诉人|受害人|被害人"
    "|车主|购机者|受送达人|承租人|租户|受助人|受益人|领取人|农户|我叫|我是|本人姓名|来访群众|群众|村民|居民|职工|驾驶人|驾驶员|司机|失独老人|孤寡老人|老人|孕妇|产妇|阳性感染者|密接者|确诊病例"
)
# What anybody may be called: counts beside a number of a person.
_ANYBODY = (
    "姓名|名字|申请人姓名|申请人|当事人姓名|当事人|联系人|项目联系人|法定代表人|负责人|经营者|投资人|收款人|付款人|户名|持卡人|承租方|出租方|证人|证明人|委托代理人|代理人"
    "|房主|业主|业主代表|供应商代表|收件人|寄件人|甲方|乙方|丙方|经办人|经手人|登记人|记录人|网格员|网格长|责任人|河长|护林员|权利人|所有权人|使用权人|使用人|承包方|承包人|承包户|采购人代表"
    "|共有人|配偶|子女|家属|亲属|家庭成员|被继承人|继承人|学员|考生|应聘者|报名人|投保人|被保险人|领款人|签收人|收货人|房东|户内成员|来访人|持证人|经理|店主|老板"
)
_CHILD = (
    "学生姓名|幼儿姓名|儿童姓名|婴儿姓名|子女姓名|被监护人|学生|小学生|中学生|幼儿|儿童|未成年人|孤儿|婴儿|婴幼儿|新生儿|女童|男童|女婴|男婴|学龄前儿童|未成年子女|未成年被害人|少年"
)
_CALLS = r"(?:\([^()\n]{0,8}\))?[:\s|]{0,3}"


def _called(words: str, group: str) -> str:
    return rf"(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})(?:姓名)?{_CALLS}(?P<{group}>{NAME}){_SIDE}"


_CALLED_CHILD = re.compile(_called(_CHILD, "name"))
_CALLED_PRIVATE = re.compile(_called(_PRIVATE, "name"))
_CALLED_ANYBODY = re.compile(_called(_ANYBODY, "name"))
_NUMBER_OF = re.compile(
    r"(?:[\s,，:、|()\-]|男|女|[汉回满]族?|性别|公民|居民|身份证?|身份|证件|有效|号码|号牌|号|联系|电话|手机|方式|移动|银行|卡号|卡|账号|帐号|账户|存折|一卡通|本人|的"
    r"|邮箱|电子|护照|是|为|职业|务农|农商行|工商|农业|建设|开户行|\+?86|残疾|残疾证|证|家住|住址?|现|家庭|户籍|地址|驾驶|[0-9]{1,2}岁){0,24}"
)
_BARE = re.compile(rf"(?:^|[\s,，。；;、|(:\"“]|由|请|与|和|对|向|将|给|叫|代表|当事人|村民)(?P<name>{NAME})$")
_AGED = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“]|孩子|其子|其女)(?P<name>{NAME})[\s,，、|(]{{0,2}}(?:[男女童孩][\s,，、|]?){{0,2}}"
    r"(?:(?:现?年龄?|今年)[:\s]?)?(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?)(?:周?岁|个月)"
)
_AT_SCHOOL = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“])(?P<name>{NAME})[\s,，、|(]{{1,2}}(?:[男女][\s,，、|]?)?"
    r"(?:就读于|系|在)?[\u4e00-\u9fff]{0,8}(?:[一二三四五六1-6]年级|初[一二三中]|高[一二三]|小班|中班|大班|学前班|幼儿园)"
)
_TITLE = re.compile(r"[\s|,，]{0,2}(?:同志)?[\u4e00-\u9fff]{0,6}(?:书记|镇长|主任|所长|局长|科长|站长|委员|部长|干事|科员|主席|校长|院长|党委|办公室)")
_HARD = frozenset(
    (FoundKind.IDENTITY, FoundKind.MOBILE, FoundKind.BANK_CARD, FoundKind.PASSPORT, FoundKind.PLATE, FoundKind.ADDRESS, FoundKind.EMAIL)
)
REACH, NEAR = 30, 80


_AGE = re.compile(
    r"[\s,，、|(]{0,2}(?:[男女童孩][\s,，、|]?){0,2}(?:(?:现?年龄?|今年)[:\s]?)?"
    r"(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])(?:周?岁|个月)"
)
Place = tuple[int, int]


def people(text: str, numbers: Spans) -> Spans:
    """Names, each once for each place; `numbers` are the findings that make a name one of a private person."""
    spans: dict[Place, Span] = {}
    for pattern in (_CALLED_CHILD, _AGED, _AT_SCHOOL):
        for match in pattern.finditer(text):
            _keep(spans, FoundKind.MINOR, text, match.span("name"))
    for match in _CALLED_PRIVATE.finditer(text):
        _keep(spans, FoundKind.NAME, text, match.span("name"))
    hard = sorted((one for one in numbers if one.kind in _HARD), key=lambda one: one.start)
    starts = [one.start for one in hard]
    for one in candidates(text):
        if _has_near(text, (one.start, one.end), starts):
            _keep(spans, FoundKind.NAME, text, (one.start, one.end))
    for one in hard:
        beside = _before(text, one)
        if beside and not _TITLE.match(text, beside[1]):
            _keep(spans, FoundKind.NAME, text, beside)
    return list(spans.values())


def candidates(text: str) -> Spans:
    """Names of anybody, officials among them, that count where something else makes them a private person's."""
    found = (match.span("name") for match in _CALLED_ANYBODY.finditer(text))
    return [Span(FoundKind.NAME, *place, text[slice(*place)]) for place in found if is_name(text, place)]


def is_name(text: str, place: Place) -> bool:
    """Whether these characters can be a name, and are no word that begins like one.

    After a colon the whole of them counts: 姓名：阳光明 is one, 阳光 in a sentence is not.
    """
    name = text[slice(*place)]
    return (name if text[place[0] - 1 : place[0]] in _SURELY else name[:2]) not in _NO_NAME


_SURELY = frozenset(":|\t")


def _keep(spans: dict[Place, Span], kind: FoundKind, text: str, place: Place) -> None:
    if not is_name(text, place) or _is_taken(spans, place):
        return
    spans[place] = Span(FoundKind.MINOR if _AGE.match(text, place[1]) else kind, *place, text[slice(*place)])


def _is_taken(spans: dict[Place, Span], place: Place) -> bool:
    """Names are two to four characters long, so one that overlaps begins close by."""
    near = range(place[0] - 3, place[1])
    return any((start, end) in spans and end > place[0] for start in near for end in range(start + 2, start + 5))


def _has_near(text: str, place: Place, starts: list[int]) -> bool:
    """Whether a number of a person stands in the same line, at most `NEAR` characters off."""
    for number in starts[bisect_left(starts, place[0] - NEAR) :]:
        if number > place[1] + NEAR:
            return False
        if "\n" not in text[min(number, place[0]) : max(number, place[1])]:
            return True
    return False


def _before(text: str, hard: Span) -> Place | None:
    """The name that a number is told of: 王小明，男，身份证号码：370305…."""
    left = text[max(hard.start - REACH, 0) : hard.start]
    left = left[left.rfind("\n") + 1 :]
    least = 1 if hard.kind is FoundKind.PLATE else 0  # 查获鲁C…: a verb, where nothing stands between
    for length in range(len(left), least - 1, -1):
        end = hard.start - length
        if _NUMBER_OF.fullmatch(text, end, hard.start) and (match := _BARE.search(text, max(end - 8, 0), end)):
            return match.span("name")
    return None
