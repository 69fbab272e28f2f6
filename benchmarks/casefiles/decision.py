"""The penalty decision: long or short, with or without headings."""

from benchmarks.casefiles.blocks import Closing, Grid
from benchmarks.casefiles.case import NEW_REVIEW
from benchmarks.casefiles.deciding import HEARD, discretion, evidence, norms, penalties, silence
from benchmarks.casefiles.people import numeral
from benchmarks.casefiles.reasoning import PARAGRAPHS, weighed
from benchmarks.casefiles.writer import Writer


def decision(w: Writer) -> None:
    """行政处罚决定书."""
    case = w.case
    number = case.decision_number()
    w.paper("行政处罚决定书", number)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    if w.style.outer == "ruled" or len(case.parties) > 1 or w.style.words % 2:
        w.form(*w.party_rows(), inner=False)
    else:
        _party_lines(w)
    first, second = norms(w, state=True)
    headed = w.style.words in (1, 3)
    count = iter(range(1, 9))

    def head(text: str) -> str:
        return f"{numeral(next(count))}、{text}\n" if headed else ""

    w.text(_course(w))
    w.text(*(head("违法事实和证据") + _facts(w)).split("\n"))
    w.text(*_evidence(w))
    w.text(*_told(w))
    w.text(
        *(head("处罚理由和依据") + f"本机关认为，当事人的上述行为违反了{first}的规定。{discretion(w)}").split(
            "\n"
        )
    )
    w.text(f"依据{second}的规定，本机关决定对当事人作出如下行政处罚：")
    for party in case.parties:
        lines = penalties(w, party, "决")
        if len(case.parties) > 1:
            w.text(f"对{party.name}：")
        w.text(*(f"{n}.{line}{'；' if n < len(lines) else '。'}" for n, line in enumerate(lines, 1)))
    w.text(*(head("履行方式和救济途径") + _pay(w)).split("\n"))
    w.text(_remedies(w))
    _close(w)


def _party_lines(w: Writer) -> None:
    party = w.case.party
    w.say("当事人", party.name, party.name, many=True)
    w.say("当事人证照号", party.number, party.number, many=True)
    w.text(f"{w.label('party')}：{party.name}", indent=False)
    number = w.label("idno") if party.kind == "person" else w.label("uscc")
    w.text(f"{number}：{party.number}", f"{w.label('address')}：{party.address}", indent=False)
    if party.head:
        w.text(f"{'经营者' if party.kind == 'shop' else w.label('head')}：{party.head}", indent=False)


def _course(w: Writer) -> str:
    case = w.case
    found = w.on("inspect", doc=True)
    dates = [case.dates["inspect"].isoformat(), case.dates["source"].isoformat()]
    w.say("违法行为日期", {"any": list(dict.fromkeys(dates))}, found)
    start = "根据投诉举报线索，" if case.source == "投诉举报" else ""
    text = f"{start}{found}，本机关执法人员对{case.site}进行检查，发现当事人涉嫌{case.matter}。"
    filed = w.on("file", doc=True)
    if "no_head_date" in case.flags:
        w.day("立案日期", "file", doc=True)
    return f"{text}经批准，本机关于{filed}立案调查。现已调查终结。"


def _facts(w: Writer) -> str:
    case = w.case
    return f"经查明，{case.facts}。{case.act.harm}。" + (
        f"经核算，当事人的违法所得为{w.money(case.party.gains)}。"
        if case.act.gains[1] and len(case.parties) == 1
        else ""
    )


def _evidence(w: Writer) -> list[str]:
    if "no_evidence" in w.case.flags:
        return []
    if "long" in w.case.flags:
        lines = ["以上事实，有下列证据证实："]
        lines += [
            f"（{numeral(n)}）{part}；" for n, part in enumerate(evidence(w).rstrip("。").split("；"), 1)
        ]
        talk = [
            f"当事人在{w.print(day, True)}的询问中承认检查当日的情况属实，对数量没有异议，说明了管理上的疏漏和改正的打算。"
            for day, *_ in w.case.asked
        ]
        weigh = (
            "上述证据均由执法人员依法收集，来源清楚，形式合法，内容能够相互印证，并已由当事人或者提供人确认，"
            "与待证事实有直接联系，本机关予以采信。当事人对证据的真实性没有提出异议。"
        )
        return [*lines, *talk, weigh]
    return [f"以上事实有以下证据证实：{evidence(w)}"]


