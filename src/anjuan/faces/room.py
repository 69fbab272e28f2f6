"""A review (评查项目) in a notebook: evaluate, look, rule, select and circulate in one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..circulation.select import find_policy
from ..circulation.select import select as choose_from
from ..model.case import CaseFile, Evidence
from ..model.errors import UnknownCase, near
from ..model.result import Evaluation, Finding, ItemScore, Ruling, Selection, Verdict
from ..model.wire import evaluation_of
from ..panel.rules import panel_rules_of
from ..panel.ruling import Ruled
from ..reading.sources import find_sources
from ..record.circulate import choose, write_notice
from ..record.export import export
from ..record.review import Review
from ..record.run import evaluate, ruled
from ..record.standing import standing_rulings
from ..record.start import enter_rulings
from ..rules.profile import Profile
from ..rules.profile_change import Figure, Wish
from .charts import Chart, grade_chart
from .crops import rotations
from .explain import EFFECTS, STATES, explanation
from .notebook import in_notebook, installed, pictures_of, remember
from .panel import OpenPanel
from .show import Drawing, Listing, by_page, columns, finding_html
from .standards import change, grade_listing, item_listing, standard
from .tables import VERDICTS, place, span

if TYPE_CHECKING:
    from PIL.Image import Image


def open_review(folder: str | Path, papers: str | Path | None = None, **settings: Any) -> OpenReview:
    """The review in a folder, made with `settings` (name, year, stage, registers, panel, …) where there is none.

    Args:
        papers: the batch that was evaluated, for pictures of pages; not needed where `evaluate` is called.

    Raises:
        SetupError: its `review.toml` does not hold.
    """
    if "registers" in settings:
        settings["registers"] = str(Path(settings["registers"]).resolve())
    if "panel" in settings:
        settings["panel"] = panel_rules_of(settings["panel"], "panel")
    review = OpenReview(Review.open_or_make(Path(folder), **settings))
    if papers is not None:
        review.find_papers(Path(papers))
    return review


class OpenReview:
    """A review as values: every look reads the store again, so that it is never stale.

    Attributes:
        review: its folder and settings.
    """

    def __init__(self, review: Review) -> None:
        self.review = review

    def __repr__(self) -> str:
        return f"OpenReview({self.review.settings.name})"

    def _repr_html_(self) -> str:
        return self.results()._repr_html_()

    @cached_property
    def _profile(self) -> Profile:
        return self.review.profile(installed())

    @property
    def panel(self) -> OpenPanel:
        """The panel of the review: who sits where, what is open, what was said."""
        return OpenPanel(self.review)

    # ---- work ---------------------------------------------------------------------------

    def evaluate(self, *papers: str | Path, each: bool = False, workers: int | None = None) -> Listing:
        """Read, score and store case files; what was read before is not read again.

        Returns:
            What was done, and what could not be read or scored, with the reason.

        Raises:
            SetupError: profile, registers or plugins do not hold; nothing was written then.
        """
        paths = [Path(one) for one in papers]
        with _progress() as progress:
            summary = evaluate(paths, self.review, each=each, workers=workers, progress=progress)
        for path in paths:
            self.find_papers(path, each=each)
        rows = [(source, "未完成", str(error)) for source, error in summary.problems]
        rows += [("", "提示", text) for text in summary.warnings]
        title = f"已评查 {len(summary.scored)} 件案卷，其中新读 {summary.read} 件，未完成 {len(summary.problems)} 处"
        return Listing(title, columns("案卷", "情况:k", "说明"), tuple(rows))

    def find_papers(self, path: Path, *, each: bool = False) -> None:
        """Note where the papers of the evaluated case files lie."""
        with self.review.store() as store:
            lines = {line["id"]: line for line in store.lines()}
        for source in find_sources([path], each=each):
            line = lines.get(source.id)
            if line and line["source"] == source.source:
                remember(line["digest"], source.path, partial(self._turned, line["digest"], source.id))

    def _turned(self, digest: str, name: str) -> Mapping[tuple[str, int | None], int]:
        with self.review.store() as store:
            case = store.case(digest, name)
        return {} if case is None else rotations(case)

    def enter_rulings(self, file: str | Path) -> Listing:
        """Enter rulings from a JSON file, each of them once; gives all that are there now."""
        enter_rulings(self.review, Path(file))
        rows = tuple(
            (one.case, one.item, one.reviewer, VERDICTS[one.verdict], one.reason) for one in self.rulings
        )
        return Listing(
            f"裁定 {len(rows)} 条", columns("案卷:k", "评查项:k", "评查员:k", "结论:k", "理由"), rows
        )

    def select(self, policy: str = "standard") -> tuple[Selection, ...]:
        """Choose excellent and problem case files, and write the choice into `out/`."""
        return choose(self.review, policy)[0]

    def notice(self, kind: str = "circular", form: str = "docx", policy: str = "standard") -> Path:
        """Write a notice as a draft; gives its path."""
        return write_notice(self.review, kind, form, policy)

    def export(self, form: str = "xlsx") -> list[Path]:
        """Write evaluations and rulings into `out/`; gives their paths."""
        return export(self.review, form)

    def change_standard(
        self,
        name: str,
        *,
        points: Mapping[str, Figure] | None = None,
        effects: Mapping[str, str] | None = None,
        grades: Mapping[str, Figure] | None = None,
    ) -> Path:
        """Write the standard of the review with some figures changed, to look at what that would do; gives its folder.

        Args:
            points: points by id of an item, in which its deductions keep their share.
            effects: `none`, `not_excellent`, `unqualified` or `zero` by id of an item.
            grades: mark from which a grade is reached, by its name.

        Raises:
            ProfileError: an item or grade that is not there, or a figure that does not hold.
        """
        wish = Wish(points or {}, effects or {}, grades or {})
        return change(self.review, self._profile, name, wish)

    def differs(self, profile: str | Path) -> Listing:
        """What another standard (a name, a file or a folder) says otherwise than the one of the review."""
        return item_listing(self._profile, standard(profile))

    def rescore(self, profile: str | Path, workers: int | None = None) -> Listing:
        """Grades that would be others under another standard, and the items that did it; nothing is stored.

        Raises:
            ProfileError: the standard does not hold; what is wrong is named with file and key.
        """
        return grade_listing(self.review, profile, workers)

    # ---- values -------------------------------------------------------------------------

    @property
    def ruled(self) -> tuple[Ruled, ...]:
        """Evaluations with what people ruled on them, by id."""
        with self.review.store() as store:
            return tuple(ruled(store, self._profile))

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Evaluations with the rulings in their points and grades, by id."""
        return tuple(one.evaluation for one in self.ruled)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """Rulings that stand, in order of time within a case file."""
        with self.review.store() as store:
            return tuple(standing_rulings(store))

    @property
    def selections(self) -> tuple[Selection, ...]:
        """What the policy `standard` chooses now; nothing is written."""
        policy, options = find_policy("standard", installed().policies)
        return choose_from(self.ruled, policy, {"stage": self.review.settings.stage, **options})

    def case(self, name: str) -> Evaluation:
        """The evaluation of one case file, by id or document number, with the rulings in it.

        Raises:
            UnknownCase: there is none, or several.
        """
        with self.review.store() as store:
            wanted = evaluation_of(store.line(name)).id
        return next(one for one in self.evaluations if one.id == wanted)

    def lowest(self) -> Evaluation:
        """The evaluation with the fewest points.

        Raises:
            UnknownCase: nothing was evaluated yet.
        """
        if not self.evaluations:
            raise UnknownCase("评查项目中还没有案卷", str(self.review.folder), "先运行 evaluate")
        return min(self.evaluations, key=lambda one: (one.high, one.low, one.id))

    def reading(self, name: str) -> CaseFile:
        """What was read of one case file, by id or document number.

        Raises:
            UnknownCase: there is none, or several, or its body was purged.
        """
        with self.review.store() as store:
            line = store.line(name)
            case = store.case(line["digest"], line["id"])
        if case is None:
            raise UnknownCase("该案卷的读取结果已到期清除", line["id"], "重新评查该案卷")
        return case

    # ---- looks --------------------------------------------------------------------------

    def results(self) -> Listing:
        """Case files with points and grades, and what is left for people."""
        with self.review.store() as store:
            failures = store.failures()
        rows = tuple(
            (
                one.id, one.case or "（未读到）", one.agency or "（未读到）", span(one.low, one.high),
                span(one.grade_low, one.grade_high), str(len(one.vetoes)), str(len(one.undecided)),
                str(len(one.presumed)), " ".join(row.item for row in one.items if row.verdict is Verdict.FAIL),
            )
            for one in self.evaluations
        )  # fmt: skip
        heads = columns(
            "案卷:k", "文号:k", "机关", "得分:n", "等次:k", "一票否决:n", "待判断:n", "推定:n", "扣分项"
        )
        notes = tuple(f"未完成：{name}：{reason}" for name, reason in sorted(failures.items()))
        return Listing(f"{self.review.settings.name}：{len(rows)} 件案卷", heads, rows, notes)

    def agenda(self, first: int | None = None) -> Listing:
        """What to look at first: items whose answer could change a grade, in order of weight.

        Args:
            first: so many items of each case file; None for all.
        """
        rows, all_of_them = [], 0
        for one in self.evaluations:
            all_of_them += len(one.undecided)
            effects = {veto.item: f"{EFFECTS[veto.effect]}（{STATES[veto.state]}）" for veto in one.vetoes}
            for order, name in enumerate(one.undecided[:first], 1):
                if row := one.item(name):
                    weight = effects.get(name, f"{row.high - row.low} 分")
                    rows.append((one.id, one.agency, str(order), name, row.title, weight, _reason(row)))
        heads = columns("案卷:k", "机关:p", "次序:n", "评查项:k", "名称", "影响", "为什么要人来看")
        notes = (f"每卷只列前 {first} 项，共列 {len(rows)} 项",) if len(rows) < all_of_them else ()
        return Listing(f"待判断 {all_of_them} 项", heads, tuple(rows), notes)

    def lost(self) -> Listing:
        """Every lost point with its reason, its article and its place."""
        rows = tuple(
            (
                one.id, row.item, row.title, str(deducted), finding.message,
                "；".join(f"{basis.source}{basis.article}" for basis in finding.basis),
                "；".join(dict.fromkeys(place(spot) for spot in by_page(finding.evidence))),
            )
            for one, row, finding, deducted in self._lost()
        )  # fmt: skip
        heads = columns("案卷:k", "评查项:k", "名称", "扣分:n", "理由", "依据", "位置:p")
        return Listing(f"扣分 {len(rows)} 处", heads, rows)

    def _lost(self) -> Iterator[tuple[Evaluation, ItemScore, Finding, Decimal]]:
        for one in self.evaluations:
            for row in one.items:
                for scored in row.findings:
                    if scored.deducted:
                        yield one, row, scored.finding, scored.deducted

    def chart(self) -> Chart | Listing:
        """Grades of each agency."""
        grades = dict.fromkeys(grade.name for table in self._profile.tables for grade in table.grades)
        return grade_chart(self.evaluations, tuple(grades))

    def explain(self, case: str = "", item: str = "") -> Drawing:
        """From an item to its finding, page, red boxes, quote and article.

        Args:
            case: id or document number; without it, the gravest lost point that stands on a page is shown.
            item: id of the item; without it, the gravest of that case file.

        Raises:
            UnknownCase: no such case file or item, or no lost point.
        """
        one, row = self._wanted(case, item)
        own = [ruling for ruling in self.rulings if (ruling.case, ruling.item) == (one.id, row.item)]
        html = finding_html(one, row, picture=pictures_of(one.digest), rulings=own)
        return Drawing(html, "\n".join(explanation(one, row, own)))

    def crop(self, case: str = "", item: str = "") -> Image | None:
        """The first place of an item's finding on its page, with red boxes; None where it has no page."""
        one, row = self._wanted(case, item)
        spots = by_page(spot for scored in row.findings for spot in scored.finding.evidence)
        picture = pictures_of(one.digest)
        return next((found for spot in spots if spot.boxes and (found := picture(spot))), None)

    def _wanted(self, case: str, item: str) -> tuple[Evaluation, ItemScore]:
        if not item:
            return self._gravest(case)
        one = self.case(case)
        row = one.item(item)
        if row is None:
            hint = near(item, [known.item for known in one.items])
            raise UnknownCase(f"案卷 {one.id} 的评查表没有 {item}", "", hint or "核对评查项编号")
        return one, row

    def _gravest(self, case: str) -> tuple[Evaluation, ItemScore]:
        wanted = self.case(case).id if case else ""
        found = [one for one in self._lost() if wanted in ("", one[0].id)]
        if not found:
            raise UnknownCase(f"{'案卷 ' + wanted if wanted else '全部案卷'}没有扣分", "", "写明案卷和评查项")
        one, row, _, _ = max(found, key=lambda lost: (_on_page(lost[2].evidence), lost[3]))
        return one, row


def _on_page(places: tuple[Evidence, ...]) -> bool:
    return any(one.page is not None and one.boxes for one in places)


def _reason(row: ItemScore) -> str:
    said = [
        scored.finding.message
        for scored in row.findings
        if scored.finding.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE) and scored.finding.message
    ]
    return "；".join(dict.fromkeys(said)) or "由评查人员判断"


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """One line that is written over and over while case files are read; nothing outside of a notebook."""
    if not in_notebook():
        yield None
        return
    from IPython import display

    clear_output: Callable[..., None] = display.clear_output

    def tell(name: str, done: int, total: int) -> None:
        clear_output(wait=True)
        print(f"已完成 {done}/{total}：{name}")

    yield tell
    clear_output()
