"""structure.csv: how many paragraphs and items an article has, and where it sets penalties.

The form is told in plugins/anjuan_legal/structure.py.
"""

from __future__ import annotations

import re

import cn2an

from anjuan.law.texts import Article, LawText

from .parts import Part, parts

_NOT_MEANT = re.compile(
    r"警告(?:标[志识语]|语|牌)|(?:免予|不予|不再给予|可以不予)(?:行政)?处罚|处罚(?:决定|通知|的?程序|法》)|罚款决定"
)
_KIND = re.compile(
    r"罚款|没收|吊销|暂扣|拘留|警告|通报批评|降低资质|责令[^。；，、]{0,12}?(?:停产|停业|关闭)"
    r"|(?:给予|予以|规定|进行|处理、|分别)(?:从重)?(?:行政|治安管理)?处罚"
)
_OTHER = re.compile(r"^[(（].+?[)）].{0,2}其他")
_REST = re.compile(
    r"^[(（].+?[)）][^。；，]{1,40}(?:规定|认定|确定|批准|认为|妨碍)[^。；，]{0,24}其他[^。；，]{0,24}[。；]?$"
)
_ORGAN = re.compile(
    r"^(?:国家|国务院|(?:地方)?各级|(?:县级|省级|市级|设区的市级|乡级)(?:以上)?|地方人民政府|省、自治区、直辖市|乡、?镇|乡镇"
    r"|上级|人民法院|人民检察院|监察机关|行政机关|行政复议机关|公安机关|海关|[^，。；]{0,8}(?:主管部门|监督管理部门)(?=应当|可以|负责|对|会同))"
)
_MADE_BY = re.compile(
    r"(?:范围|标准|办法|目录|规定|条件|规范|细则|名录)[^，。；]{0,8}由[^，。；]{2,60}(?:制定|确定|规定|公布|批准|发布|另行规定)[^，；]{0,12}。$"
)
_BOUND = re.compile(
    r"不得|禁止|(?:单位|企业|经营者|个人|[产销用]者|当事人|申请人|公民|组织)[^，。；]{0,16}(?:应当|必须)"
)
_NUMBER = "[一二三四五六七八九十百千]+"
_PLACE = rf"第{_NUMBER}条(?:第{_NUMBER}款)?(?:第?[(（]?{_NUMBER}[)）]?项)?"
_LIST = re.compile(
    rf"本(?:法|条例|规定|办法)({_PLACE}(?:(?:、|和|或者|及|以及|至)第[一二三四五六七八九十百千条款项第、和至（）()]+)*)"
)


def structure(text: LawText) -> str:
    """The column `structure` of a law."""
    return ";".join(_article(one) for one in text.articles if not one.inserted)


def _article(article: Article) -> str:
    found = parts(article)
    code = "/".join(_part(part, alone=len(found) == 1) for part in found) or "0"
    return f"{article.number}:{code}{_names(article, found)}"


def _part(part: Part, *, alone: bool) -> str:
    mark = "p" if sets_penalty(part.lead) else "q" if any(map(sets_penalty, part.items)) else ""
    last = len(part.items)
    caught = [
        str(n)
        for n, item in enumerate(part.items, 1)
        if _OTHER.match(item) or (n == last and _REST.match(item))
    ]
    silent = "" if alone or not _silent(part) else "n"
    return f"{len(part.items)}{mark}{'o' + '.'.join(caught) if caught else ''}{silent}"


def sets_penalty(text: str) -> bool:
    """True where a text sets a penalty, or refers to one that is set elsewhere."""
    return bool(_KIND.search(_NOT_MEANT.sub("", text)))


def _silent(part: Part) -> bool:
    """True where a paragraph speaks to authorities, defines, or gives a right: no party can violate it."""
    whole = "".join((part.lead, *part.items))
    if _BOUND.search(whole):
        return False
    if re.match(r"国家(?:鼓励|支持)|前款所称|本(?:法|条例)所称|任何(?:组织|单位)(?:或者|和)个人", part.lead):
        return "应当" not in part.lead
    return bool(_ORGAN.match(part.lead) or _MADE_BY.search(part.lead))


def _names(article: Article, found: tuple[Part, ...]) -> str:
    """Articles that a penalty article refers to by number."""
    if not any(sets_penalty(line) for part in found for line in (part.lead, *part.items)):
        return ""
    text = "".join(article.paragraphs)
    lists = "".join(_LIST.findall(text))
    numbers = {_figure(one) for one in re.findall(rf"第({_NUMBER})条", lists)}
    for first, last in re.findall(rf"第({_NUMBER})条至第({_NUMBER})条", lists):
        numbers |= set(range(_figure(first), _figure(last)))
    return "@" + ".".join(map(str, sorted(numbers))) if numbers else ""


def _figure(text: str) -> int:
    return int(cn2an.cn2an(text, "smart"))
