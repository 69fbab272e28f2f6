"""Draws of a review in its ledger (stream `draw`): a list is committed, drawn from once, and verified.

Beside the ledger `record/draws/` holds for each commit `list.tsv` (the canonical list) and, once drawn, `draw.json`:
what `docs/verify_draw.py` needs. Both can be written again from the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..model.codec import dumps
from ..model.errors import Conflict, NotAllowed, SetupError, StoreError, Tampered
from ..panel.draw import Drawn, Rule, admit, draw, plain_seed, rule_of, sample_size
from ..panel.draw_list import Listed, list_changes, list_digest, list_of, list_text
from .draw_lists import list_from, read_list
from .guards import GENESIS
from .ledger import Entry, hash_of
from .review import Review
from .store import Store

STREAM = "draw"
SHOWN = 10  # changes named in one message


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished of a draw.

    Attributes:
        size: files to draw; None to take it from `within`.
        within: half width of the 95% interval of a share, 0 to 1; None where `size` says it.
        strata, minimum, weights, bands: see `Rule`.
    """

    size: int | None = None
    within: Decimal | None = None
    strata: tuple[str, ...] = ("agency", "category")
    minimum: int = 0
    weights: tuple[tuple[str, str, Decimal], ...] = ()
    bands: tuple[Decimal, ...] = ()

    def rule(self, count: int) -> Rule:
        """The rule for a list of `count` files.

        Raises:
            SetupError: neither or both of size and interval, or amounts without bands.
        """
        if self.size is not None and self.within is None:
            size = self.size
        elif self.within is not None and self.size is None:
            size = sample_size(count, self.within)
        else:
            raise SetupError("样本量和误差范围应当写一个，只写一个", "", "如 --size 30 或者 --within 0.05")
        if "amount" in (*self.strata, *(name for name, _, _ in self.weights)) and not self.bands:
            raise SetupError("按金额分层或者加权，要写明分档", "", "如 --bands 5000,50000")
        return Rule(size, self.strata, self.minimum, self.weights, self.bands)


@dataclass(frozen=True, slots=True)
class Committed:
    """A list that was committed.

    Attributes:
        number: of the commit in this review, from 1. entry: the entry of the ledger; its hash names the commit.
        path: the canonical list. notes: Chinese sentences on what of the list was not used.
        again: it had been committed before and was not drawn yet, so nothing was added.
    """

    number: int
    entry: Entry
    rule: Rule
    files: tuple[Listed, ...]
    path: Path
    notes: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A draw that was made: `entry` is that of the ledger, `paths` what `docs/verify_draw.py` needs."""

    commit: Committed
    entry: Entry
    drawn: Drawn
    paths: tuple[Path, Path]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One commit, seen again: what does not hold (`faults`), what to know (`notes`), in Chinese."""

    number: int
    entry: Entry
    seed: str
    picks: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


# ---- commit -------------------------------------------------------------------------------------


def commit(review: Review, wish: Wish, *, actor: str, file: Path | None = None) -> Committed:
    """Fix a list and a rule before the seed is known.

    Args:
        file: a table of case files; None for those that the review has scored.

    Raises:
        SetupError: the list or the rule does not hold; nothing was written.
    """
    with review.store() as store:
        files, notes = _present(review, store, wish.bands, file)
        text = list_text(files)
        rule = wish.rule(len(files))
        admit(rule, files)
        said = {"list": list_digest(text), "count": len(files), "rule": rule.text()}
        before = [one for one in store.entries(stream=STREAM) if one.action in ("committed", "drawn")]
        same = bool(before) and before[-1].action == "committed" and _says(before[-1], said)
        number = sum(one.action == "committed" for one in before)
        if same:
            entry = before[-1]
        else:
            source = {"source": "list" if file else "review", "text": store.put_text(text)}
            entry = store.append(STREAM, actor, "committed", {**said, **source})
            number += 1
    path = _folder(review, number, entry) / "list.tsv"
    _write(path, text)
    return Committed(number, entry, rule, list_of(text), path, notes, same)


def _says(entry: Entry, said: Mapping[str, Any]) -> bool:
    return all(entry.payload.get(key) == value for key, value in said.items())


def _present(
    review: Review, store: Store, bands: Sequence[Decimal], file: Path | None
) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """The list as it is now, and what of it is not used."""
    if file is not None:
        return read_list(file, bands)
    authorities = review.registers().tables.get("authorities", ())
    files = list_from(store.lines(), authorities, bands)
    failed = len(store.failures())
    return files, (f"有 {failed} 件案卷没有完成评分，不在名单里",) if failed else ()


# ---- draw ---------------------------------------------------------------------------------------