def _told(w: Writer) -> list[str]:
    flags = w.case.flags
    heard = "和要求听证" if "told_hearing" in flags else ""
    served = w.day("告知送达日期", "notice_served", doc=True)
    text = f"本机关于{served}向当事人送达了行政处罚告知书，"
    text += f"告知拟处罚的事实、理由、依据和内容以及陈述、申辩{heard}的权利。"
    if HEARD in flags:
        more = f"当事人要求听证，本机关于{w.on('hear', doc=True)}公开举行听证。"
        more += "当事人提出的数额偏高的意见，因拟处罚已考虑整改情况，不予采纳。"
    elif "statement" in flags:
        more = "当事人提出经营困难、已经改正，请求从轻处理。经复核，改正情况在拟定处罚时已予考虑，该意见不予采纳。"
        if "silent_on_plea" in flags:
            more = ""
    elif "waive" in flags:
        more = "当事人书面表示放弃陈述和申辩的权利。"
    else:
        more = silence(w, "当事人在规定期限内未提出陈述、申辩意见。")
    long = []
    if "long" in flags:
        count = w.case.rng.choice((2, 5, 11, 11))
        chosen = w.case.rng.sample(range(len(PARAGRAPHS)), count)
        long = [PARAGRAPHS[n] for n in sorted(chosen)]
        if count > 4:
            long = weighed(w) + long
    return [text + more, *long]


def _pay(w: Writer) -> str:
    case = w.case
    if "罚款" not in case.act.kinds:
        return ""
    new = case.new_law("decide")
    article, extra = (
        ("第六十七条", "第七十二条第一款第（一）项") if new else ("第四十六条", "第五十一条第（一）项")
    )
    law = "《中华人民共和国行政处罚法》"
    days = "三十日" if "wrong_pay" in case.flags else "十五日"
    text = f"根据{law}{article}的规定，当事人应当自收到本决定书之日起{days}内，"
    text += "持缴款通知到指定的银行或者通过电子支付系统缴纳罚没款。"
    return f"{text}到期不缴纳罚款的，本机关可以根据{law}{extra}的规定，每日按罚款数额的百分之三加处罚款。"


def _remedies(w: Writer) -> str:
    case = w.case
    upper = (
        f"{case.place}人民政府"
        if case.dates["decide"] >= NEW_REVIEW
        else f"{case.place}人民政府或者上一级主管部门"
    )
    months = "三个月" if "short_suit" in case.flags else w.pick("六个月", "6个月")
    days = w.pick("六十日", "60日")
    if "no_remedies" in case.flags:
        return ""
    w.say("复议期限", {"any": [60, "六十日", "60日", "六十天"]}, days)
    number = 3 if months == "三个月" else 6
    w.say("起诉期限", {"any": [number, "三个月" if number == 3 else "六个月", f"{number}个月"]}, months)
    text = f"如不服本决定，可以自收到本决定书之日起{days}内向{upper}申请行政复议；"
    return f"{text}也可以自收到本决定书之日起{months}内依法向人民法院提起行政诉讼。复议、诉讼期间，本决定不停止执行。"


def _close(w: Writer) -> None:
    case = w.case
    if "no_day" in case.flags:
        w.add(Closing(case.organ, "", case.organ if w.style.seal else ""))
    else:
        w.closing(w.day("决定日期", "decide", doc=True))
    if w.style.words == 2:
        w.text("（本决定书一式三份，一份送达当事人，一份归档，一份留存备查）", indent=False)
    if "list" in case.flags:
        w.add(Grid(("序号", "名称", "数量"), (("1", "涉案物品", "1批"),), (1, 3, 2)))
