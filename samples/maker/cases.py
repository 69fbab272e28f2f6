"""The sample cases: which authority, act, party, packing and faults."""

from __future__ import annotations

from datetime import date

from . import agencies as a
from . import trades_a as ta
from . import trades_b as tb
from .dates import course, spot_course
from .faults import plant
from .model import Authority, CaseSpec, Party, Violation
from .words import id_number, uscc


def firm(seed: int, name: str, place: str, chief: str, birth: date, gender: str = "男") -> Party:
    """An invented company with right check digits."""
    order = 100 + seed % 440 * 2 + (gender == "男")
    return Party(
        name, uscc(seed), place, chief, id_number(birth, order), f"199{seed * 7919 % 10**8:08}", gender=gender
    )


def _case(
    case_id: str,
    authority: Authority,
    violation: Violation,
    party: Party,
    start: date,
    since: date,
    fine: int,
    packing: str,
    *faults: str,
    reply: str = "waiver",
    review: bool = False,
    pace: int = 1,
    step: int = 0,
) -> CaseSpec:
    serial = 11 + sum(map(ord, case_id)) % 80
    dates = course(start, since, reply, review, start.year > 2021, pace)
    spec = CaseSpec(
        case_id,
        authority,
        violation,
        party,
        (authority.officers[0], authority.officers[1]),
        serial,
        dates,
        step,
        fine,
        fine,
        reply=reply,
        review=review,
        packing=packing,
    )
    return plant(spec, *faults)


def _spot(
    case_id: str,
    authority: Authority,
    violation: Violation,
    party: Party,
    day: date,
    fine: int,
    packing: str,
    *faults: str,
) -> CaseSpec:
    spec = CaseSpec(
        case_id,
        authority,
        violation,
        party,
        (authority.officers[0], authority.officers[1]),
        20 + int(case_id[1:]),
        spot_course(day),
        0,
        fine,
        fine,
        "summary",
        "waiver",
        packing=packing,
    )
    return plant(spec, *faults)


