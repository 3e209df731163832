"""What a group below may decide: the powers that the terms give it, down the chain from the body itself."""

from __future__ import annotations

from datetime import date

from frankpledge.governance.rules.terms.constitution import Constitution, Subgroup
from frankpledge.governance.rules.terms.ruled import Ruled
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date


def group_called(terms: Constitution, slug: str) -> Subgroup | None:
    """A group below by its slug or name."""
    wanted = slug.casefold()
    return next(
        (one for one in terms.subgroups if wanted in {one.slug.casefold(), one.name.casefold()}), None
    )


@rule(source=Citation("Terms of reference", "groups below"))
def group_may_decide(terms: Constitution, slug: str, scope: str, on: date) -> Ruled:
    """A group below decides only what the terms give it to decide, and nothing that is reserved to the body itself.

    `terms` are those of the body above. A group below another has no more powers than that one. Undetermined where the
    terms do not say what it may decide.
    """
    group = group_called(terms, slug)
    if group is None:
        return Ruled(None, f"the terms know no group ‘{slug}’", rules=(f"subgroup.{slug}",))
    own = _own_powers(terms, group, scope, on)
    if own.ok is not True or not group.parent:
        return own
    return group_may_decide(terms, group.parent, scope, on)


@rule(source=Citation("Terms of reference", "groups below"))
def group_goes_beyond(above: Constitution, slug: str, scope: str, on: date) -> Ruled:
    """A group with terms of its own still decides nothing that the body above has reserved, or has not given to it.

    `ok` says that it may decide. Where the terms above do not name the group, only what they reserve is kept from it.
    """
    if group_called(above, slug) is not None:
        return group_may_decide(above, slug, scope, on)
    reserved = next(
        (one for one in above.decisions if one.is_reserved and one.scope.casefold() == scope.casefold()), None
    )
    if reserved:
        return Ruled(False, f"business on ‘{scope}’ is reserved to the body itself", reserved.clause)
    return Ruled(True, f"the terms of {above.body} say nothing of ‘{slug}’, and do not reserve ‘{scope}’")


def _own_powers(terms: Constitution, group: Subgroup, scope: str, on: date) -> Ruled:
    if group.ends_on and on > group.ends_on:
        return Ruled(False, f"‘{group.name}’ ended on {short_date(group.ends_on)}", group.clause)
    wanted = scope.casefold()
    rule_of = next(
        (one for one in terms.decisions if one.scope.casefold() == wanted and one.is_reserved), None
    )
    if rule_of:
        return Ruled(False, f"business on ‘{scope}’ is reserved to the body itself", rule_of.clause)
    if wanted in {one.casefold() for one in group.reserved}:
        return Ruled(False, f"‘{scope}’ is reserved from ‘{group.name}’", group.clause)
    if group.powers is None:
        return Ruled(
            None,
            f"what ‘{group.name}’ may decide is not said",
            group.clause,
            (f"subgroup.{group.slug}.powers",),
        )
    if wanted in {one.casefold() for one in group.powers}:
        return Ruled(True, f"‘{scope}’ is one of the powers of ‘{group.name}’", group.clause)
    return Ruled(False, f"‘{scope}’ is not one of the powers of ‘{group.name}’", group.clause)
