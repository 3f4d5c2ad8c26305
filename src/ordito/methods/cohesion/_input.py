"""Take arrays in, or say what was expected."""

import operator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def count(value: object, name: str, least: int = 0) -> int:
    """Read a whole number, `least` or more."""
    try:
        whole = -1 if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        whole = -1
    if whole < least:
        raise InvalidInput(f"{name}: expected a whole number, {least} or more, found {value!r}")
    return whole


def integers(values: ArrayLike, name: str, *, below: int, width: int | None = None) -> Integers:
    """Read whole numbers from 0 to `below` - 1: a row of them, or rows of `width`."""
    shape = "(m,)" if width is None else f"(m, {width})"
    try:
        read = np.asarray(values)
    except ValueError:
        raise InvalidInput(f"{name}: expected integers {shape}, found rows of unequal length") from None
    if read.size == 0 and read.ndim <= (1 if width is None else 2):
        return np.empty((0,) if width is None else (0, width), np.int64)
    if read.dtype.kind not in "iu" or read.ndim != (1 if width is None else 2):
        raise InvalidInput(f"{name}: expected integers {shape}, found {read.dtype} {read.shape}")
    if width is not None and read.shape[1] != width:
        raise InvalidInput(f"{name}: expected integers {shape}, found {read.shape}")
    if below == 0:
        raise InvalidInput(f"{name}: expected none where there is nobody to name, found {len(read)}")
    if read.min() < 0 or read.max() >= below:
        raise InvalidInput(
            f"{name}: expected integers from 0 to {below - 1}, found {read.min()} to {read.max()}"
        )
    return read.astype(np.int64)


def floats(
    values: ArrayLike, name: str, *, size: int, least: float | None = None, above: bool = False
) -> Floats:
    """Read `size` finite numbers, not under `least` (or all `above` it)."""
    try:
        kind = np.asarray(values).dtype
        read = np.array(values, dtype=np.float64) if kind.kind in "biufO" else None
    except (TypeError, ValueError):
        raise InvalidInput(f"{name}: expected {size} numbers") from None
    if read is None:
        raise InvalidInput(f"{name}: expected {size} numbers, found {kind}")
    if read.shape != (size,):
        raise InvalidInput(f"{name}: expected ({size},) numbers, found {read.shape}")
    if not np.isfinite(read).all():
        raise InvalidInput(f"{name}: expected finite numbers")
    if least is not None and size and (read.min() < least or (above and read.min() == least)):
        raise InvalidInput(
            f"{name}: expected numbers {'above' if above else 'not under'} {least:g}, found {read.min():g}"
        )
    return read


def weights(values: ArrayLike, name: str, *, size: int) -> Floats:
    """Read `size` numbers above 0 that can be added up."""
    read = floats(values, name, size=size, least=0, above=True)
    with np.errstate(over="ignore"):
        total = 2 * read.sum()
    if not np.isfinite(total):
        raise InvalidInput(f"{name}: expected numbers that can be added up, found up to {read.max():g}")
    return read
