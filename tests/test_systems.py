"""Where an authority lies, as far as its own name tells."""

from __future__ import annotations

import pytest

from anjuan import in_region


@pytest.mark.parametrize(
    ("agency", "there"),
    [
        ("广东省生态环境厅", True),
        ("江门市应急管理局", True),
        ("台山市应急管理局", True),
        ("江门市新会区水利局", True),
        ("南屏市应急管理局", False),
        ("新会区水利局", False),  # the name alone does not tell
        ("", False),
    ],
)
def test_the_province_is_told_by_the_name(agency: str, there: bool) -> None:
    assert in_region(agency, "广东省") is there
