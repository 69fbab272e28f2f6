"""What only the whole case file tells: the best source, whose return of service it is, the officers."""

from __future__ import annotations

from datetime import date

from anjuan import Document, Fact, Record, find_citations
from anjuan.reading.facts import case_facts

from .papers import FACTS, HEAD, NORMS, NOTICE, TAIL, facts, printed, said


def _returned(id: str, named: str, number: str, received: str) -> Document:
    body = (
        f"送达回证\n受送达人:南屏市甲乙食品有限公司\n送达文书名称及文号:{named}{number and f'({number})'}\n"
        f"送达方式:直接送达\n收到日期:{received}\n送达人:甲小明、乙大山"
    )
    return printed(body, "送达回证", id=id, width=60)


DECISION = printed(HEAD + FACTS + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL, id="d5")
TOLD = printed(NOTICE.format(articles="", hearing=""), "行政处罚事先告知书", id="d3")


def test_which_return_belongs_to_which_paper() -> None:
    order = _returned("d2", "《责令改正通知书》", "南林责改〔2024〕7号", "2024年3月5日")
    told = _returned("d4", "《行政处罚事先告知书》", "南林罚告〔2024〕7号", "2024年3月29日")
    done = _returned("d6", "《行政处罚决定书》", "南林罚[2024]7号", "2024年4月7日15时05分")
    found = said(order, TOLD, told, DECISION, done)
    assert found["送达日期"] == [date(2024, 4, 7)]
    assert found["告知送达日期"] == [date(2024, 3, 29)]
    assert found["送达方式"] == ["直接送达"]
    assert len(found["送达"]) == 3
    bundled = said(order, told, done, TOLD, DECISION)
    assert bundled["送达日期"] == [date(2024, 4, 7)]


def test_a_return_without_a_name_belongs_to_the_paper_before_it() -> None:
    nameless = _returned("d6", "", "", "2024年4月7日")
    found = [one for one in facts(TOLD, DECISION, nameless) if one.name == "送达日期"]
    assert [(one.value, one.confidence < 0.85) for one in found] == [(date(2024, 4, 7), True)]


def test_a_return_of_another_paper_says_nothing_of_the_decision() -> None:
    order = _returned("d6", "《责令改正通知书》", "南林责改〔2024〕7号", "2024年3月5日")
    found = said(TOLD, DECISION, order)
    assert "送达日期" not in found
    assert "告知送达日期" not in found
    assert len(found["送达"]) == 1


def test_the_best_source_is_believed() -> None:
    filed = printed("立案审批表\n案由:涉嫌未公示案\n立案日期:2024年3月6日", "立案审批表", id="d1")
    closed = printed(
        "结案审批表\n案由:甲乙公司未公示案\n立案日期:2024年3月7日\n决定日期:2024年4月3日\n结案日期:2024年4月16日",
        "结案审批表",
        id="d9",
    )
    found = said(filed, DECISION, closed)
    assert found["案由"] == ["未公示"]
    assert found["立案日期"] == [date(2024, 3, 6)]
    assert found["决定日期"] == [date(2024, 4, 2)]
    assert said(closed)["立案日期"] == [date(2024, 3, 7)]


def test_a_decision_whose_day_cannot_be_read_is_dated_by_others() -> None:
    smudged = printed(
        HEAD + FACTS + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL.replace("2024年4月2日", "年四月日"),
        id="d5",
    )
    closed = printed("结案审批表\n决定日期:2024年4月2日", "结案审批表", id="d9")
    found = [one for one in facts(smudged, closed) if one.name == "决定日期"]
    assert [(one.value, one.confidence < 0.85) for one in found] == [(date(2024, 4, 2), True)]


def test_officers_are_the_union_of_all_records() -> None:
    first = printed(
        "现场检查笔录\n检查人员及执法证号:甲小明 45990310217;乙大山 45990310233", "现场检查笔录", id="d1"
    )
    second = printed("询问笔录\n询问人:甲小明、丙文\n执法证号:45990310217、45990310249", "询问笔录", id="d2")
    third = printed("询问笔录\n询问人:甲小明、丙文\n执法证号:19070310217、45990310249", "询问笔录", id="d3")
    found = said(first, second, third)
    pairs = [
        (one.text("name"), one.text("certificate")) for one in found["执法人员"] if isinstance(one, Record)
    ]
    assert pairs == [("甲小明", "45990310217"), ("乙大山", "45990310233"), ("丙文", "45990310249")]
    assert len(found["笔录人员"]) == 6


def test_the_address_behind_a_name_is_no_part_of_it() -> None:
    lead = printed(
        "案件来源登记表\n当事人:南屏市甲乙食品有限公司南屏市城南区一路1号", "案件来源登记表", id="d1"
    )
    found = said(lead, DECISION)
    assert set(found["文书当事人"]) == {"南屏市甲乙食品有限公司"}


def test_the_number_of_the_party_from_its_licence() -> None:
    text = (
        "南屏市城南区林业局\n准予行政许可决定书\n南林许〔2024〕2号\n南屏市甲乙食品有限公司:\n"
        "决定准予行政许可。\n南屏市城南区林业局\n2024年7月8日"
    )
    licence = printed(
        "营业执照\n统一社会信用代码:91440799MA0000000X\n名称:南屏市甲乙食品有限公司", "营业执照", id="d2"
    )
    assert said(printed(text, "准予许可决定书"), licence)["当事人证照号"] == ["91440799MA0000000X"]


def test_own_age_counts_only() -> None:
    card = printed(
        "身份证\n姓名:庚小草\n出生:2010年2月1日\n公民身份号码:440799201002010002", "身份证", id="d2"
    )
    of_person = printed(
        HEAD.replace("南屏市甲乙食品有限公司", "庚小草").replace("当事人名称", "当事人姓名") + FACTS + TAIL,
        id="d1",
    )
    assert said(of_person, card)["出生日期"] == [date(2010, 2, 1)]
    assert "出生日期" not in said(DECISION, card)


def test_extractors_of_plugins_take_part() -> None:
    class Extra:
        name = "extra"
        kinds = ("行政处罚决定书",)

        def facts(self, document: Document) -> list[Fact]:
            one = next(iter(facts(document)))
            return [Fact("某事", "有", one.evidence)]

    assert [one.name for one in case_facts([DECISION, TOLD], [Extra()])] == ["某事"]


def test_all_citations_once_a_document() -> None:
    found = said(DECISION)["引用法条"]
    assert found == list(
        dict.fromkeys(str(one) for one in find_citations("".join(one.text for _, one in DECISION.lines())))
    )
