"""Old Word files → DOCX through LibreOffice: no network, no macros, bounded in time, memory and output."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from anjuan import TooLarge, UnreadableFile, WrongFileType, limits

SHARE = 0.8  # of the seconds for a page: what watches over the process is to see us end first
CONVERTED = 1024 * 1024 * 1024  # bytes of memory that LibreOffice may take
_CHECKED = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# A document may name pictures and texts elsewhere, which would be fetched on loading.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
<prop oor:name="Field" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def soffice() -> str | None:
    """The program, where it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _CHECKED if Path(path).is_file()), None)


def as_docx(file: Path, name: str) -> bytes:
    """The content of an old Word file as a DOCX; that of the last file is kept, its pictures are asked for one by one.

    Raises:
        WrongFileType: LibreOffice is not installed; UnreadableFile: it makes nothing of the file;
        TooLarge: it takes too long, or more memory or disk than it may.
    """
    about = file.stat()
    return _kept(str(file), about.st_mtime_ns, about.st_size, name, limits().page_seconds)


@lru_cache(maxsize=1)
def _kept(file: str, moment: int, size: int, name: str, seconds: int) -> bytes:
    program = soffice()
    if program is None:
        raise WrongFileType(
            "读取旧版 Word 文件（DOC、WPS、RTF）需要 LibreOffice，这台机器没有安装",
            name,
            "安装 LibreOffice（Debian：apt-get install libreoffice-writer-nogui），或用 Word、WPS 另存为 .docx",
        )
    folder = Path(tempfile.mkdtemp(prefix="anjuan-"))
    try:
        return _converted(program, Path(file), folder, name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _converted(program: str, file: Path, folder: Path, name: str) -> bytes:
    profile, made = folder / "profile", folder / "made"
    (profile / "user").mkdir(parents=True)
    made.mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    copy = folder / "paper.doc"
    shutil.copyfile(file, copy)
    call = [
        *_bounded(),
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(made),
        str(copy),
    ]
    late = _run(call, folder, limits().page_seconds * SHARE)
    found = made / "paper.docx"
    if late:
        raise TooLarge(
            f"转换旧版 Word 文件超过 {int(limits().page_seconds * SHARE)} 秒", name, "用 Word 另存为 .docx"
        )
    if not found.is_file() or found.stat().st_size == 0:
        raise UnreadableFile("旧版 Word 文件已损坏，LibreOffice 无法转换", name, "用 Word 打开后另存为 .docx")
    if found.stat().st_size > limits().office_bytes:
        raise TooLarge("旧版 Word 文件转换后过大", name, "拆成几个文件后重试")
    return found.read_bytes()


def _run(call: list[str], folder: Path, seconds: float) -> bool:
    """Run a program in a group of its own; True when it had to be ended. It tells us nothing but by its output."""
    none = subprocess.DEVNULL
    process = subprocess.Popen(
        call,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
        stdin=none,
        stdout=none,
        stderr=none,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    finally:
        _end(process)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _bounded() -> list[str]:
    """A call that sets caps for what follows it: processor seconds, bytes of data and of one file."""
    if sys.platform == "win32" or not Path("/bin/sh").exists():
        return []
    seconds, blocks = 2 * limits().page_seconds, limits().office_bytes // 512
    caps = (f"ulimit -t {seconds}", f"ulimit -d {CONVERTED // 1024}", f"ulimit -f {blocks}")
    # A system that knows one of them not goes on without it.
    return ["/bin/sh", "-c", "; ".join(f"{cap} 2>/dev/null" for cap in caps) + '; exec "$@"', "sh"]


def _environment(folder: Path) -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    home = str(folder)
    return {**found, "HOME": home, "TMPDIR": home, "TEMP": home, "TMP": home, "SAL_USE_VCLPLUGIN": "svp"}
