"""Zip archives that other systems take: the same files give the same bytes."""

import io
import zipfile
from collections.abc import Collection, Mapping

MADE = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, str | bytes], programs: Collection[str] = ()) -> bytes:
    """An archive of some files.

    Args:
        files: Name in the archive -> text or bytes, in this order.
        programs: The names of those that can be run.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, MADE)
            entry.external_attr = (0o100000 | (0o755 if name in programs else 0o644)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return data.getvalue()
