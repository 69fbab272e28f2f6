"""Office files that are ZIPs of parts (OFD, DOCX, XLSX), read within the caps and without outside references."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any

from ..model.errors import EncryptedFile, InputError, TooLarge, UnreadableFile, UnsafeArchive, WrongFileType
from ..model.limits import limits

_TAIL = 65_557  # bytes: the longest end record of a ZIP with its comment
_ENTRY = 2_000  # bytes: what one entry of a directory takes at most, names of a sensible length given
_WIDE = re.compile(r"[\u2e80-\U0003ffff]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA may ask for gigabytes before the first byte
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
BIG = 10_000_000  # bytes from which a ratio tells a bomb from well packed text

_OTHERS = ((b"Rar!", "是 RAR"), (b"7z\xbc\xaf", "是 7Z"), (b"%PDF", "是 PDF"))

Source = Path | IO[bytes]


class Packed:
    """The parts of one office file.

    Args:
        file: path or binary stream; name: as results call it; kind: what it should be, for messages (`OFD`).

    Raises:
        WrongFileType: no ZIP; EncryptedFile; UnreadableFile: damaged; TooLarge: over a cap.
    """

    def __init__(self, file: Source, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self._parsed = 0
        self._zip = open_zip(file, name, kind)
        try:
            members = [member for member in self._zip.infolist() if not member.is_dir()]
            check_members(members, name, kind, limits().office_bytes)
        except BaseException:
            self._zip.close()
            raise
        self._members = {_plain(PurePosixPath(member_name(member))): member for member in members}
        self._folded = {part.casefold(): part for part in reversed(self._members)}

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of all parts, without a leading `/`."""
        return tuple(self._members)

    def find(self, *candidates: str) -> str | None:
        """The first of the named parts that is there, in whatever case it is written."""
        for part in candidates:
            found = part if part in self._members else self._folded.get(part.casefold())
            if found is not None:
                return found
        return None

    def at(self, base: str, place: str) -> str | None:
        """The part that a part `base` calls `place`: absolute with `/`, else beside it, above it or in the root."""
        place = place.strip().replace("\\", "/")
        if not place:
            return None
        folder = PurePosixPath(base).parent
        homes = [PurePosixPath(), folder] if place.startswith("/") else [folder, *folder.parents]
        return self.find(*(_plain(home / place.lstrip("/")) for home in homes))

    def size(self, part: str) -> int:
        """Unpacked bytes of a part."""
        return self._members[part].file_size

    def read(self, part: str) -> bytes:
        """The content of a part.

        Raises:
            UnreadableFile: it is missing or damaged.
        """
        member = self._members.get(part)
        if member is None:
            raise UnreadableFile(f"{self.kind} 缺少部件 {part[:80]}", self.name, "重新导出该文件")
        with reading(self.name, self.kind):
            return self._zip.read(member)

    def xml(self, part: str) -> Any:
        """The root element of an XML part; comments and processing instructions are left out.

        Raises:
            UnreadableFile: it is missing or not well-formed; UnsafeArchive: it declares a document type;
            TooLarge: more bytes or a deeper nesting than the caps.
        """
        return parse_xml(self.checked(part), self.name, self.kind, part)

    def checked(self, part: str) -> bytes:
        """The content of an XML part that declares no document type and is within the caps, not yet parsed.

        Raises:
            UnreadableFile, UnsafeArchive, TooLarge: see `xml`.
        """
        caps = limits()
        size = self._members[part].file_size if part in self._members else 0
        self._parsed += size
        if size > caps.xml_bytes or self._parsed > caps.office_bytes:
            raise TooLarge(
                f"{self.kind} 的部件 {part[:80]} 过大", self.name, "拆分该文件，或转换为 PDF 后重试"
            )
        body = self.read(part)
        refuse_doctype(body, self.name, self.kind, part)
        return body

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __enter__(self) -> Packed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def parse_xml(body: bytes, name: str, kind: str, part: str) -> Any:
    """The root of an XML document that declares no document type and nests no deeper than the cap.

    Raises:
        UnreadableFile, UnsafeArchive, TooLarge: see `Packed.xml`.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    where = f"{name} 的 {part[:80]}"
    refuse_doctype(body, name, kind, part)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise TooLarge(f"{kind} 的部件嵌套过深", where, "核对文件后重新导出") from None
        raise UnreadableFile(f"{kind} 的部件已损坏", where, "重新导出该文件") from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that nobody expects
        raise _unsafe(where, kind)
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > limits().xml_depth:
            raise TooLarge(f"{kind} 的部件嵌套超过 {limits().xml_depth} 层", where, "核对文件后重新导出")
        level = [child for element in level for child in element]
    return root


def refuse_doctype(body: bytes, name: str, kind: str, part: str) -> None:
    """Refuse an XML document that declares a document type, before a parser sees it.

    Raises:
        UnsafeArchive: it does; entities in attributes are put in while a parser runs.
    """
    if any(mark in body for mark in _DOCTYPE):
        raise _unsafe(f"{name} 的 {part[:80]}", kind)


def _unsafe(where: str, kind: str) -> UnsafeArchive:
    return UnsafeArchive(f"{kind} 的部件声明了文档类型（DTD）", where, "核对文件来源后重新导出")


def local_name(element: Any) -> str:
    """Name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def open_zip(file: Source, name: str, kind: str) -> zipfile.ZipFile:
    """A ZIP whose directory is no longer than the caps allow.

    Raises:
        WrongFileType: no ZIP; UnreadableFile: damaged; TooLarge: more entries than the cap.
    """
    caps = limits()
    with reading(name, kind):
        size = _directory_size(file)
    if size > caps.members * _ENTRY:
        raise TooLarge(f"{kind} 内的文件超过上限 {caps.members} 个", name, "按案卷分开打包")
    if not zipfile.is_zipfile(file):
        head = _head(file)
        if head.startswith(b"PK\x03\x04"):
            raise UnreadableFile(f"{kind} 已损坏，无法打开", name, "重新导出或打包该文件")
        what = next((text for mark, text in _OTHERS if head.startswith(mark)), "")
        raise WrongFileType(
            f"扩展名是 {kind}，内容却{what or '不是'}", name, "核对文件，另存为所写的格式后重新提交"
        )
    with reading(name, kind):
        return zipfile.ZipFile(file)


def check_members(members: list[zipfile.ZipInfo], name: str, kind: str, total: int) -> None:
    """Refuse what is over the caps, asks for a password or is packed in a way that nobody uses for papers.

    Raises:
        TooLarge, EncryptedFile, UnreadableFile: see the tree of errors.
    """
    caps = limits()
    if len(members) > caps.members:
        raise TooLarge(
            f"{kind} 内有 {len(members)} 个文件，超过上限 {caps.members} 个", name, "按案卷分开打包"
        )
    for member in members:
        where = f"{name}!/{member.filename[:80]}"
        if member.flag_bits & 1:
            raise EncryptedFile(f"{kind} 已加密，需要密码", name, "请解除密码后重新提交")
        if member.compress_type not in _METHODS:
            raise UnreadableFile(f"{kind} 用了少见的压缩方式", where, "改用普通 ZIP 重新打包")
        if member.file_size > BIG and member.file_size > caps.ratio * max(member.compress_size, 1):
            raise TooLarge(f"{kind} 内的文件压缩比异常", where, "核对该文件后重新打包")
    if sum(member.file_size for member in members) > total:
        raise TooLarge(f"{kind} 解压后超过 {total // (1024 * 1024)} MB", name, "拆成几个文件后重试")


def topmost(file: Path, wanted: str, most: int) -> list[bytes]:
    """The members of a ZIP with that file name that lie highest in it; none where it is no ZIP or they are too big."""
    try:
        with open_zip(file, file.name, "ZIP") as packed:
            places = [(member_name(one).count("/"), one) for one in packed.infolist()]
            found = [(depth, one) for depth, one in places if _named(one, wanted)]
            high = min((depth for depth, _ in found), default=0)
            tops = [one for depth, one in found if depth == high]
            if any(
                one.file_size > most or one.flag_bits & 1 or one.compress_type not in _METHODS for one in tops
            ):
                return []
            with reading(file.name, "ZIP"):
                return [packed.read(one) for one in tops[:2]]
    except InputError:
        return []  # whoever unpacks it says what is wrong


def _named(member: zipfile.ZipInfo, wanted: str) -> bool:
    return PurePosixPath(member_name(member)).name == wanted


def member_name(member: zipfile.ZipInfo) -> str:
    """Name of a member with `/`: in UTF-8, declared or not (macOS), or in GBK as Chinese Windows writes it."""
    name = member.orig_filename.split("\0")[0]
    if not member.flag_bits & 0x800:
        try:
            body = name.encode("cp437")
            name = _decoded(body)
        except UnicodeError:
            pass
    return name.replace("\\", "/")


def _decoded(body: bytes) -> str:
    try:
        name = body.decode("utf-8")
        # Two Han characters in GBK may be letters of a third script in UTF-8 by chance.
        if all(char.isascii() or _WIDE.match(char) for char in name):
            return name
    except UnicodeDecodeError:
        pass
    return body.decode("gb18030")


@contextmanager
def reading(name: str, kind: str) -> Iterator[None]:
    """Whatever a damaged ZIP raises becomes one error of ours."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, OverflowError):
        raise UnreadableFile(f"{kind} 已损坏，无法打开", name, "重新导出或打包该文件") from None


def _directory_size(file: Source) -> int:
    """Bytes of the directory of a ZIP as its end record gives them; 0 where there is none."""
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return _directory_size(stream)
    end = file.seek(0, 2)
    file.seek(max(end - _TAIL, 0))
    tail = file.read(_TAIL)
    file.seek(0)
    sizes = [
        struct.unpack_from("<I", tail, hit.start() + 12)[0]
        for hit in re.finditer(b"PK\x05\x06", tail)
        if hit.start() + 16 <= len(tail)
    ]
    big = [
        struct.unpack_from("<Q", tail, hit.start() + 40)[0]
        for hit in re.finditer(b"PK\x06\x06", tail)
        if hit.start() + 48 <= len(tail)
    ]
    size = sizes[-1] if sizes else 0
    return big[-1] if size == 0xFFFFFFFF and big else size


def _head(file: Source) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return stream.read(8)
    head = file.read(8)
    file.seek(0)
    return head


def _plain(path: PurePosixPath) -> str:
    """A path without `.` and `..`; one that leads outside of the file ends at its root."""
    kept: list[str] = []
    for step in path.parts:
        if step == "..":
            del kept[-1:]
        elif step not in (".", "/"):
            kept.append(step)
    return "/".join(kept)
