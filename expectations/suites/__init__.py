"""What the governance rules expect of the warehouse: a suite a domain, in it a function a rule.

A function returns a list of (schema, table, expectations). Every expectation names its rule and how
grave a breach is. None of them fails only because a table is empty: a company may lack a whole
domain. The rules in words, with owners: the seed `governance_rules`.
"""

from collections.abc import Callable, Iterable

import great_expectations.expectations as gxe

from expectations.suites import (
    consent,
    customers,
    erasure,
    operations,
    privacy,
    reconciliation,
    records,
    register,
    values,
)
from expectations.suites.common import PRIMARY_KEYS, Checks

__all__ = ["PRIMARY_KEYS", "RULES", "expectations_by_table"]

RULES: dict[str, Callable[[], Checks]] = dict(
    sorted(
        {
            **customers.SUITE,
            **records.SUITE,
            **values.SUITE,
            **privacy.SUITE,
            **erasure.SUITE,
            **consent.SUITE,
            **operations.SUITE,
            **reconciliation.SUITE,
            **register.SUITE,
        }.items()
    )
)


def expectations_by_table(
    rules: Iterable[str] | None = None,
) -> dict[tuple[str, str], list[gxe.Expectation]]:
    """Gather the expectations of the rules for each (schema, table), to read a table once.

    Args:
        rules: ids of the rules to take; all of them when None.

    Raises:
        KeyError: a rule id that has no function here.
    """
    tables: dict[tuple[str, str], list[gxe.Expectation]] = {}
    for rule_id in RULES if rules is None else rules:
        for schema, table, expectations in RULES[rule_id]():
            tables.setdefault((schema, table), []).extend(expectations)
    return tables
