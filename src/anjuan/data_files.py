"""Where shipped files lie: beside the source in a checkout, in `anjuan/_data` once installed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from .model.errors import SetupError


def data_folder(name: str) -> Path:
    """The shipped folder of that name: `scoring_profiles`, `samples` or `notebooks`.

    Raises:
        SetupError: the installation lacks it.
    """
    installed = Path(str(files("anjuan"))) / "_data" / name
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise SetupError(f"安装中缺少 {name} 文件夹", str(installed), "重新安装 anjuan")
