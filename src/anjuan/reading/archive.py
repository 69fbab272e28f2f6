"""ZIP files, unpacked into a folder of our own and never outside of it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from ..model.errors import EncryptedFile, TooLarge, UnreadableFile, UnsafeArchive
from .sources import ignored

MAX_MEMBERS = 5_000
MAX_MEMBER = 300 * 1024 * 1024  # bytes
MAX_TOTAL = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200  # unpacked : packed; paper does not compress like that


def unpack(archive: Path, name: str, target: Path, only: str | None = None) -> list[tuple[str, Path]]:
    """Members of a ZIP as (`a.zip!/b.pdf`, path), in order of names.

    Args:
        only: the one member to unpack, as `b.pdf`; None for all.

    Raises:
        UnsafeArchive, TooLarge, EncryptedFile, UnreadableFile: see the tree of errors; nothing is kept then.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            _inspect(members, name)
            found = []
            for number, member in enumerate(members):
                inner = _member_name(member)
                if ignored(Path(inner)) or inner.startswith("__MACOSX/") or only not in (None, inner):
                    continue
                path = target / f"{number}{PurePosixPath(inner).suffix.lower()}"
                target.mkdir(parents=True, exist_ok=True)
                with packed.open(member) as stream, path.open("wb") as out:
                    shutil.copyfileobj(stream, out, 1 << 20)
                found.append((f"{name}!/{inner}", path))
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise UnreadableFile("ZIP 已损坏，无法解压", name, "请重新打包后提交") from None
    return sorted(found)


def _inspect(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise TooLarge(f"ZIP 内有 {len(members)} 个文件，超过上限 {MAX_MEMBERS}", name, "按案卷分开打包")
    total = 0
    for member in members:
        inner = _member_name(member)
        if (
            inner.startswith(("/", "\\"))
            or ".." in PurePosixPath(inner.replace("\\", "/")).parts
            or ":" in inner[:3]
        ):
            raise UnsafeArchive(
                "ZIP 内的文件名指向压缩包之外", f"{name}!/{inner[:80]}", "请重新打包，不要使用 ../ 或绝对路径"
            )
        if member.flag_bits & 1:
            raise EncryptedFile("ZIP 已加密，需要密码", name, "请解除密码后重新打包")
        if member.file_size > MAX_MEMBER or (
            member.file_size > 10_000_000 and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        ):
            raise TooLarge("ZIP 内的文件过大或压缩比异常", f"{name}!/{inner[:80]}", "核对该文件后重新打包")
        total += member.file_size
    if total > MAX_TOTAL:
        raise TooLarge("ZIP 解压后超过 2 GB", name, "按案卷分开打包")


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name in UTF-8, or in GBK as Chinese Windows writes it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename
