"""All indicators in their order, with the words for numerator and denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from anjuan import Indicator, Observation, Survey

from .indicators import bodies, conduct, inspections, ledgers, people

Measure = Callable[[Survey], Iterable[Observation]]


def _all() -> Iterable[Indicator]:
    for order, (title, counts, of, measure, needs, helps) in enumerate(_ROWS, 1):
        name = measure.__name__
        yield Indicator(
            name,
            title,
            counts,
            of,
            measure,
            (f"supervision.{name}",),
            needs,
            helps,
            name in RESTRICTED,
            order,
        )


RESTRICTED = ("findings_by_officer",)
_ROWS: tuple[tuple[str, str, str, Measure, tuple[str, ...], tuple[str, ...]], ...] = (
    ("零执法", "全年为零的机关和执法类别", "报送了数据的机关和执法类别",
     conduct.zero_enforcement, ("statistics",), ("authorities", "powers")),
    ("同类违法罚款离散", "偏离同类中位数一半以上的罚款", "同机关同依据同档次有三笔以上的罚款",
     conduct.fine_dispersion, (), ()),
    ("重大决定先行法制审核", "审核日期不晚于决定日期的", "达到目录标准的普通程序处罚案卷",
     ledgers.reviewed_before, ("major_decisions",), ()),
    ("音像记录二十四小时内存储", "按时存储的音像记录", "音像记录",
     ledgers.recordings_stored, ("recordings",), ()),
    ("决定按时公示", "在期限内公示的决定", "公示台账中的决定",
     ledgers.published_in_time, ("publications",), ("lists",)),
    ("变更撤销后按时撤下", "在期限内撤下的决定", "已公示而变更或者撤销的决定",
     ledgers.withdrawn_in_time, ("publications",), ()),
    ("重大处罚十五日内备案", "在期限内备案的重大处罚", "备案台账中的和评查案卷中的重大处罚",
     ledgers.major_filed, ("filings",), ("major_decisions",)),
    ("败诉三十日内报告", "在期限内报告的败诉案件", "败诉的行政诉讼案件",
     ledgers.lost_suits_reported, ("litigation",), ()),
    ("半年执法数据按时报送", "按时报送的", "各机关应当报送的半年和全年数据",
     ledgers.statistics_reported, ("statistics",), ("authorities",)),
    ("法制审核人员达到百分之五", "达到比例的机关", "有执法人员的机关",
     bodies.enough_reviewers, ("legal_reviewers", "officers"), ()),
    ("无有效证件执法", "执法当日没有有效证件的人次", "案卷中的执法人员（每件每人一次）",
     bodies.uncertified_officers, ("officers",), ()),
    ("同一机关重复检查", "一年内同类检查多于一次的企业", "受检查的企业（按机关、类型、年度）",
     inspections.repeated_inspections, ("inspections",), ()),
    ("多头检查", "一年内受几个机关检查的企业", "受检查的企业（按年度）",
     inspections.inspected_by_several, ("inspections",), ()),
    ("超过检查频次上限", "超过上限的企业", "有频次上限可比的企业（按机关、年度）",
     inspections.inspection_caps, ("inspections", "lists"), ()),
    ("处罚机关自行收缴罚款", "处罚机关收取现金的", "有缴款记录的处罚案卷",
     conduct.fines_self_collected, (), ()),
    ("异地执法线索", "笔录地点在执法区域之外的案卷", "写明笔录地点所在行政区的案卷",
     conduct.cross_region, ("authorities",), ()),
    ("顶格罚款线索", "达到基准最高额九成以上的罚款", "有裁量基准可比的罚款",
     conduct.near_ceiling, ("discretion",), ()),
    ("争议未决期间作出决定", "争议未办结时作出的决定", "争议双方机关作出的决定",
     conduct.acts_in_dispute, ("disputes",), ()),
    ("委托未备案", "没有备案的委托", "委托",
     bodies.entrustments_unfiled, ("entrustments",), ()),
    ("委托已到期", "已到期而没有续期的委托", "写明期限的委托",
     bodies.entrustments_expired, ("entrustments",), ()),
    ("权责清单依据已变", "所依据的法律已修改或者废止的事项", "现行权责清单事项",
     bodies.powers_outdated, ("powers",), ()),
    ("建议投诉按期答复", "在答复期限内答复的", "有答复期限的建议和投诉",
     ledgers.suggestions_answered, ("suggestions",), ()),
    ("执法人员经办案卷的问题", "有未达到评查项的案卷", "该人员经办的案卷",
     people.findings_by_officer, (), ()),
)  # fmt: skip
INDICATORS = tuple(_all())
