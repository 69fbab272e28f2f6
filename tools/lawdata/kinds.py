"""kinds.csv: which kinds of penalty each article of a law names.

`99:罚得吊` is an article that names fines, confiscation of gains and revoking; `*` means that it refers to another
place for the penalty, so that its own words do not tell all. The letters are told in plugins/anjuan_legal/kinds.py.
"""

from __future__ import annotations

import re

from anjuan.law.texts import Article, LawText

_WORDS = (
    ("警", r"警告(?!标|语|牌)"),
    ("通", r"通报批评"),
    ("罚", r"罚款|罚金|科以"),
    ("得", r"没收(?:其)?(?:全部|非法|违法)?(?:所得|收入|财物|.{0,24}所得)"),
    ("物", r"没收(?!(?:其)?(?:违法|非法)(?:所得|收入)[，。；、并和])"),
    ("暂", r"暂扣|扣留|中止.{0,6}(?:证|许可|资格)"),
    ("吊", r"吊销|撤销.{0,12}(?:许可|证|资格|登记|批准)|取消.{0,12}(?:资格|许可|证)|注销"),
    ("降", r"降低.{0,6}(?:资质|等级|级别)"),
    ("限", r"限制.{0,12}(?:生产|经营|活动|范围)|停止.{0,8}(?:受理|使用)|不得.{0,12}(?:申请|从事)"),
    ("停", r"停产|停业|停止(?:生产|经营|营业|执业|建设|施工|使用|活动|销售)|暂停"),
    ("关", r"关闭|取缔"),
    ("业", r"(?:终身|年内|期限内|内)?(?:禁止|不得).{0,16}(?:从事|担任|从业|执业|进入)|市场禁入"),
    ("留", r"拘留"),
)
_ELSEWHERE = re.compile(
    r"(?:依照|按照|依据|适用|根据|参照)[^。；]{1,80}(?:处罚|罚款|处理|规定)|依法(?:给予|予以|处|追究)|给予(?:行政|治安管理)?处罚"
)


def kinds(text: LawText) -> str:
    """The column `kinds` of a law."""
    found = ((one.number, _article(one)) for one in text.articles if not one.inserted)
    return ";".join(f"{number}:{code}" for number, code in found if code)


def _article(article: Article) -> str:
    body = re.sub(r"\s", "", "".join(article.paragraphs))
    code = "".join(letter for letter, words in _WORDS if re.search(words, body))
    return code + ("*" if _ELSEWHERE.search(body) else "")
