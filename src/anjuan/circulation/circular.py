"""The circular (评查通报): what a review found, with denominators and without private persons' names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..model.result import Evaluation, Pick, Selection, Verdict
from ..panel.ruling import Ruled
from .figures import GradeRow, Problem, Span, figures_json, grade_row, problems
from .notice import Block, Column, NoticeHead, heading, numeral, paragraph, stamp_annex, table

CATEGORIES = {
    "penalty": "行政处罚",
    "licence": "行政许可",
    "coercion": "行政强制",
    "inspection": "行政检查",
    "levy": "行政征收",
}
SUPERVISION = date(2026, 2, 1)  # 行政执法监督条例 in force
# Source, articles, first day in force, category that must be in the review (empty: any).
_BASES = (
    ("行政执法监督条例", "第十五条、第十八条", SUPERVISION, ""),
    ("中华人民共和国行政处罚法", "第七十五条第一款", date(2021, 7, 15), "penalty"),
    ("中华人民共和国行政许可法", "第六十条", date(2004, 7, 1), "licence"),
)
_COMMON = 2  # one file is no common problem
_TOLD = 10
_TO = "～"  # shorter than 至, for the narrow columns of tables
_FEW = 30
_STATES = {"self-check": "自查", "panel": "集中评查"}


@dataclass(frozen=True, slots=True)
class Unscored:
    """A case file that could not be read or scored."""

    case: str
    reason: str


def circular(
    head: NoticeHead,
    results: Sequence[Ruled],
    selections: Sequence[Selection],
    *,
    unscored: Sequence[Unscored] = (),
    names: Collection[str] | None = None,
) -> dict[str, Any]:
    """The notice that circulates the results of a review.

    Args:
        results: every scored case file with the rulings on it.
        selections: what was chosen; a kind that is absent was not chosen and is not mentioned.
        unscored: those that stay out of every share.
        names: of parties and people in the case files (`names_of`); without them no typical sentence is told.

    Raises:
        ProfileError: a case file has a grade that is not among `head.grades`.
    """
    ordered = sorted(results, key=lambda one: one.evaluation.id)
    evaluations = [one.evaluation for one in ordered]
    found = problems(ordered, names)
    agencies = _groups(evaluations, head, "agency")
    categories = _groups(evaluations, head, "category")
    whole = grade_row("合计", evaluations, head.grades)
    parts: list[tuple[str, list[Block]]] = [
        ("评查范围和方式", _scope(head, ordered, unscored)),
        ("总体情况", _grades(head, whole, agencies, categories)),
        ("存在的共性问题", _common(found, len(evaluations))),
        *_chosen(head, selections, {one.id: one for one in evaluations}),
        ("工作要求", _demands(head, found, selections)),
        ("需要说明的事项", _limits(head, ordered)),
    ]
    body = [paragraph(_opening(head, evaluations))]
    for count, (title, blocks) in enumerate((part for part in parts if part[1]), 1):
        body += [heading(f"{numeral(count)}、{title}"), *blocks]
    return {
        "kind": "circular",
        "title": f"{head.issuer}关于{_named(head)}情况的通报",
        "issuer": head.issuer,
        "number": head.number,
        "to": head.to,
        "signed": head.issuer,
        "date": head.date_text,
        "body": body,
        "annex_title": "评查所用标准、台账、法律数据和程序的版本与校验值",
        "annex": stamp_annex(head, evaluations),
        "figures": {
            "drawn": _drawn(head, ordered, unscored),
            "unscored": [{"case": one.case, "reason": one.reason} for one in unscored],
            **figures_json(ordered, [whole, *agencies], categories, found),
        },
    }


def _named(head: NoticeHead) -> str:
    """The review as a sentence calls it: with its year, and told to be a review."""
    name = head.name.removeprefix(head.issuer).removeprefix("关于")
    name = name if "查" in name else f"行政执法案卷评查（{name}）"
    return name if str(head.year) in name else f"{head.year}年度{name}"


def _opening(head: NoticeHead, evaluations: Sequence[Evaluation]) -> str:
    here = {one.category for one in evaluations}
    bases = [
        f"《{source}》{article}"
        for source, article, since, category in _BASES
        if (head.issued is None or head.issued >= since) and (not category or category in here)
    ]
    ground = f"根据{'，'.join(bases)}的规定，" if bases else ""
    return (
        f"为加强行政执法监督，规范行政执法行为，提高案卷质量，{ground}"
        f"{head.issuer}组织开展了{_named(head)}。现将有关情况通报如下。"
    )


def _drawn(head: NoticeHead, results: Sequence[Ruled], unscored: Sequence[Unscored]) -> int:
    return head.drawn if head.drawn is not None else len(results) + len(unscored)


def _scope(head: NoticeHead, results: Sequence[Ruled], unscored: Sequence[Unscored]) -> list[Block]:
    evaluations = [one.evaluation for one in results]
    drawn = _drawn(head, results, unscored)
    kinds = Counter(one.category for one in evaluations)
    told = "、".join(f"{name}{kinds[key]}件" for key, name in [*CATEGORIES.items()] if kinds[key])
    agencies = len({one.agency for one in evaluations})
    text = f"本次共抽取案卷{drawn}件，完成评分{len(evaluations)}件，涉及{agencies}个行政执法机关"
    text += f"（{told}）。" if told else "。"
    if unscored:
        text += f"另有{len(unscored)}件未能读取或者未能评分，不计入本通报的各项件数和占比。"
    if (rest := drawn - len(evaluations) - len(unscored)) > 0:
        text += f"其余{rest}件尚未送交或者尚未评查。"
    ruled = [one for one in results if one.rulings]
    lines = sum(len(one.items) for one in results)
    way = (
        f"本次为{_STATES.get(head.stage, head.stage)}，采用的评查标准为"
        f"{'、'.join(_profiles(evaluations)) or '（无）'}。"
        "各评查项先由程序逐项提出意见并指明页码、原文和依据，再由评查人员裁定。"
    )
    if ruled:
        way += f"评查人员对{len(ruled)}件案卷的{lines}个评查项作出了裁定；未经裁定的评查项按程序意见计分。"
    else:
        way += "截至本通报印发，评查人员尚未作出裁定，各项得分和等次均为程序意见。"
    return [paragraph(text), paragraph(way)]


def _profiles(evaluations: Iterable[Evaluation]) -> list[str]:
    return sorted({one.stamp.profile.split(" ")[0].replace("@", "（") + "版）" for one in evaluations})


def _groups(evaluations: Sequence[Evaluation], head: NoticeHead, key: str) -> list[GradeRow]:
    groups: dict[str, list[Evaluation]] = {}
    for one in evaluations:
        groups.setdefault(getattr(one, key), []).append(one)
    names = list(CATEGORIES) if key == "category" else []
    order = sorted(groups, key=lambda name: (names.index(name) if name in names else len(names), name))
    return [
        grade_row(CATEGORIES.get(name, name) or "（未识别执法机关）", groups[name], head.grades)
        for name in order
    ]


def _grades(
    head: NoticeHead, whole: GradeRow, agencies: Sequence[GradeRow], categories: Sequence[GradeRow]
) -> list[Block]:
    if not whole.files:
        return [paragraph("本次没有完成评分的案卷。")]
    shares = "，".join(
        f"{grade}{count.text('件')}，占{whole.share(grade).text('%')}" for grade, count in whole.counts
    )
    text = f"完成评分的{whole.files}件案卷平均得分{whole.mean.text('分')}；{shares}。"
    if any(count.low != count.high for _, count in whole.counts):
        text += "以区间表示的，系部分案卷尚有评查项未定，等次随裁定结果而定，下限为等次已经确定的件数。"
    columns: list[Column] = [("执法机关", 27, "left"), ("件数", 11, "center"), ("平均分", 17, "center")]
    columns += [(f"{grade}\n件数及占比", 20, "center") for grade in head.grades]
    blocks = [
        paragraph(text),
        table("各执法机关案卷等次情况", columns, map(_grade_cells, [*agencies, whole])),
    ]
    if len(categories) > 1:
        named = [("案卷类别", 27, "left"), *columns[1:]]
        blocks.append(table("各类案卷等次情况", named, map(_grade_cells, [*categories, whole])))
    if any(row.files < _FEW for row in agencies):
        blocks.append(
            paragraph(f"评分件数不足{_FEW}件的机关，占比易受个别案卷影响，仅供参考，不作为排名依据。")
        )
    return blocks


def _grade_cells(row: GradeRow) -> list[str]:
    cells = [f"{count.text(joint=_TO)}\n{row.share(grade).text('%', _TO)}" for grade, count in row.counts]
    return [row.name, str(row.files), row.mean.text(joint=_TO), *cells]


def _common(found: Sequence[Problem], files: int) -> list[Block]:
    shared = [one for one in found if one.failed >= _COMMON]
    if not shared:
        return [paragraph(f"在完成评分的{files}件案卷中，未发现两件以上案卷存在同一问题。")] if files else []
    told = shared[:_TOLD]
    text = f"有{len(shared)}个评查项在两件以上案卷中不符合要求。"
    if len(shared) > len(told):
        text += f"按涉及件数列出前{len(told)}项。"
    text += "占比以适用该评查项的案卷为分母；存疑的案卷计入分母，不计为不符合。"
    columns = [
        ("编号", 14, "center"), ("评查项", 44, "left"), ("不符合", 12, "center"), ("适用", 10, "center"),
        ("占比", 12, "center"), ("存疑", 10, "center"),
    ]  # fmt: skip
    cells = [(one.item, one.title, one.failed, one.applies, f"{one.share}%", one.doubtful) for one in told]
    blocks = [paragraph(text), table("共性问题", columns, cells)]
    for count, one in enumerate(told, 1):
        blocks += [heading(f"（{numeral(count)}）{one.title}", 2), paragraph(_problem_text(one))]
    return blocks


def _problem_text(one: Problem) -> str:
    text = f"适用该评查项（{one.item}）的案卷{one.applies}件，其中{one.failed}件不符合，占{one.share}%"
    text += f"，另有{one.doubtful}件存疑待定。" if one.doubtful else "。"
    if one.ruled:
        text += f"不符合的{one.failed}件中，经评查人员裁定的{one.ruled}件。"
    return f"{text}典型表现：{one.sentence}。" if one.sentence else text


def _chosen(
    head: NoticeHead, selections: Sequence[Selection], evaluations: Mapping[str, Evaluation]
) -> list[tuple[str, list[Block]]]:
    parts: list[tuple[str, list[Block]]] = []
    for kind, title in (("excellent", "优秀案卷"), ("problem", "问题案卷")):
        own = [one for one in selections if one.kind == kind]
        picks = [pick for one in own for pick in one.picks]
        if own:
            parts.append((title, _picks(kind, title, picks, evaluations)))
    return parts


def _picks(
    kind: str, title: str, picks: Sequence[Pick], evaluations: Mapping[str, Evaluation]
) -> list[Block]:
    if not picks:
        return [paragraph(f"按照评选规则，本次没有案卷列为{title}。")]
    text = {
        "excellent": f"按照评选规则，确定下列{len(picks)}件案卷为优秀案卷，供各机关学习借鉴。",
        "problem": f"按照评选规则，确定下列{len(picks)}件案卷为问题案卷，有关机关应当对照整改。",
    }[kind]
    columns = [
        ("序号", 9, "center"), ("文号", 23, "left"), ("执法机关", 20, "left"), ("得分", 12, "center"),
        ("理由", 44, "left"),
    ]  # fmt: skip
    rows = []
    for pick in picks:
        reasons = list(pick.reasons)
        if kind == "problem" and (codes := _failed(evaluations.get(pick.case))):
            reasons.append(f"不符合的评查项：{'、'.join(codes)}")
        score = Span(pick.low, pick.high).text(joint=_TO)
        rows.append((pick.rank, pick.number or pick.case, pick.agency, score, "；".join(reasons)))
    return [paragraph(text), table(title, columns, rows)]


def _failed(one: Evaluation | None) -> list[str]:
    return [row.item for row in one.items if row.verdict is Verdict.FAIL] if one else []


def _demands(head: NoticeHead, found: Sequence[Problem], selections: Sequence[Selection]) -> list[Block]:
    term = head.term or "在本机关规定的期限内"
    demands = []
    if any(pick for one in selections if one.kind == "problem" for pick in one.picks):
        demands.append(
            f"逐件整改。问题案卷所在机关应当{term}，对照评查项和所指页码逐项核查，依法纠正，并书面报送整改情况；"
            "决定违法或者明显不当的，依照法定权限和程序处理。"
        )
    else:
        demands.append(f"对照整改。各机关应当{term}，对照评查意见逐项核查纠正，并书面报送整改情况。")
    if shared := [one for one in found if one.failed >= _COMMON][:3]:
        named = "".join(f"“{one.title}”" for one in shared)
        demands.append(f"举一反三。各机关应当就本通报所列共性问题开展自查，重点核查{named}等要求的落实情况。")
    demands.append("学习借鉴。各机关应当组织执法人员学习优秀案卷、剖析问题案卷，提高执法和案卷制作水平。")
    ground = "可以依照《行政执法监督条例》第三十条的规定" if _in_force(head) else "可以"
    contact = f"联系方式：{head.contact}。" if head.contact else ""
    demands.append(f"意见反馈。对评查结果有异议的，{ground}向{head.issuer}提出并说明理由。{contact}")
    return [paragraph(f"（{numeral(count)}）{text}") for count, text in enumerate(demands, 1)]


def _in_force(head: NoticeHead) -> bool:
    return head.issued is None or head.issued >= SUPERVISION


def _limits(head: NoticeHead, results: Sequence[Ruled]) -> list[Block]:
    evaluations = [one.evaluation for one in results]
    texts = [
        "程序只依据案卷材料和所列台账提出意见，不判断证据真伪、裁量是否适当等应由人判断的事项；"
        "一票否决须经评查人员写明理由确认方生效力。"
    ]
    presumed = Counter(item for one in evaluations for item in one.presumed)
    if presumed:
        titles = {row.item: row.title for one in evaluations for row in one.items}
        most = sorted(presumed, key=lambda item: (-presumed[item], item))[:5]
        named = "；".join(f"{titles[item]}（{item}，{presumed[item]}件）" for item in most)
        texts.append(
            f"有{len(presumed)}个评查项、{sum(presumed.values())}项次系推定符合：程序不能判断，也未经评查人员裁定，"
            f"未扣分不等于经核实符合。件数最多的是：{named}。"
        )
    graded = sum(one.grade_low != one.grade_high for one in evaluations)
    open_items = sum(len(one.undecided) for one in evaluations)
    if graded or open_items:
        texts.append(
            f"有{graded}件案卷的等次尚未确定，{open_items}项次可能影响等次的评查项有待裁定；"
            "存疑的评查项不扣分，只形成得分区间。"
        )
    if disputes := sum(len(one.disputes) for one in results):
        texts.append(f"有{disputes}项次评查人员意见不一致，尚待合议，得分区间包含各方意见。")
    if len({replace(one.stamp, engines=()) for one in evaluations}) > 1:  # scans name an engine, others none
        texts.append("各案卷所用的标准、台账、法律数据或者程序版本不尽相同，详见附件，得分之间不宜直接比较。")
    if head.stage == "self-check":
        texts.append("本次为自查，结果未经集中评查复核。")
    return [paragraph(f"（{numeral(count)}）{text}") for count, text in enumerate(texts, 1)]
