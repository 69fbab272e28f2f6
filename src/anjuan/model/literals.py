"""Words that any hit of a pattern holds: to look for them first is much faster than to search with the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

SHORTEST, MOST = 2, 12  # characters of such a word, words of which a hit holds one


def possible(pattern: str | re.Pattern[str], text: str) -> re.Pattern[str] | None:
    """The compiled pattern; None when it certainly has no hit in `text`.

    >>> possible("(?:已|被)先行登记保存", "当事人没有陈述"), possible("不|没有", "当事人没有陈述")
    (None, re.compile('不|没有'))
    """
    words, compiled = _prepared(pattern)
    for word in words:
        if word in text:
            return compiled
    return None if words else compiled


@lru_cache(4096)
def _prepared(pattern: str | re.Pattern[str]) -> tuple[tuple[str, ...], re.Pattern[str]]:
    compiled = re.compile(pattern)
    return needed(compiled.pattern, compiled.flags), compiled


def needed(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Words of which any hit holds at least one; none where the pattern does not tell."""
    if flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    try:
        tree = import_module("re._parser").parse(pattern, flags)
    except (ImportError, AttributeError, re.error):  # another Python keeps its parser elsewhere
        return ()
    if tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    words = _words(tree)
    return words if words and len(words) <= MOST and _least(words) >= SHORTEST else ()


def _words(items: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """The best set of words of one sequence of a parsed pattern."""
    found: list[tuple[str, ...]] = []
    run = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        found.append((run,))
        run = ""
        if name == "SUBPATTERN" and not argument[1]:
            found.append(_words(argument[3]))
        elif name == "BRANCH":
            found.append(_of_branches(argument[1]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] >= 1:
            found.append(_words(argument[2]))
    found.append((run,))
    return max(found, key=lambda words: (_least(words), -len(words)))


def _of_branches(branches: Iterable[Iterable[tuple[Any, Any]]]) -> tuple[str, ...]:
    each = [_words(branch) for branch in branches]
    return tuple(word for words in each for word in words) if all(map(_least, each)) else ()


def _least(words: tuple[str, ...]) -> int:
    return min(map(len, words), default=0)
