"""``python -m desktop.modem``: serve one modem until standard input ends."""

import sys

from desktop.modem.serving import serve

if __name__ == "__main__":
    sys.exit(serve(sys.stdin, sys.stdout))