def sample_cases() -> list[CaseSpec]:
    """All sample cases that can be scored, in the order of their ids."""
    return [
        _case(
            "s01",
            a.MARKET,
            ta.PRICE,
            firm(3, "云汀市澄野生鲜超市有限公司", "云汀市望澜区拾光巷22号", "尹拾一", date(1984, 6, 3)),
            date(2024, 3, 4),
            date(2024, 2, 20),
            1200,
            "folder",
        ),
        _case(
            "s02",
            a.ECOLOGY,
            ta.VOC,
            firm(5, "云汀市木里家具有限公司", "云汀市石汀区折柳工业园7栋", "覃木子", date(1979, 11, 18)),
            date(2024, 4, 8),
            date(2024, 4, 8),
            40000,
            "bound",
            "late_decision",
            "late_service",
            "remedy_three",
            reply="none",
        ),
        _case(
            "s03",
            a.ECOLOGY,
            ta.HAZARD,
            firm(7, "云汀市衡准机械有限公司", "云汀市南埠区听潮工业路19号", "闻人策", date(1981, 2, 9)),
            date(2024, 5, 13),
            date(2023, 12, 1),
            100000,
            "bound",
            review=True,
        ),
        _spot(
            "s04",
            a.URBAN,
            tb.LITTER,
            Party(
                "齐小米",
                id_number(date(1992, 8, 14), 126),
                "云汀市望澜区云水路31号",
                "齐小米",
                id_number(date(1992, 8, 14), 126),
                "19907714402",
                gender="女",
                person=True,
            ),
            date(2024, 6, 18),
            100,
            "scan",
        ),
        _case(
            "s05",
            a.URBAN,
            tb.DUST,
            firm(11, "云汀市筑远建设有限公司", "云汀市望澜区揽月路9号", "丘建安", date(1976, 4, 27)),
            date(2024, 7, 1),
            date(2024, 6, 24),
            12000,
            "scan-short",
            "no_approval",
            "no_identity",
            "no_report",
            reply="none",
        ),
        _case(
            "s06",
            a.AGRICULTURE,
            tb.PESTICIDE,
            firm(13, "云汀市禾满仓农资有限公司", "云汀市石汀区青塍镇稻香里18号", "颜禾生", date(1970, 9, 1)),
            date(2024, 8, 5),
            date(2024, 7, 15),
            5000,
            "docx",
        ),
        _case(
            "s07",
            a.EMERGENCY,
            ta.TRAINING,
            firm(17, "云汀市恒塑制品有限公司", "云汀市南埠区晴川二路88号", "明一鹤", date(1986, 1, 30)),
            date(2024, 9, 2),
            date(2024, 6, 28),
            20000,
            "zip",
            "review_late",
            "overlap",
            review=True,
        ),
        _spot(
            "s08",
            a.TRANSPORT,
            tb.CARGO,
            firm(19, "云汀市驰野运输有限公司", "云汀市南埠区长汀东路210号", "祁远帆", date(1988, 12, 5)),
            date(2024, 10, 22),
            1000,
            "photos",
            "spot_sue",
        ),
        _case(
            "s09",
            a.MARKET,
            ta.ADVERT,
            firm(23, "云汀市沁源净水设备有限公司", "云汀市望澜区揽月路57号", "商泠", date(1990, 3, 21), "女"),
            date(2024, 10, 14),
            date(2024, 9, 10),
            200000,
            "bound",
            reply="hearing",
            review=True,
        ),
        _case(
            "s10",
            a.URBAN,
            tb.DUST,
            firm(29, "云汀市砌石工程有限公司", "云汀市石汀区泊云大道143号", "石成林", date(1974, 7, 7)),
            date(2025, 2, 17),
            date(2025, 2, 10),
            15000,
            "bound",
            "early_decision",
            "heavier_fine",
        ),
        _case(
            "s11",
            a.EMERGENCY,
            ta.SIGNS,
            firm(31, "云汀市满厨食品有限公司", "云汀市南埠区听潮工业路3号", "薄荷生", date(1983, 5, 16)),
            date(2025, 3, 3),
            date(2024, 8, 1),
            8000,
            "folder",
            "one_officer",
            "expired_officer",
        ),
        _case(
            "s12",
            a.AGRICULTURE,
            tb.PESTICIDE,
            firm(
                37,
                "云汀市田岸农资有限公司",
                "云汀市石汀区青塍镇鱼鳞街5号",
                "单小满",
                date(1978, 10, 10),
                "女",
            ),
            date(2025, 4, 7),
            date(2025, 3, 20),
            12000,
            "bound",
            "outside_step",
            "no_article",
            reply="none",
        ),
        _case(
            "s13",
            a.MARKET,
            ta.PRICE,
            firm(41, "云汀市百味干货有限公司", "云汀市望澜区拾光巷40号", "干宝来", date(1969, 1, 12)),
            date(2020, 5, 11),
            date(2020, 4, 20),
            1500,
            "bound",
            reply="none",
        ),
        _case(
            "s14",
            a.ECOLOGY,
            ta.HAZARD,
            firm(43, "云汀市润轮汽车维修有限公司", "云汀市望澜区车坊街66号", "轩辕轮", date(1985, 9, 9)),
            date(2025, 5, 12),
            date(2025, 1, 6),
            100000,
            "bound",
            "hearing_untold",
            "no_closing",
            "receipt_differs",
            review=True,
        ),
        _case(
            "s15",
            a.TRANSPORT,
            tb.UPKEEP,
            firm(47, "云汀市迅达物流有限公司", "云汀市南埠区长汀东路5号", "运小河", date(1987, 2, 2)),
            date(2025, 6, 9),
            date(2025, 5, 6),
            2000,
            "bound",
            "wrong_year",
            "no_times",
            "name_differs",
            "return_incomplete",
        ),
        _case(
            "s16",
            a.EMERGENCY,
            ta.SIGNS,
            firm(53, "云汀市海角水产加工有限公司", "云汀市南埠区观潮路12号", "鱼跃", date(1991, 6, 6)),
            date(2025, 7, 7),
            date(2024, 11, 11),
            6000,
            "zip-bound",
            reply="statement",
        ),
        _case(
            "s17",
            a.TRANSPORT,
            tb.UPKEEP,
            firm(59, "云汀市顺路货运有限公司", "云汀市南埠区长汀东路164号", "路平川", date(1982, 3, 3)),
            date(2025, 8, 4),
            date(2025, 7, 1),
            1500,
            "bound",
            reply="none",
        ),
    ]
