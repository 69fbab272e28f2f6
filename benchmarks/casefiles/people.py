"""Invented persons, firms, places and their numbers (area code 440799 does not exist)."""

import random

from benchmarks.casefiles.dates import HAN

AREA = "440799"
SURNAMES = (
    "陈林黄何梁周吴郑谭冯邓曾彭萧叶潘袁蔡余杜戴夏钟汪田任姜范方石姚廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段"
)
GIVEN = (
    "文明志伟建华秋菊晓燕国强雨桐子轩嘉怡思源浩然佳慧俊杰丽娟海涛梓涵永康美玲振宇静雯立新春梅世昌可欣启航乐瑶"
)
PLACES = (  # city or county, district, short sign
    ("岚洲市", "", "岚"),
    ("岚洲市", "青屿区", "岚青"),
    ("溪桐县", "", "溪"),
    ("望澜市", "", "望"),
    ("鹤浦市", "北渚区", "鹤北"),
    ("临荔县", "", "临"),
    ("云栈市", "", "云"),
    ("沙笙市", "沙河口区", "沙河"),
    ("禾川县", "", "禾"),
    ("松陂市", "", "松"),
)
STREETS = (
    "澄心路",
    "荔湾大道",
    "朝云街",
    "福安路",
    "临港三路",
    "稻香村",
    "龙溪路",
    "文昌街",
    "望海大道",
    "新墟镇永兴街",
)
CORES = (
    "云栈",
    "鼎禾",
    "泓瑞",
    "永昶",
    "澄达",
    "锦澜",
    "恒焱",
    "旭沅",
    "博屿",
    "佳禾",
    "信沣",
    "祺丰",
    "海沁",
    "联翊",
)
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    name = rng.choice(SURNAMES)
    return name + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2, 2))))


def persons(rng: random.Random, count: int) -> list[str]:
    """Different names."""
    names: list[str] = []
    while len(names) < count:
        name = person(rng)
        if not any(name in other or other in name for other in names):
            names.append(name)
    return names


def uscc(rng: random.Random, shop: bool = False, kind: str = "") -> str:
    """A unified social credit code with its right check character."""
    body = (kind or ("92" if shop else "91")) + AREA + "MA" + "".join(rng.choice(USCC) for _ in range(7))
    total = sum(USCC.index(char) * weight for char, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC[(31 - total % 31) % 31]


def id_number(rng: random.Random) -> str:
    """A citizen's number with its right check character."""
    born = f"{rng.randint(1962, 1999)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = AREA + born + f"{rng.randint(1, 999):03d}"
    total = sum(int(char) * weight for char, weight in zip(body, ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def certificate(rng: random.Random) -> str:
    """Number of an enforcement certificate."""
    return f"1907{rng.randint(10, 99)}{rng.randint(10000, 99999)}"


def address(rng: random.Random, place: str) -> str:
    """A street address in the place."""
    return f"{place}{rng.choice(STREETS)}{rng.randint(2, 398)}号" + rng.choice(
        ("", "之一", "首层101铺", "2栋", "厂房A")
    )


def firm(rng: random.Random, city: str, trade: str) -> str:
    """A company of the trade, registered in the city."""
    return f"{city}{rng.choice(CORES)}{trade}有限公司"


def shop(rng: random.Random, place: str, trade: str) -> str:
    """An individual business (个体工商户)."""
    return f"{place}{rng.choice(CORES)}{trade}{rng.choice(('店', '商行', '经营部'))}"


def phone(rng: random.Random) -> str:
    """A telephone number in a range nobody is given."""
    return f"1000{rng.randint(1000000, 9999999)}"


def numeral(number: int) -> str:
    """1 … 10 as 一 … 十, for headings."""
    return "十" if number == 10 else HAN[number] if number < 10 else f"十{HAN[number - 10]}"
