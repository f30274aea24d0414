"""What happens when TensorFlow is first imported, by whomever: it is quiet, and it is seeded."""

import os
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec


def prepare():
    """Await the first import of TensorFlow, which prints lines of its C++ code whatever its log level says."""
    if "tensorflow" not in sys.modules and _HOOK not in sys.meta_path:
        sys.meta_path.insert(0, _HOOK)


def seed(n):
    """Seed TensorFlow and Keras: now if they are imported, otherwise when TensorFlow is."""
    _HOOK.seed = n
    prepare()
    tensorflow, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    if hasattr(tensorflow, "random"):
        tensorflow.random.set_seed(n)
    if hasattr(keras, "utils"):
        keras.utils.set_random_seed(n)


class _FirstImport:
    """Import hook that acts once, around the code of the package `tensorflow`."""

    seed = None
    looking = False

    def find_spec(self, name, path=None, target=None):
        if name != "tensorflow" or self.looking:
            return None
        self.looking = True  # the other finders look now, this one does not
        try:
            spec = find_spec(name)
        finally:
            self.looking = False
        if spec is not None and spec.loader is not None:
            self._wrap(spec.loader)
        return spec

    def _wrap(self, loader):
        run = loader.exec_module

        def exec_module(module):
            if self in sys.meta_path:
                sys.meta_path.remove(self)
            with _standard_error_kept():
                run(module)
            if self.seed is not None:
                module.random.set_seed(self.seed)

        loader.exec_module = exec_module


@contextmanager
def _standard_error_kept():
    """Keep what C++ code writes to standard error; show it only where the import fails."""
    try:
        kept, screen = tempfile.TemporaryFile(), os.dup(2)  # noqa: SIM115
    except OSError:  # a full disk, or a process without standard error
        yield
        return
    os.dup2(kept.fileno(), 2)
    try:
        yield
    except BaseException:
        kept.seek(0)
        os.write(screen, kept.read())
        raise
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        kept.close()


_HOOK = _FirstImport()
