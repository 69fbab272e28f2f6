"""Words that any hit of a pattern holds: to look for them first is much faster than to search with the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

Branches = tuple[tuple[tuple[str, ...], ...], ...]
SHORTEST, MOST = 2, 40  # characters of such a word, words of which a hit holds one


def possible(pattern: str | re.Pattern[str], text: str) -> re.Pattern[str] | None:
    """The compiled pattern; None when it certainly has no hit in `text`.

    >>> possible("(?:已|被)先行登记保存", "当事人没有陈述"), possible("不|没有", "当事人没有陈述")
    (None, re.compile('不|没有'))
    """
    branches, compiled = _prepared(pattern)
    for groups in branches:
        for words in groups:
            for word in words:
                if word in text:
                    break
            else:
                break  # a hit of this branch holds one of these words
        else:
            return compiled
    return None if branches else compiled


@lru_cache(4096)
def _prepared(pattern: str | re.Pattern[str]) -> tuple[Branches, re.Pattern[str]]:
    compiled = re.compile(pattern)
    return needed(compiled.pattern, compiled.flags), compiled


def needed(pattern: str, flags: int = 0) -> Branches:
    """For each branch of a pattern groups of words: a hit of the branch holds at least one word of each group.

    Nothing where the pattern does not tell.

    >>> needed("(?:已|被)先行登记保存|(?:其他|另一)[^。]*机关")
    ((('先行登记保存',),), (('机关',), ('其他', '另一')))
    """
    if flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    try:
        tree = import_module("re._parser").parse(pattern, flags)
    except (ImportError, AttributeError, re.error):  # another Python keeps its parser elsewhere
        return ()
    if tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    items = list(tree)
    whole = len(items) == 1 and str(items[0][0]) == "BRANCH"
    branches = tuple(_told(branch) for branch in (items[0][1][1] if whole else [items]))
    return branches if all(branches) else ()


def _told(branch: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, ...], ...]:
    """The groups of one branch that are worth looking for, the fewest and longest words first."""
    groups = (words for words in _groups(branch) if len(words) <= MOST and _least(words) >= SHORTEST)
    return tuple(sorted(dict.fromkeys(groups), key=lambda words: (len(words), -_least(words))))


def _words(items: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """The best set of words of one sequence of a parsed pattern."""
    return max(_groups(items), key=lambda words: (_least(words), -len(words)))


def _groups(items: Iterable[tuple[Any, Any]]) -> list[tuple[str, ...]]:
    """All sets of words of one sequence of a parsed pattern; of each of them any hit holds one."""
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
            found += _groups(argument[3])
        elif name == "BRANCH":
            found.append(_of_branches(argument[1]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] >= 1:
            found += _groups(argument[2])
    found.append((run,))
    return found


def _of_branches(branches: Iterable[Iterable[tuple[Any, Any]]]) -> tuple[str, ...]:
    each = [_words(branch) for branch in branches]
    return tuple(word for words in each for word in words) if all(map(_least, each)) else ()


def _least(words: tuple[str, ...]) -> int:
    return min(map(len, words), default=0)