def draw_cases(review: Review, seed: str, *, actor: str, file: Path | None = None) -> Done:
    """Draw from the list that was committed last; the same seed again only shows what was drawn.

    Args:
        file: the table that the list came from, to be compared with what was committed.

    Raises:
        NotAllowed: nothing was committed, it was drawn with another seed, or the list has changed since.
        Conflict: somebody else drew at the same moment.
        Tampered: the list that was committed is gone or changed.
    """
    seed = plain_seed(seed)
    with review.store() as store:
        entries = list(store.entries(stream=STREAM))
        commits = [one for one in entries if one.action == "committed"]
        if not commits:
            raise NotAllowed("还没有提交名单", "", "先运行 anjuan draw commit，再宣读种子")
        made = _commit_of(review, store, len(commits), commits[-1], file)
        earlier = _draws(entries, made.entry)
        if earlier and earlier[0].payload.get("seed") != seed:
            place = f"第 {made.number} 次提交，种子 {earlier[0].payload.get('seed')}"
            raise NotAllowed("这份名单已经抽取过，种子不同", place, "一份名单只抽一次；另抽要重新提交名单")
        if not earlier and (changes := _changes(review, store, made, file)):
            step = "核对变化的原因；确认以后重新运行 anjuan draw commit，再抽取"
            raise NotAllowed("名单在提交以后有变化", _some(changes), step)
        drawn = draw(made.files, made.rule, seed)
        entry = earlier[0] if earlier else store.append(STREAM, actor, "drawn", _payload(made, seed, drawn))
        first = _draws(store.entries(stream=STREAM), made.entry)[0]
    if first.hash != entry.hash:
        raise Conflict("有人在同一时刻抽取了这份名单", f"台账 draw 第 {first.seq} 条", "以先记入台账的为准")
    if entry.payload.get("picks") != list(drawn.picks):
        raise Tampered(
            "台账里抽中的案卷与种子不符", f"台账 draw 第 {entry.seq} 条", "运行 anjuan draw verify"
        )
    paths = made.path, made.path.with_name("draw.json")
    _write(paths[0], list_text(made.files))
    _write(paths[1], _draw_json(entry, made, drawn))
    return Done(made, entry, drawn, paths, bool(earlier))


def _payload(made: Committed, seed: str, drawn: Drawn) -> dict[str, Any]:
    strata = {one.name: {"size": one.size, "n": one.n} for one in drawn.strata}
    return {"commit": made.entry.hash, "seed": seed, "picks": list(drawn.picks), "strata": strata}


def _draw_json(entry: Entry, made: Committed, drawn: Drawn) -> str:
    said = {key: made.entry.payload[key] for key in ("list", "count", "rule")}
    chances = {name: str(drawn.chances[name]) for name in drawn.picks}
    data = {"format": 1, **said, **entry.payload, "chances": chances}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _draws(entries: Iterator[Entry] | Sequence[Entry], commit: Entry) -> list[Entry]:
    return [one for one in entries if one.action == "drawn" and one.payload.get("commit") == commit.hash]


def _commit_of(review: Review, store: Store, number: int, entry: Entry, file: Path | None) -> Committed:
    """A commit with its list, from the store, else from the folder or from a table with the same digest."""
    rule = rule_of(str(entry.payload.get("rule", "")))
    path = _folder(review, number, entry) / "list.tsv"
    text = store.text_of(str(entry.payload.get("text", "")))
    if text is None and path.is_file():
        text = path.read_bytes().decode("utf-8", "replace")
    if text is None and file is not None:
        text = list_text(read_list(file, rule.bands)[0])
    if text is None or list_digest(text) != entry.payload.get("list"):
        what = "提交的名单不在评查库里" if text is None else "名单与提交时的校验值不符"
        raise Tampered(what, f"第 {number} 次提交", "用 --list 给出提交时的名单，并运行 anjuan verify")
    return Committed(number, entry, rule, list_of(text), path)


# ---- verify -------------------------------------------------------------------------------------


def verify_draws(review: Review, *, file: Path | None = None) -> tuple[Checked, ...]:
    """Every commit of a review and its draw, done again.

    Args:
        file: a table that should be the list committed last.

    Raises:
        NotAllowed: nothing was committed.
    """
    with review.store() as store:
        entries = list(store.entries(stream=STREAM))
        commits = [one for one in entries if one.action == "committed"]
        if not commits:
            raise NotAllowed("还没有提交名单", "", "先运行 anjuan draw commit")
        found = []
        broken = _chain(entries)
        for number, entry in enumerate(commits, 1):
            last = number == len(commits)
            faults = [broken[one.seq] for one in (entry, *_draws(entries, entry)) if one.seq in broken]
            given = file if last else None
            faults += _strays(entries, commits) if last else ()
            found.append(_checked(review, store, number, entry, entries, given, faults, last=last))
    return tuple(found)


