"""Finds the rows behind a failed check, and names them by their primary key, never by a value.

Great Expectations can list keys too, but not for compound keys on a database, and with one key
column for all tables of a run. The kinds of expectation that the suites use are few.
"""

import duckdb

from expectations.results import CheckResult
from expectations.suites import PRIMARY_KEYS

SAMPLE_SIZE = 5


def literal(value: object) -> str:
    """Write a text, number or truth value as SQL."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def row_condition(arguments: dict) -> str:
    """Write the condition on the rows of a check as SQL; without one, all rows.

    Raises:
        ValueError: a condition other than column == value.
    """
    condition = arguments.get("row_condition")
    if not condition:
        return "true"
    if condition.get("operator") != "==":
        raise ValueError(f"no sample of rows for the condition {condition}")
    return f"{condition['column']['name']} = {literal(condition['parameter'])}"


def offending_condition(expectation: str, arguments: dict, table: str) -> str:
    """Write the condition that the offending rows of a failed check meet as SQL.

    Args:
        expectation: the snake-case type of the expectation.
        arguments: its arguments.
        table: the table with its schema.

    Raises:
        ValueError: a kind of expectation that is not known here.
    """
    column = arguments.get("column")
    where = row_condition(arguments)
    match expectation:
        case "expect_column_values_to_not_be_null":
            return f"{column} is null"
        case "expect_column_values_to_be_unique" | "expect_compound_columns_to_be_unique":
            columns = ", ".join(arguments.get("column_list") or [column])
            return (
                f"({columns}) in (select ({columns}) from {table} where {where}"
                f" group by {columns} having count(*) > 1)"
            )
        case "expect_column_values_to_be_in_set":
            return f"{column} not in ({', '.join(map(literal, arguments['value_set']))})"
        case "expect_column_values_to_not_be_in_set":
            return f"{column} in ({', '.join(map(literal, arguments['value_set']))})"
        case "expect_column_values_to_be_between":
            low, high = arguments.get("min_value"), arguments.get("max_value")
            below = "false" if low is None else f"{column} < {low}"
            above = "false" if high is None else f"{column} > {high}"
            return f"({below} or {above})"
        case "expect_column_pair_values_a_to_be_greater_than_b":
            operator = "<" if arguments.get("or_equal") else "<="
            return f"{arguments['column_A']} {operator} {arguments['column_B']}"
        case "expect_table_row_count_to_equal":
            return "true"
        case "unexpected_rows_expectation":
            query = arguments["unexpected_rows_query"].format(batch=table)
            return f"{PRIMARY_KEYS[table]} in ({query})"
    raise ValueError(f"no sample of rows for {expectation}")


def sample_keys(connection: duckdb.DuckDBPyConnection, result: CheckResult) -> list[str]:
    """Give the primary keys of at most five rows that break a rule, in the order of the keys.

    Args:
        connection: the warehouse.
        result: a failed check.

    Returns:
        Keys as text; none when the rows have no key, or the column of the key is missing.

    Raises:
        ValueError: a kind of expectation or condition that is not known here.
    """
    key = PRIMARY_KEYS[result.table]
    condition = offending_condition(result.expectation, result.arguments, result.table)
    query = (
        f"select distinct {key} from {result.table}"
        f" where {row_condition(result.arguments)} and {condition} and {key} is not null"
        f" order by 1 limit {SAMPLE_SIZE}"
    )
    try:
        return [str(found) for (found,) in connection.execute(query).fetchall()]
    except duckdb.BinderException:
        return []
