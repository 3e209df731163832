"""`python -m frankpledge COMMAND`: what the launcher starts."""

import sys

from frankpledge.site.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
