"""The registers that go with a set of cases: everything the checks may look up outside the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from .agencies import AUTHORITIES
from .desk import Desk
from .model import CaseSpec, Officer
from .xlsx import write_xlsx

Rows = list[tuple[str, ...]]
START = "2019-03-01"


def registers(cases: Iterable[CaseSpec]) -> dict[str, Rows]:
    """All tables, each with its heading as the first row."""
    cases = list(cases)
    return {
        "authorities": _authorities(),
        "officers": _officers(cases),
        "powers": _powers(cases),
        "discretion": _discretion(cases),
        "major_decisions": _major(),
        "hearing_thresholds": _hearing(),
        "legal_reviewers": _reviewers(),
        "publications": _publications(cases),
        "filings": _filings(cases),
        "recordings": _recordings(cases),
        "litigation": _litigation(),
        "entrustments": _entrustments(),
    }


def _authorities() -> Rows:
    rows: Rows = [("机关名称", "统一社会信用代码", "主体类型", "层级", "执法区域", "有效期起", "有效期止")]
    return rows + [(a.name, a.uscc, "法定行政机关", a.level, a.region, START, "") for a in AUTHORITIES]


def _officers(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [("姓名", "执法证号", "所在单位", "证件类别", "有效期起", "有效期止", "状态")]
    # What a case says about a certificate (run out, for one) goes before the authority's default.
    known: dict[str, Officer] = {}
    for o in (o for s in cases for o in s.officers):
        if o.certificate not in known or o.valid[1] < known[o.certificate].valid[1]:
            known[o.certificate] = o
    for a in AUTHORITIES:
        for o in a.officers:
            first, last = known.get(o.certificate, o).valid
            rows.append(
                (
                    o.name,
                    o.certificate,
                    a.name,
                    "行政执法证",
                    first,
                    last,
                    "有效" if last > "2026" else "过期",
                )
            )
    return rows


def _powers(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [("实施机关", "事项名称", "事项类型", "设定依据", "有效期起", "有效期止")]
    seen = {
        (s.authority.name, f"对{s.violation.name}的处罚", "行政处罚", s.violation.basis.spoken(), START, "")
        for s in cases
    }
    return rows + sorted(seen)


def _discretion(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [
        (
            "编号",
            "适用机关",
            "违法行为",
            "处罚依据",
            "裁量档次",
            "罚款下限（元）",
            "罚款上限（元）",
            "有效期起",
            "有效期止",
        )
    ]
    seen: set[tuple[str, ...]] = {
        (
            s.violation.code,
            s.authority.system,
            s.violation.name,
            s.violation.basis.spoken(),
            t.grade,
            str(t.low),
            str(t.high),
            START,
            "",
        )
        for s in cases
        for t in s.violation.steps
    }
    return rows + sorted(seen, key=lambda r: (r[0], r[1], int(r[5])))


def _major() -> Rows:
    rows: Rows = [
        (
            "机关",
            "决定类型",
            "对单位罚款标准（元，含本数）",
            "对个人罚款标准（元，含本数）",
            "其他情形",
            "有效期起",
            "有效期止",
        )
    ]
    return rows + [
        (
            a.name,
            "行政处罚",
            str(a.major[0]),
            str(a.major[1]),
            "责令停产停业、吊销许可证件、经过听证程序",
            START,
            "",
        )
        for a in AUTHORITIES
    ]


def _hearing() -> Rows:
    rows: Rows = [
        (
            "适用机关",
            "对单位罚款标准（元，含本数）",
            "对个人罚款标准（元，含本数）",
            "没收标准（元）",
            "其他情形",
            "依据",
            "有效期起",
            "有效期止",
        )
    ]
    return rows + [
        (
            a.name,
            str(a.hearing[0]),
            str(a.hearing[1]),
            str(a.hearing[0]),
            "责令停产停业、吊销许可证件",
            "云汀市行政处罚听证标准（样例）",
            START,
            "",
        )
        for a in AUTHORITIES
    ]


def _reviewers() -> Rows:
    rows: Rows = [("姓名", "单位", "法律职业资格证书号", "初次从事审核日期", "有效期起", "有效期止")]
    for i, a in enumerate(AUTHORITIES):
        rows.append((a.reviewer, a.name, f"A20194599880{i:03}", "2019-05-06", "2019-05-06", ""))
        rows.append((a.host, a.name, f"A20174599880{i + 20:03}", "2017-09-04", "2017-09-04", ""))
    return rows


def _publications(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [
        ("文号", "机关", "当事人", "决定日期", "公示日期", "公示平台", "变更或撤销日期", "撤下日期")
    ]
    for s in cases:
        name = s.party.name[0] + "某" if s.party.person else s.party.name
        rows.append(
            (
                Desk(s).case_number,
                s.authority.name,
                name,
                s.dates.decided.isoformat(),
                s.dates.published.isoformat(),
                "云汀市行政执法信息公示平台",
                "",
                "",
            )
        )
    return rows


def _filings(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [("文号", "机关", "决定日期", "备案日期", "备案机关")]
    for s in cases:
        if s.procedure == "summary":
            if not s.has("no_spot_filing"):
                rows.append(
                    (
                        Desk(s).case_number,
                        s.authority.name,
                        s.dates.decided.isoformat(),
                        s.dates.served.isoformat(),
                        s.authority.name,
                    )
                )
        elif s.fine >= s.authority.major[0]:
            rows.append(
                (
                    Desk(s).case_number,
                    s.authority.name,
                    s.dates.decided.isoformat(),
                    (s.dates.decided + timedelta(8)).isoformat(),
                    "云汀市司法局",
                )
            )
    return rows


def _recordings(cases: list[CaseSpec]) -> Rows:
    rows: Rows = [("案号", "机关", "执法环节", "制作人", "制作开始时间", "制作结束时间", "存储时间")]
    for s in cases:
        number, maker = Desk(s).case_number, s.officers[0].name
        acts: list[tuple[str, date, str, str]] = [
            ("现场检查", s.dates.inspected, _clock(s.violation.clock[0]), _clock(s.violation.clock[1]))
        ]
        if s.procedure == "ordinary":
            start, end = ("09:40:00", "10:40:00") if s.has("overlap") else ("14:30:00", "15:20:00")
            acts.append(("询问", s.dates.asked, start, end))
            acts.append(("送达", s.dates.served, "15:20:00", "15:32:00"))
        rows += [
            (number, s.authority.name, act, maker, f"{day} {a}", f"{day} {b}", f"{day} 17:05:00")
            for act, day, a, b in acts
        ]
    return rows


def _clock(text: str) -> str:
    """9时10分 -> 09:10:00."""
    hour, minute = text.removesuffix("分").split("时")
    return f"{int(hour):02}:{int(minute):02}:00"


def _litigation() -> Rows:
    return [
        ("文号", "机关", "类型", "受理日期", "结果", "办结日期", "报告日期"),
        ("云环罚[2023]2号", "云汀市生态环境局", "行政复议", "2023-03-06", "维持", "2023-04-28", "2023-05-08"),
    ]


def _entrustments() -> Rows:
    return [
        ("委托机关", "受委托组织", "委托事项", "有效期起", "有效期止", "备案情况"),
        (
            "云汀市石汀区农业农村局",
            "云汀市石汀区农产品质量检验站",
            "农药产品抽样检验",
            "2022-01-01",
            "2026-12-31",
            "已备案",
        ),
    ]


def write_registers(cases: Iterable[CaseSpec], folder: Path, varied: bool = True) -> None:
    """Write the tables as CSV; `varied` makes one of them GB18030 and one XLSX, as authorities send them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in registers(cases).items():
        if varied and name == "recordings":
            (folder / f"{name}.xlsx").write_bytes(write_xlsx(rows))
            continue
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        encoding = (
            "gb18030" if varied and name == "publications" else "utf-8-sig" if name == "officers" else "utf-8"
        )
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))
