"""How much memory a process held at most."""

from __future__ import annotations

import sys
from pathlib import Path

MB = 1_000_000


def peak_bytes() -> int:
    """The most memory that this process held since it started."""
    status = Path("/proc/self/status")
    if status.is_file():
        # Not getrusage: on Linux its figure of a spawned process begins with that of its parent.
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS counts in bytes
