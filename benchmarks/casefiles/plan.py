"""Which case files a run makes: category, family, packing and form by position and seed."""

import random
from collections import Counter
from dataclasses import dataclass, replace

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.families import FAMILIES
from benchmarks.casefiles.style import Style
from benchmarks.casefiles.trades import SECTORS

PACKINGS = ("folder", "bound", "bound", "docx", "mixed", "zip", "nested", "folder")
SCANS = ("bound", "tiff", "jpg", "bound", "bound")
DUTIES = ("urban", "tax", "water", "land", "ecology")  # that enforce, see executing
PROCEDURES = {
    "ordinary": ("penalty", "ordinary"),
    "summary": ("penalty", "summary"),
    "licence": ("licence", "licence"),
    "measure": ("coercion", "measure"),
    "execution": ("coercion", "execution"),
    "inspection": ("inspection", "inspection"),
    "levy": ("levy", "levy"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One case file to make."""

    id: str
    kind: str
    style: Style
    sector: str
    form: str
    packing: str
    faulty: bool
    seed: str


def plans(electronic: int, scanned: int, seed: int) -> list[Plan]:
    """The case files of a run, in order of their ids."""
    made = []
    turns = [0, 0]
    for number in range(electronic + scanned):
        scan = number >= electronic
        place = number - electronic if scan else number
        ident = f"{'S' if scan else 'E'}{place + 1:03d}"
        rng = random.Random(f"plan {seed} {ident}")
        kind = category(place)
        style = FAMILIES[(place * 5 + place // 12) % len(FAMILIES)]
        packing = SCANS[place % len(SCANS)] if scan else PACKINGS[(place * 3 + place // 8) % len(PACKINGS)]
        if packing in ("docx", "mixed") and style.renderer != "docx":
            style = [one for one in FAMILIES if one.renderer == "docx"][place % 3]
        sector = sector_of(style, kind, rng)
        if kind == "execution":  # all ways of enforcement in turn, a faulty and a clean one each
            turns[scan] += 1
            sector = DUTIES[(turns[scan] - 1) // 2 % len(DUTIES)]
        made.append(Plan(ident, kind, variant(style, rng, scan), sector, "scanned" if scan else "electronic",
                         packing, False, f"{seed} {ident}"))  # fmt: skip
    return [replace(plan, faulty=wrong) for plan, wrong in zip(made, halves(made), strict=True)]


def halves(made: list[Plan]) -> list[bool]:
    """Which case files are faulty: every second one of a kind and form."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for plan in made:
        seen[plan.kind, plan.form] += 1
        found.append(seen[plan.kind, plan.form] % 2 == 1)
    return found


def category(place: int) -> str:
    """Categories in their shares: more of the kinds that are rare in life, so that each has its faults."""
    spread = place * 7 % 100
    bounds = (
        (42, "ordinary"),
        (54, "summary"),
        (66, "licence"),
        (75, "measure"),
        (84, "execution"),
        (92, "inspection"),
        (100, "levy"),
    )
    return next(name for bound, name in bounds if spread < bound)


def sector_of(style: Style, kind: str, rng: random.Random) -> str:
    """A sector of the family that has cases of the kind."""
    from benchmarks.casefiles.acts import ACTS

    if kind == "ordinary":
        usable = {act.sector for act in ACTS}
    elif kind == "summary":
        usable = {act.sector for act in ACTS if act.small}
    else:
        from benchmarks.casefiles.other import SECTORS_OF

        usable = SECTORS_OF[kind]
    own = [sector for sector in style.sectors if sector in usable]
    return rng.choice(own or [sector for sector in SECTORS if sector in usable])


def variant(style: Style, rng: random.Random, scan: bool) -> Style:
    """One case's variant of a family: seals, signatures, scripts, short titles."""
    return replace(
        style,
        seal="image" if scan or rng.random() < 0.55 else "",
        sign="font" if rng.random() < 0.5 else "image",
        traditional=not scan and rng.random() < 0.04,
        short_law=rng.random() < 0.3,
    )


def start(plan: Plan) -> Case:
    """The empty case of a plan."""
    category_name, procedure = PROCEDURES[plan.kind]
    case = Case(
        plan.id, random.Random(f"case {plan.seed}"), plan.style, category_name, procedure, plan.sector
    )
    rng = case.rng
    share = {"source_form": 0.6, "published": 0.6, "cover": 0.7, "index": 0.75, "long": 0.4, "gaps": 0.3}
    case.flags |= {name for name, part in share.items() if rng.random() < part}
    if plan.packing == "bound":  # a bound volume has its cover and index
        case.flags |= {"cover", "index", "bound"}
    if plan.form == "scanned":
        case.flags -= {"source_form", "long", "index", "cover", "bound"}
        if rng.random() < 0.25:
            case.flags.add("blank_sign")
        if random.Random(f"seal {plan.seed}").random() < 0.15:
            case.flags.add("no_seal")
            case.may |= {"PO-D03", "PO-D02", "PS-D01", "LI-D01", "LI-P03", "CO-D01", "LE-D01"}
    return case
