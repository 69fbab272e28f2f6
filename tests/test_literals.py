"""Words that any hit of a pattern holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.model.literals import Branches, needed, possible


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("先行登记保存", ((("先行登记保存",),),)),
        (
            "(?:已|被)[^。]{0,6}先行登记保存|先行登记保存(?:了|其)",
            ((("先行登记保存",),), (("先行登记保存",),)),
        ),
        ("(?:其他|另一)[^。]*机关立案|争议", ((("机关立案",), ("其他", "另一")), (("争议",),))),
        ("(?:不予)?处罚", ((("处罚",),),)),
        ("(?:不予)+处罚决定", ((("处罚决定",), ("不予",)),)),
        ("(?<!不予)立案", ((("立案",),),)),
        ("(立案)?(?=审批)", ()),
        ("立案|第.条", ()),
        ("(?i)abc", ()),
        ("(?:立案){0,2}", ()),
        (r"第\d+条", ()),
    ],
)
def test_words_of_patterns(pattern: str, words: Branches) -> None:
    assert needed(pattern) == words


def test_flags_of_a_compiled_pattern_count() -> None:
    assert possible(re.compile("ABC", re.IGNORECASE), "abc")
    assert not possible(re.compile("ABC"), "abc")


atoms = st.sampled_from(
    ["立案", "审批", "案", ".", "[立案]", "(?:立案|审批)", "(批)", "(?<!立)案", "^", "$", "|"]
)
patterns = st.lists(
    st.tuples(atoms, st.sampled_from(["", "?", "*", "+", "{0,2}", "{2}", "+?"])), min_size=1, max_size=5
).map(lambda parts: "".join(atom + ("" if atom in "^$|" else times) for atom, times in parts))


@given(patterns, st.text("立案审批", max_size=8))
def test_what_is_ruled_out_has_no_hit(pattern: str, text: str) -> None:
    if not possible(pattern, text):
        assert re.search(pattern, text) is None
