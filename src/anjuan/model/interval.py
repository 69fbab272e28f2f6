"""The interval of a share (Wilson, 95%), in decimals so that it is the same on every machine."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

Z = Decimal("1.959964")  # 97.5% of a normal distribution
PLACES = Decimal("0.0001")


def wilson(hits: int, of: int) -> tuple[Decimal, Decimal] | None:
    """Lower and upper end of the share `hits / of`, 0 to 1 in four places; None when there is nothing to share.

    Raises:
        ValueError: `hits` is negative or more than `of`.

    >>> wilson(98, 100), wilson(0, 0)
    ((Decimal('0.9300'), Decimal('0.9945')), None)
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if of == 0:
        return None
    with localcontext() as exact:
        exact.prec = 28
        n, share = Decimal(of), Decimal(hits) / of
        middle = share + Z * Z / (2 * n)
        half = Z * (share * (1 - share) / n + Z * Z / (4 * n * n)).sqrt()
        ends = ((middle + sign * half) / (1 + Z * Z / n) for sign in (-1, 1))
        low, high = (min(max(end, Decimal(0)), Decimal(1)) for end in ends)
    return low.quantize(PLACES, ROUND_HALF_UP), high.quantize(PLACES, ROUND_HALF_UP)
