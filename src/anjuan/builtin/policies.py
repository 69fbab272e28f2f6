"""The selection policy `standard`: excellent and problem case files, each with its reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from anjuan import Effect, Evaluation, Pick, ProfileError, Ruling, Selection, VetoState, near

STAGES = ("self-check", "panel")
_EFFECTS = {Effect.ZERO: "整卷计零分", Effect.UNQUALIFIED: "评为不合格", Effect.NOT_EXCELLENT: "不得评为优秀"}
_GRAVITY = (Effect.ZERO, Effect.UNQUALIFIED, Effect.NOT_EXCELLENT, Effect.NONE)


@dataclass(frozen=True, slots=True)
class Options:
    """What a review may set.

    Attributes:
        stage: `self-check` or `panel`; in a panel the presumed veto items of an excellent file need a ruling.
        excellent, failed: names of the best and of the failing grade in the profile.
        per_agency: excellent files of one agency, at most; share: their part of all files, at most.
        problems: problem files, at most.
        pending, closed, lost: words by which the status of a case file tells a review or suit that is
            under way, ended without fault, or lost.
    """

    stage: str = "self-check"
    excellent: str = "优秀"
    failed: str = "不合格"
    per_agency: int = 2
    share: Decimal = Decimal("0.25")
    problems: int = 10
    pending: tuple[str, ...] = ("in_review", "in_suit", "复议", "诉讼", "应诉", "审理")
    closed: tuple[str, ...] = ("upheld", "withdrawn", "维持", "驳回", "胜诉", "撤回", "终结")
    lost: tuple[str, ...] = ("lost", "败诉", "纠错", "被撤销", "被变更", "确认违法", "责令履行")

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Options:
        """Options from TOML values.

        Raises:
            ProfileError: an unknown key, or a value of another kind.
        """
        known = {one.name for one in fields(cls)}
        for key in options:
            if key not in known:
                raise ProfileError(f"评选规则 standard 没有选项 {key}", key, near(key, known) or "删去该选项")
        return cls(**{key: _value(key, value) for key, value in options.items()})

    def course(self, status: str) -> str:
        """`lost`, `closed`, `pending` or nothing: what a status says of review and suit."""
        text = status.strip().lower()
        for name in ("lost", "closed", "pending"):
            if text and any(word in text for word in getattr(self, name)):
                return name
        return ""

    def places(self, files: int) -> int:
        """How many of `files` may be excellent: the share, but at least one."""
        return max(math.floor(self.share * files), 1)


def _value(key: str, value: Any) -> Any:
    if key == "stage" and value in STAGES:
        return value
    if key in ("excellent", "failed") and isinstance(value, str) and value:
        return value
    if (
        key in ("per_agency", "problems")
        and isinstance(value, int)
        and not isinstance(value, bool)
        and value >= 0
    ):
        return value
    if (
        key == "share"
        and isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
        and 0 <= value <= 1
    ):
        return Decimal(str(value))
    if (
        key in ("pending", "closed", "lost")
        and isinstance(value, list | tuple)
        and all(isinstance(word, str) and word for word in value)
    ):
        return tuple(word.lower() for word in value)
    wants = {
        "stage": "self-check 或 panel",
        "per_agency": "不小于0的整数",
        "problems": "不小于0的整数",
        "share": "0至1之间的数",
    }
    raise ProfileError(
        f"选项 {key} 的值 {value!r} 不能使用", key, f"应为{wants.get(key, '非空文字或者文字列表')}"
    )


class StandardPolicy:
    """Excellent: grade, clean vetoes, quota. Problem: confirmed vetoes, failing grade, lost suits."""

    name = "standard"

    def select(
        self, evaluations: Sequence[Evaluation], rulings: Sequence[Ruling], options: Mapping[str, Any]
    ) -> Sequence[Selection]:
        """Choose from evaluations that already hold the rulings.

        Raises:
            ProfileError: an unknown option or a value that cannot be used.
        """
        chosen = Options.of(options)
        ruled = {(one.case, one.item) for one in rulings}
        ordered = sorted(evaluations, key=lambda one: (-one.high, -one.low, one.id))
        excellent = self._excellent(ordered, ruled, chosen)
        return (excellent, self._problem(ordered, ruled, chosen))

    def _excellent(
        self, ordered: Sequence[Evaluation], ruled: set[tuple[str, str]], options: Options
    ) -> Selection:
        picks: list[Pick] = []
        missed: list[Pick] = []
        taken: Counter[str] = Counter()
        places = options.places(len(ordered))
        for one in ordered:
            if one.grade_high != options.excellent:
                continue
            reasons = list(_against(one, ruled, options))
            if not reasons and taken[one.agency] >= options.per_agency:
                reasons.append(f"本机关名额已满（每个机关至多{options.per_agency}件）")
            if not reasons and len(picks) >= places:
                share = f"{(options.share * 100).normalize():f}%"
                reasons.append(f"总名额已满（{len(ordered)}件案卷的{share}，计{places}件）")
            if reasons:
                missed.append(_pick(one, len(missed) + 1, reasons, chosen=False))
                continue
            taken[one.agency] += 1
            picks.append(_pick(one, len(picks) + 1, _in_favour(one, options), chosen=True))
        return Selection("excellent", self.name, tuple(picks), tuple(missed))

    def _problem(
        self, ordered: Sequence[Evaluation], ruled: set[tuple[str, str]], options: Options
    ) -> Selection:
        found: list[tuple[tuple[Any, ...], Evaluation, list[str]]] = []
        missed: list[tuple[Evaluation, list[str]]] = []
        looked_at = {case for case, _ in ruled}
        for one in ordered:
            tier, reasons = _faults(one, options)
            if reasons and one.id not in looked_at:
                reasons.append("本卷尚无评查人员裁定，分数由程序按评查标准评定")
            if reasons and options.course(one.status) == "pending":
                missed.append((one, [*reasons, f"案卷状态为“{one.status}”，办结前不列为问题案卷"]))
            elif reasons:
                found.append(((*tier, one.high, one.low, one.id), one, reasons))
            elif doubts := list(_unfinished(one, options)):
                missed.append((one, doubts))
        found.sort(key=lambda entry: entry[0])
        over = f"问题案卷名额已满（至多{options.problems}件）"
        missed += [(one, [*reasons, over]) for _, one, reasons in found[options.problems :]]
        missed.sort(key=lambda entry: (entry[0].high, entry[0].low, entry[0].id))
        return Selection(
            "problem",
            self.name,
            tuple(
                _pick(one, n, why, chosen=True)
                for n, (_, one, why) in enumerate(found[: options.problems], 1)
            ),
            tuple(_pick(one, n, why, chosen=False) for n, (one, why) in enumerate(missed, 1)),
        )


def _pick(one: Evaluation, rank: int, reasons: Iterable[str], *, chosen: bool) -> Pick:
    return Pick(
        case=one.id,
        number=one.case,
        agency=one.agency,
        low=one.low,
        high=one.high,
        grade_low=one.grade_low,
        grade_high=one.grade_high,
        chosen=chosen,
        rank=rank,
        reasons=tuple(reasons),
    )


def _points(one: Evaluation) -> str:
    return f"{one.low}分" if one.low == one.high else f"{one.low}至{one.high}分"


def _in_favour(one: Evaluation, options: Options) -> list[str]:
    reasons = [f"得分{_points(one)}，等次确定为{options.excellent}", "没有未决或者成立的一票否决项"]
    if options.stage == "panel":
        reasons.append("一票否决项无一仅凭推定")
    return reasons


def _against(one: Evaluation, ruled: set[tuple[str, str]], options: Options) -> Iterable[str]:
    """Why a file of the best grade is not excellent, the quota aside."""
    if one.grade_low != options.excellent:
        yield f"得分{_points(one)}，等次在{one.grade_low}与{one.grade_high}之间未定"
    spoken = {
        VetoState.OPEN: "存疑，尚待评查人员裁定",
        VetoState.POSSIBLE: "是否属于情节严重，尚待评查人员确认",
        VetoState.PROPOSED: "尚待评查人员确认",
        VetoState.CONFIRMED: "已经评查人员确认",
    }
    barred = [veto for veto in one.vetoes if veto.state in spoken]
    for veto in barred:
        yield f"一票否决项{veto.item}{spoken[veto.state]}"
    if rest := [item for item in one.undecided if item not in {veto.item for veto in barred}]:
        yield f"评查项{'、'.join(rest)}未定"
    if options.stage == "panel":
        bare = [
            row.item
            for row in one.items
            if row.presumed and row.effect is not Effect.NONE and (one.id, row.item) not in ruled
        ]
        if bare:
            yield f"一票否决项{'、'.join(bare)}系推定符合，集中评查应有评查人员裁定"
    course = options.course(one.status)
    if course == "pending":
        yield f"案卷状态为“{one.status}”，正在复议或者诉讼"
    elif course == "lost":
        yield f"案卷状态为“{one.status}”，在复议或者诉讼中未获支持"


def _faults(one: Evaluation, options: Options) -> tuple[tuple[int, int], list[str]]:
    """Why a file is a problem file, and the tier that the gravest reason puts it in."""
    tiers: list[tuple[int, int]] = []
    reasons: list[str] = []
    for veto in one.vetoes:
        if veto.state is VetoState.CONFIRMED:
            row = one.item(veto.item)
            title = f"“{row.title}”" if row else ""
            tiers.append((0, _GRAVITY.index(veto.effect)))
            reasons.append(f"一票否决项{veto.item}{title}经评查人员确认不符合，按标准{_EFFECTS[veto.effect]}")
    if one.grade_low == one.grade_high == options.failed:
        tiers.append((1, 0))
        reasons.append(f"得分{_points(one)}，等次确定为{options.failed}")
    if options.course(one.status) == "lost":
        tiers.append((2, 0))
        reasons.append(f"案卷状态为“{one.status}”，在复议或者诉讼中未获支持")
    return min(tiers, default=(9, 0)), reasons


def _unfinished(one: Evaluation, options: Options) -> Iterable[str]:
    """Why a file that may fail is not a problem file yet."""
    for veto in one.vetoes:
        if veto.effect is not Effect.NOT_EXCELLENT and veto.state in (VetoState.PROPOSED, VetoState.POSSIBLE):
            yield f"一票否决项{veto.item}由程序提出，尚待评查人员确认"
    if one.grade_low == options.failed != one.grade_high:
        yield f"得分{_points(one)}，等次在{one.grade_low}与{one.grade_high}之间未定"
