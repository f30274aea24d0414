"""Keep what libraries and kernels write to standard error off the screen."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def no_standard_error() -> Iterator[None]:
    """Silence standard error, that of C code and of started processes included."""
    sys.stderr.flush()
    kept, silence = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)
