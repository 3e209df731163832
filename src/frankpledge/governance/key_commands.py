"""The command `keys`: the keys that sign certificates, for whoever runs the installation."""

from __future__ import annotations

import argparse
import sys

from frankpledge.kernel.people import system

BY = "The keys command"


def parser() -> argparse.ArgumentParser:
    """The arguments of `keys`."""
    made = argparse.ArgumentParser(prog="./frankpledge keys", description=keys.__doc__, allow_abbrev=False)
    verbs = made.add_subparsers(dest="verb", required=True)
    verbs.add_parser(
        "rotate", help="seal every private key again with a new key in the file certificate-keys"
    )
    renew = verbs.add_parser("renew", help="retire a partnership's signing key and make another")
    renew.add_argument("partnership", help="the partnership's short name in addresses")
    return made


def keys(arguments: list[str]) -> int:
    """Look after the keys that sign decision certificates. Certificates that are out stay valid."""
    from frankpledge.governance.minutes import keys as kept
    from frankpledge.kernel.verdicts import NotFound, Refused

    chosen = parser().parse_args(arguments)
    try:
        if chosen.verb == "rotate":
            number = kept.rotate_file(by=system(BY))
            said = f"{number} private keys sealed again; back up {kept.key_file().name}"
        else:
            made = kept.renew_key(chosen.partnership, by=system(BY))
            said = f"the new key of {chosen.partnership} has the fingerprint {made.fingerprint}"
    except (NotFound, Refused) as error:
        sys.stderr.write(f"frankpledge: {error}\n")
        return 2
    sys.stdout.write(f"{said}\n")
    return 0
