"""OFD (GB/T 33190): bounded and without outside references by construction."""

from __future__ import annotations

from .loader import OfdLoader

__all__ = ["OfdLoader"]
