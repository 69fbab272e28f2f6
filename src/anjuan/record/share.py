"""Is a folder on a network share? SQLite's locks do not hold there, so a review.db on one is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..model.errors import NetworkShare

REMOTE = frozenset(
    {
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
    }
    | {"nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "smb2", "smb3", "smbfs", "webdav"}
    | {f"fuse.{name}" for name in ("ceph", "davfs2", "glusterfs", "rclone", "s3fs", "smbnetfs", "sshfs")}
)
DRIVE_REMOTE = 4  # what Windows says of a drive letter that stands for a share


def refuse_share(folder: Path) -> None:
    """Refuse a folder on a network share.

    Raises:
        NetworkShare: it is on one; the message names its kind and the ways out.
    """
    kind = share_of(folder)
    if kind:
        raise NetworkShare(
            f"评查库不能放在网络共享盘（{kind}）上",
            str(folder),
            "把评查项目放在本机磁盘；多人共用时在 review.toml 写 store = \"postgresql+psycopg://…\"，"
            "或者用 anjuan panel export 导出评分表分发",
        )  # fmt: skip


def share_of(folder: Path) -> str:
    """Kind of network file system that a folder is on; an empty text on a disk of this machine."""
    path = folder.resolve()
    if sys.platform == "win32":
        return _on_windows(path)
    return kind_of(str(path), _mounts())


def kind_of(path: str, mounts: Iterable[tuple[str, str]]) -> str:
    """Kind of network file system of a path, by mount points and their kinds; the longest point counts.

    >>> kind_of("/data/review", [("/", "ext4"), ("/data", "nfs4")])
    'nfs4'
    """
    best, found = "", ""
    for point, kind in mounts:
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, kind
    return found if found in REMOTE else ""


def _mounts() -> list[tuple[str, str]]:
    table = Path("/proc/self/mountinfo")
    if table.is_file():
        return list(linux_mounts(table.read_text("utf-8", "surrogateescape")))
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True)
        return re.findall(r"(?m)^.+? on (/.*?) \((\w+)", told.stdout)
    return []


def linux_mounts(table: str) -> Iterable[tuple[str, str]]:
    """Mount points and kinds of `/proc/self/mountinfo`."""
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) > 4 and right:
            point = re.sub(r"\\([0-7]{3})", lambda hit: chr(int(hit[1], 8)), fields[4])
            yield point, right.split(" ")[0]


def _on_windows(path: Path) -> str:
    if str(path).startswith("\\\\"):
        return "UNC"
    import ctypes

    root = os.path.splitdrive(path)[0] + "\\"
    drive: int = ctypes.windll.kernel32.GetDriveTypeW(root)  # type: ignore[attr-defined,unused-ignore]  # Windows only
    return "UNC" if drive == DRIVE_REMOTE else ""