def _checked(
    review: Review,
    store: Store,
    number: int,
    entry: Entry,
    entries: Sequence[Entry],
    file: Path | None,
    faults: list[str],
    *,
    last: bool,
) -> Checked:
    draws = _draws(entries, entry)
    seed = str(draws[0].payload.get("seed", "")) if draws else ""
    picks = tuple(draws[0].payload.get("picks", ())) if draws else ()
    notes = [] if draws else ["名单已提交，还没有抽取" if last else "名单提交后没有抽取，又提交了新的名单"]
    if len(draws) > 1:
        faults.append(f"同一名单抽取了 {len(draws)} 次，第二次在台账 draw 第 {draws[1].seq} 条")
    try:
        made = _commit_of(review, store, number, entry, file)
        faults += _file_faults(made, draws)
        if last:
            faults += [f"名单与提交时不同：{one}" for one in _changes(review, store, made, file)]
        if draws:
            faults += _draw_faults(made, draws[0])
    except (Tampered, SetupError) as error:
        faults.append(f"{error.what}（{error.where}）；{error.next_step}")
    return Checked(number, entry, seed, picks, tuple(faults), tuple(notes))


def _strays(entries: Sequence[Entry], commits: Sequence[Entry]) -> list[str]:
    known = {one.hash for one in commits}
    strange = [one for one in entries if one.action == "drawn" and one.payload.get("commit") not in known]
    return [f"台账 draw 第 {one.seq} 条的抽取没有对应的名单" for one in strange]


def _draw_faults(made: Committed, entry: Entry) -> Iterator[str]:
    again = draw(made.files, made.rule, str(entry.payload.get("seed", "")))
    noted = set(entry.payload.get("picks", ()))
    if more := sorted(noted - set(again.picks)):
        yield f"记录里有、按种子抽不中的案卷：{_some(more)}"
    if less := sorted(set(again.picks) - noted):
        yield f"按种子抽中、记录里没有的案卷：{_some(less)}"
    if _payload(made, "", again)["strata"] != entry.payload.get("strata"):
        yield "各层件数与重新抽取的不同"


def _file_faults(made: Committed, draws: Sequence[Entry]) -> Iterator[str]:
    """What was changed in the files beside the ledger; those that are not there can be written again."""
    if made.path.is_file():
        text = made.path.read_bytes().decode("utf-8", "replace")
        if list_digest(text) != made.entry.payload["list"]:
            try:
                changes = list_changes(made.files, list_of(text)) or ("行的次序或者写法不同",)
            except Tampered:
                changes = ("已不是名单的格式",)
            yield f"{made.path.name} 与提交时不同：{_some(changes)}"
    path = made.path.with_name("draw.json")
    if draws and path.is_file():
        drawn = draw(made.files, made.rule, str(draws[0].payload.get("seed", "")))
        if path.read_bytes().decode("utf-8", "replace") != _draw_json(draws[0], made, drawn):
            yield f"{path.name} 与台账不同，重新运行 anjuan draw draw 会再写出"


def _changes(review: Review, store: Store, made: Committed, file: Path | None) -> tuple[str, ...]:
    """What differs now from the list that was committed; a list that was handed in is compared when it is given again."""
    if file is None and made.entry.payload.get("source") != "review":
        return ()
    return list_changes(made.files, _present(review, store, made.rule.bands, file)[0])


def _chain(entries: Sequence[Entry]) -> dict[int, str]:
    """Number of an entry → why it does not hold."""
    found, prev = {}, GENESIS
    for one in entries:
        told = hash_of(one.stream, one.seq, one.at, one.actor, one.action, dumps(one.payload), one.prev)
        if told != one.hash or one.prev != prev:
            found[one.seq] = f"台账 draw 第 {one.seq} 条被改动，或与前一条接不上"
        prev = one.hash
    return found


def _folder(review: Review, number: int, entry: Entry) -> Path:
    return review.folder / "record" / "draws" / f"{number}-{entry.hash[:8]}"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    except OSError as error:
        what = f"已记入台账，但文件没有写成（{type(error).__name__}）"
        raise StoreError(what, str(path), "检查权限和磁盘空间，再运行一次同样的命令，会重新写出") from None


def _some(texts: Sequence[str]) -> str:
    more = f"……共 {len(texts)} 处" if len(texts) > SHOWN else ""
    return "；".join(texts[:SHOWN]) + more
