"""The exception tree. Every message names what happened, where, and the next step.

AnjuanError
├─ InputError      AJ-100  something handed in cannot be used; the other case files go on
│  ├─ UnreadableFile   AJ-101  damaged or truncated
│  ├─ EncryptedFile    AJ-102  needs a password
│  ├─ EmptyCase        AJ-103  nothing to read in it
│  ├─ WrongFileType    AJ-104  the content is not what the name says, or no loader reads it
│  ├─ UnsafeArchive    AJ-105  a member points outside, or is itself hostile
│  ├─ TooLarge         AJ-106  over a documented cap
│  ├─ DuplicateCase    AJ-107  one id, two sources
│  ├─ UnknownCase      AJ-108  no such case file, or an ambiguous name
│  ├─ NoTable          AJ-109  the profile has no table for this kind of case
│  └─ SheetError       AJ-110  a score sheet that came back cannot be taken
├─ SetupError      AJ-200  the call or its settings are wrong; nothing was written
│  ├─ ProfileError     AJ-201
│  ├─ LawError         AJ-202
│  │  └─ LawKeyError   AJ-203
│  ├─ RegisterError    AJ-204
│  ├─ MissingExtra     AJ-205
│  └─ PluginError      AJ-210
│     ├─ BrokenPlugin  AJ-211
│     └─ DuplicateName AJ-212
├─ WorkError       AJ-300
│  ├─ CheckError       AJ-301
│  ├─ OcrError         AJ-302
│  └─ WorkerLost       AJ-303
└─ StoreError      AJ-400
   ├─ Conflict         AJ-401
   ├─ Tampered         AJ-402
   ├─ NotAllowed       AJ-403
   └─ NetworkShare     AJ-404
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import process

AnyError = TypeVar("AnyError", bound="AnjuanError")


class AnjuanError(Exception):
    """Base of all errors a person may see.

    Args:
        what: one Chinese sentence saying what happened.
        where: file and page, file and key path, or plugin name.
        next_step: one Chinese sentence saying what to do.
    """

    code = "AJ-000"
    exit_code = 2

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        super().__init__(what, where, next_step)
        self.what, self.where, self.next_step = what, where, next_step

    def __str__(self) -> str:
        parts = [f"[{self.code}] {self.what}"]
        if self.where:
            parts.append(f"位置：{self.where}")
        if self.next_step:
            parts.append(f"处理：{self.next_step}")
        return "；".join(parts)


class InputError(AnjuanError):
    """A case file cannot be used; the others go on."""

    code = "AJ-100"
    exit_code = 1


class UnreadableFile(InputError):
    """A file is damaged, truncated or empty."""

    code = "AJ-101"


class EncryptedFile(InputError):
    """A file asks for a password."""

    code = "AJ-102"


class EmptyCase(InputError):
    """A case file holds nothing that could be read."""

    code = "AJ-103"


class WrongFileType(InputError):
    """The content of a file is not what its name says, or nobody reads it."""

    code = "AJ-104"


class UnsafeArchive(InputError):
    """A ZIP member points outside of its archive."""

    code = "AJ-105"


class TooLarge(InputError):
    """A file is over a documented cap; it is refused, never shortened."""

    code = "AJ-106"


class DuplicateCase(InputError):
    """One id came from two sources."""

    code = "AJ-107"


class UnknownCase(InputError):
    """No case file of that name, or several."""

    code = "AJ-108"
    exit_code = 2


class NoTable(InputError):
    """The profile has no table for the category and procedure of a case file."""

    code = "AJ-109"


class SheetError(InputError):
    """A score sheet that came back cannot be taken; `where` is file, sheet and cell. Nothing of it was written."""

    code = "AJ-110"


class SetupError(AnjuanError):
    """The call or its settings are wrong; nothing was written."""

    code = "AJ-200"


class ProfileError(SetupError):
    """A scoring profile does not hold; `where` is file and key path."""

    code = "AJ-201"


class LawError(SetupError):
    """Law data does not hold; `where` is file and key path."""

    code = "AJ-202"


class LawKeyError(LawError):
    """Nobody registered that key."""

    code = "AJ-203"


class RegisterError(SetupError):
    """A register lacks a column or holds a value that cannot be understood."""

    code = "AJ-204"


class MissingExtra(SetupError):
    """An optional package is not installed; the message names it."""

    code = "AJ-205"


class PluginError(SetupError):
    """A plugin cannot be used."""

    code = "AJ-210"


class BrokenPlugin(PluginError):
    """A plugin that is needed could not be loaded."""

    code = "AJ-211"


class DuplicateName(PluginError):
    """Two plugins offer one name."""

    code = "AJ-212"


class WorkError(AnjuanError):
    """Something went wrong while working on one case file."""

    code = "AJ-300"
    exit_code = 1


class CheckError(WorkError):
    """A check raised an exception."""

    code = "AJ-301"


class OcrError(WorkError):
    """A page could not be recognised."""

    code = "AJ-302"


class WorkerLost(WorkError):
    """A worker process died while reading a case file."""

    code = "AJ-303"


class StoreError(AnjuanError):
    """The review's store refuses."""

    code = "AJ-400"


class Conflict(StoreError):
    """Somebody else wrote at the same place first."""

    code = "AJ-401"


class Tampered(StoreError):
    """What is stored does not hold together."""

    code = "AJ-402"
    exit_code = 1


class NotAllowed(StoreError):
    """This person or this state does not allow the act."""

    code = "AJ-403"


class NetworkShare(StoreError):
    """SQLite on a network share."""

    code = "AJ-404"


def near(name: str, known: Iterable[str], *, limit: int = 3) -> str:
    """A clause naming the known words nearest to `name`, or an empty text.

    >>> near("subject.two_oficers", ["subject.two_officers", "legal.x"])
    '相近的有：subject.two_officers'
    """
    found = process.extract(name, list(known), limit=limit, score_cutoff=70)
    return "相近的有：" + "、".join(hit[0] for hit in found) if found else ""


def together(what: str, problems: Sequence[AnyError]) -> AnyError:
    """Several problems as one error of the class of the first; a single one stays as it is.

    Args:
        what: the sentence that heads the list; `{}` takes the number of problems.
    """
    if len(problems) == 1:
        return problems[0]
    lines = [
        f"\n  {one.where}：{one.what}" + (f"（{one.next_step}）" if one.next_step else "") for one in problems
    ]
    return type(problems[0])(what.format(len(problems)), "".join(lines), "逐条改正后重试")
