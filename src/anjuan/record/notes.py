"""Notes in which a worker says where it is, so that the parent can name the place where it died."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ..model.errors import WorkerLost
from ..model.limits import Limits
from ..reading.pulse import Step
from ..reading.sources import Source

PLACE = 1024  # bytes for the place; after them stands the reason, or what faulthandler writes
NAME = 120  # characters of a file name: with every one escaped the place still fits
HUNG, OVER = b"hung", b"over"

_HUNG = {
    "open": "打开文件超过 {} 秒没有完成",
    "page": "读取一页超过 {} 秒没有完成",
    "ocr": "识别一页超过 {} 秒没有完成",
    "sort": "整理文书超过 {} 秒没有完成",
}


@dataclass(slots=True)
class Note:
    """The note of one case file. A worker that ends its work removes it; one that dies leaves it.

    On another machine that does not see the folder nothing is written.
    """

    path: Path
    stream: BinaryIO | None = field(default=None)

    @classmethod
    def of(cls, folder: Path, source: Source) -> Note:
        """The note on a case file in the folder of a run."""
        return cls(folder / hashlib.sha256(source.id.encode()).hexdigest()[:32])

    def __enter__(self) -> Note:
        with suppress(OSError):
            self.stream = self.path.open("wb", buffering=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None
            with suppress(OSError):
                self.path.unlink()

    def at(self, step: Step) -> None:
        """Write where reading is."""
        if self.stream is not None:
            place = {**asdict(step), "file": step.file[:NAME]}
            with suppress(OSError):  # a full disk must not end the reading
                self.stream.seek(0)
                self.stream.write(json.dumps(place, ensure_ascii=False).encode(errors="replace").ljust(PLACE))

    def because(self, reason: bytes) -> None:
        """Write why the process ends itself; from another thread, so through a stream of its own."""
        with suppress(OSError), self.path.open("r+b") as stream:
            stream.seek(PLACE)
            stream.write(reason)

    def left(self) -> tuple[Step | None, bytes]:
        """Where a worker died, and why if it ended itself (`HUNG`, `OVER`), else an empty reason."""
        try:
            body = self.path.read_bytes()
            step = Step(**json.loads(body[:PLACE]))
        except (OSError, ValueError, TypeError):
            return None, b""
        reason = body[PLACE:]
        return step, reason if reason in (b"", HUNG, OVER) else HUNG

    def error(self, source: Source, caps: Limits, kind: str = "") -> WorkerLost:
        """What to tell about the case file whose worker died.

        Args:
            kind: name of the exception that came instead of an outcome.
        """
        step, reason = self.left()
        where = source.source
        if step is not None and step.file:
            where += f" 中的 {step.file}" if step.file != source.source.rpartition("/")[2] else ""
            where += f" 第 {step.page} 页" if step.page else ""
        if reason == HUNG and step is not None:
            key = "ocr_seconds" if step.kind == "ocr" else "page_seconds"
            what = _HUNG[step.kind].format(round(step.seconds)) + "，已中止"
            return WorkerLost(what, where, f"检查该文件；确需读取时在 [limits] 中调高 {key}")
        if reason == OVER:
            what = f"读取时占用内存超过 {caps.memory_bytes // 1_000_000} MB，已中止"
            return WorkerLost(what, where, "检查该文件；确需读取时在 [limits] 中调高 memory_bytes")
        what = "读取进程异常终止" + (f"（{kind}）" if kind else "")
        step_on = "检查调度器和各工作机后重新运行" if kind else "单独检查该案卷，必要时拆分后重试"
        return WorkerLost(what, where, step_on)
