"""Parts of a report: arrays and lists as deflated bytes in letters. See FORMAT.md."""

import base64
import json
import zlib

import numpy as np

COLUMN_TYPES = ("uint8", "int16", "uint16", "int32", "uint32", "float32")


def packed_json(value):
    """Return a value of JSON as a part; NaN and infinity are refused."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A lone surrogate is no text of UTF-8.
    return packed_bytes(text.encode("utf-8", "replace"))


def packed_column(values):
    """Return an array of one of `COLUMN_TYPES` as a part, in little endian."""
    values = np.asarray(values)
    if values.dtype.name not in COLUMN_TYPES:
        raise TypeError(f"A column of a report cannot be of type {values.dtype}.")
    return packed_bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())


def packed_bytes(data):
    """Deflate bytes without a header, in letters of base64."""
    # Level 9 takes ten times as long for columns, and makes them 2 % smaller.
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return base64.b64encode(deflate.compress(data) + deflate.flush()).decode("ascii")
