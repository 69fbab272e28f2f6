"""What a licence decision and the licence itself have to bear."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from anjuan import Document, Fact, Finding, NeedsPerson, Record, View, check

from ..reading import governing_day, missing_in, scanned

DECISIONS = ("准予许可决定书", "延续决定", "变更决定", "不予许可决定书", "撤销决定", "注销决定")
LICENCE = "许可证件"
_HOLDER = (
    r"(?:申请人|被许可人|持证人|当事人|权利人|单位|企业|机构|经营者|经营主体|许可证持有人|字号)(?:名称|姓名|全称)?"
    r"(?:\([^()]*\))?|名称|姓名"
)
_ALONE = r"(?!.*(?:局|委员会|政府|厅|许可))[\u4e00-\u9fff()]{4,40}(?:公司|厂|店|馆|社|学校|商行|协会|医院|门诊部|诊所)[:,]?"
_ADDRESSED = r"(?!.*(?:你单位|你公司|你\(|如下|规定|决定|日期|编号|文号|号$))[^。;,:]{2,40}:"
_STAMPED = r"(?:机关|单位|部门)[^。;]{0,6}(?:\(?(?:盖章|印章|公章|章)\)?)|\((?:盖章|印章|公章|章)\)"
_ORGAN = r"[\u4e00-\u9fff()]{2,28}(?:局|委员会|委|政府|厅|部|署|办公室|街道办事处|管理处|总队|支队|大队|中心|所|站|院|办|分局)"
_DAY = (
    r"(?:19|20)\d\d[年./\-]\d{1,2}[月./\-]\d{1,2}"
    r"|[二一][〇零○oO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
)
_TALK = (
    r"行政许可法|(?:准予|不予|同意|撤[销回]|注销|变更|延续|上述|该|本|实施|作出|决定|申请|的|取得|依法)?行政许可"
    r"|(?:准予|不予)许可|许可决定书?|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|本机关|本局|提出|提交|申请人"
)
_MATTER = (
    r"(?:许可|批准)(?:内容|项目|范围|事项)[:]?\s*[\u4e00-\u9fff]{2}|申请事项|经营(?:项目|范围)"
    r"|[\u4e00-\u9fff]{2,}(?:许可|登记(?!机关)|资格|资质|核准|审批(?!局)|执业|备案)"
    r"|你(?:单位|公司|\(单位\)|店|院|中心)?于?(?!单位|公司|店|院|中心|的|于)[\u4e00-\u9fff、]{3,40}?的?申请"
    r"|(?:从事|设立|经营|生产|办理|举办|使用|取水|排放|占用)[\u4e00-\u9fff、]{2,}"
)


@check("documents.licence_elements", title="许可决定和证件要素齐全并盖章")
def licence_elements(case: View) -> Finding:
    """LI-D01."""
    decided = case.documents(*DECISIONS)
    papers = (*decided, *case.documents(LICENCE))
    if not papers and case.document(*DECISIONS, LICENCE) is None:
        return _nothing_decided(case)
    if case.duty(on=governing_day(case)) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    lacking = [(paper, what) for paper in papers for what in _lacking(case, paper)]
    if not lacking:
        return _sealed(case, decided or papers)
    case.readable(*dict.fromkeys(paper for paper, _ in lacking))
    said = "；".join(f"{paper.title}没有写明{what}" for paper, what in lacking[:4])
    stamped = [paper for paper, what in lacking if what == "行政机关名称" and case.find(paper, _STAMPED)]
    if stamped and all(what == "行政机关名称" for _, what in lacking):
        return case.unsure(f"{said}，机关名称可能只在印章内，请看图像", at=stamped)
    if scanned(*(paper for paper, _ in lacking)):
        return case.unsure(f"{said}，可能是印章遮盖或者手写", at=[paper for paper, _ in lacking])
    return case.failed(said, at=[missing_in(paper, what) for paper, what in lacking])


def _nothing_decided(case: View) -> Finding:
    if case.documents("不予受理通知书"):
        return case.not_applicable("申请没有受理，没有作出许可决定")
    raise NeedsPerson("卷内没有许可决定书和许可证件，本项无从判断")


def _lacking(case: View, paper: Document) -> list[str]:
    """What a paper does not show at all."""
    rows = [re.sub(r"\s", "", line.text) for _, line in paper.lines()]
    case.text(paper)
    tests: Sequence[tuple[str, tuple[str, ...], Callable[[View, list[str]], bool]]] = (
        ("申请人（被许可人）的名称", ("当事人", "文书当事人"), _named),
        ("许可事项", ("许可事项",), _matter),
        ("行政机关名称", ("处罚机关", "文头机关", "落款机关"), _organ),
        ("日期", ("决定日期", "许可有效期起"), _dated),
    )
    return [
        what
        for what, names, shown in tests
        if not (what == "许可事项" and paper.kind == LICENCE)  # its title tells it
        and not any(case.facts(name, document=paper) for name in names)
        and not shown(case, rows)
    ]


def _named(case: View, rows: list[str]) -> bool:
    text = "".join(rows)
    known = {str(fact.value) for fact in case.file.facts if fact.name in ("当事人", "文书当事人")}
    if any(re.sub(r"\s", "", name) in text for name in known):
        return True
    if any(re.fullmatch(_ALONE, row) for row in rows[1:6]):
        return True
    if any(re.fullmatch(_ADDRESSED, row.replace("：", ":")) for row in rows[:8]):
        return True
    return bool(
        re.search(rf"(?:^|[^\u4e00-\u9fff你])(?:{_HOLDER})[::]?(?:[\u4e00-\u9fff(]{{2,}})", "\n".join(rows))
    )


def _matter(case: View, rows: list[str]) -> bool:
    body = re.sub(_TALK, "", "".join(rows[1:]))
    return bool(re.search(_MATTER, body))


def _organ(case: View, rows: list[str]) -> bool:
    agency = re.sub(r"\s", "", case.file.agency)
    if agency and any(agency in row for row in rows):
        return True
    day = rf"(?:{_DAY})\D{{0,4}}\d{{0,2}}\D?"
    return any(
        re.fullmatch(rf"(?:[\u4e00-\u9fff]{{2,6}}[::])?{_ORGAN}(?:\(.*\))?(?:{day})?", row) for row in rows
    )


def _dated(case: View, rows: list[str]) -> bool:
    return bool(re.search(_DAY, "".join(rows)))


def _sealed(case: View, papers: tuple[Document, ...]) -> Finding:
    """A seal is an image: what nobody saw goes to a person, what is surely not there is a fault."""
    for paper in papers:
        marks = _seals(case, paper)
        states = {fact.value.text("state") for fact in marks if isinstance(fact.value, Record)}
        if "有" in states:
            continue
        places: list[Fact | Document] = [*marks] or [paper]
        if states == {"无"} and not re.search("副本|存根|复印件|样本|打印件", paper.title):
            return case.failed(f"{paper.title}没有加盖印章", at=places)
        return case.unsure(f"{paper.title}的要素齐全，印章未能识别，请看图像", at=places)
    return case.passed()


def _seals(case: View, paper: Document) -> tuple[Fact, ...]:
    """Marks of a seal on a paper; one that was surely seen outweighs a poor look at another place.

    Raises:
        NeedsPerson: none was surely seen and one was poorly looked at.
    """
    try:
        return case.facts("印章", document=paper)
    except NeedsPerson:
        sure = [
            fact
            for fact in case.file.facts
            if fact.name == "印章" and fact.evidence.document == paper.id and fact.confidence >= case.trust
        ]
        if any(isinstance(fact.value, Record) and fact.value.text("state") == "有" for fact in sure):
            return tuple(sure)
        raise
