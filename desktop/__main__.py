"""``python -m desktop``: the window, or a headless command."""

import multiprocessing
import sys


def main() -> None:
    """Run the program and leave with its exit code."""
    multiprocessing.freeze_support()  # worker processes of the frozen program begin here as well
    from desktop import bootstrap

    sys.exit(bootstrap.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
