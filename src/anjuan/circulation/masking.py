"""Typical sentences without names: a notice to many readers tells the fault, never whose it was.

Three nets, one behind the other. Known names (from the facts of the case files) are replaced. Only what two
files have in common is told, so that a name on one paper drops out. What still looks like a name cannot be
replaced with certainty, so a sentence that holds one is not used at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from ..model.case import CaseFile, Record

NAMED = ("当事人", "文书当事人", "执法人员", "法制审核人", "听证主持人", "当事人证照号", "文书证照号")

_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(（【]\d{4}[〕\])）】]\s*第?\s*\d+\s*号")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z*]*\d[0-9A-Za-z*]{5,}(?![0-9A-Za-z])")
_DAY = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|-\d\d-\d\d)(?:\s?\d{1,2}[:时]\d{0,2}分?)?")
_SUM = re.compile(r"\d[\d,]*(?:\.\d+)?万?元")
_FIRM = re.compile(
    r"[一-龥A-Za-z0-9()（）·]{2,40}?(?:有限责任公司|股份有限公司|有限公司|分公司|公司|合作社|合伙企业|事务所|经营部|"
    r"商行|商店|超市|餐厅|饭店|酒店|酒楼|药店|门诊部|诊所|工厂|加工厂|制品厂|(?<=[一-龥])厂)(?=[^家区房址法]|$)"
)
_ROLE = (
    r"(?:当事人|被处罚人|法定代表人|负责人|经营者|执法人员|办案人员|调查人员|检查人员|询问人|被询问人|记录人|"
    r"见证人|签收人|收件人|送达人|受送达人|代理人|主持人|审核人|批准人|承办人|申请人|证人|员工|职工|姓名|由|与|和|、)"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦昌马苗"
    "方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于时傅皮卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧计"
    "戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫"
    "房裘解应宗丁宣邓郁洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦谷车侯全班仰秋仲宫甘厉武符刘景詹龙叶黎薄"
    "白蒲赖卓蔺屠蒙池乔闻党翟谭劳申扶冉雍桑桂牛寿边燕温庄柴瞿阎连习艾鱼容向古易廖终衡步耿满匡文寇广欧沃利"
    "蔚越师巩聂晁勾敖融冷辛简饶曾沙丰关查游权盖益桓岳帅缪亢况有琴海佘"
)
_PLAIN = (
    "陈述|应当|应予|应于|应在|申辩|申请|签名|签字|时间|全部|单位|关于|有权|有无|有关|权利|于|计|章|任何|简易|解除|解释|"
    "终结|向|时|文书|文号|容|有|包括|包含|管辖|管理|查|步骤|程序|强制|连续|满|安全|应|和解|常住|利|益|关|高|明确|封存|储存|"
    "方式|方面|计算|路|越|车|金额|石|海|全|单|易|广|白|党|项|师|房|班|权"
)
_LOOKS_NAMED = re.compile(
    rf"{_ROLE}[:：“\"'为是系]?(?!{_PLAIN})[{_SURNAMES}][一-龥·]{{1,2}}"
    r"(?=[，。、；：,;:”\"'（()）\s0-9与和及未不仅的在于等同签没无]|$)"
)


_SHORTEST = 3  # a shorter run in two sentences is chance, and may be half a name


def names_of(cases: Iterable[CaseFile]) -> frozenset[str]:
    """Parties, officers and other people whom the facts of case files name, with their numbers."""
    found: set[str] = set()
    for case in cases:
        for fact in case.facts:
            if fact.name in NAMED:
                value = fact.value
                parts = [part for _, part in value.fields] if isinstance(value, Record) else [value]
                found |= {str(part).strip() for part in parts}
    return frozenset(name for name in found if len(name) > 1)


def in_common(first: str, second: str) -> str | None:
    """What two sentences share, gaps as `……`; None when too little is left to be read.

    >>> in_common("询问笔录只有李明一人签名", "询问笔录只有周建国一人签名")
    '询问笔录只有……一人签名'
    """
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    kept = [block for block in blocks if block.size >= _SHORTEST]
    parts: list[str] = []
    end = 0
    for block in kept:
        parts += ["……"] if block.a > end else []
        parts.append(first[block.a : block.a + block.size])
        end = block.a + block.size
    told = sum(block.size for block in kept)
    if end < len(first):
        parts.append("……")
    return "".join(parts) if told * 10 >= max(len(first), len(second)) * 7 else None


def mask(sentence: str, names: Collection[str]) -> str:
    """The sentence with known names (longer ones first), days and sums made general."""
    for name in sorted(names, key=lambda one: (-len(one), one)):
        sentence = sentence.replace(name, "某某")
    return _SUM.sub("若干元", _DAY.sub("某日", sentence))


def without_names(sentence: str, names: Collection[str]) -> str | None:
    """The sentence with known names, firms and numbers masked; None when it may still name somebody.

    >>> without_names("执法人员石临溪未签名", {"石临溪"})
    '执法人员某某未签名'
    >>> without_names("见证人王小明未签名", ()) is None
    True
    """
    text = mask(sentence, names)
    text = _NUMBER.sub("某文号", text)
    text = _DIGITS.sub("（号码略）", text)
    text = _FIRM.sub("某单位", text)
    return None if _LOOKS_NAMED.search(text) else text
