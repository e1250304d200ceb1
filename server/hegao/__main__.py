"""``python -m hegao`` and the ``hegao`` command."""

from __future__ import annotations

import gc
import sys

_SELDOM = 100_000


def main() -> int:
    """Run the command line; returns the exit status."""
    # Drafts leave nothing behind that refers to itself: looking for such garbage seldom, and not once more at the
    # end, saves a tenth of a short run.
    gc.set_threshold(_SELDOM, 10, 10)
    from hegao.cli import main as run

    status = run(sys.argv[1:])
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(main())
