"""Runs the suites on a warehouse in one Great Expectations checkpoint.

Importing this module costs several seconds, all of them Great Expectations.
"""

import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe

from expectations.duckdb_dialect import connection_string
from expectations.results import CheckResult
from expectations.suites import expectations_by_table

# counts only: no value of a row may reach the results or the Data Docs
RESULT_FORMAT = {
    "result_format": "BASIC",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
}


def run_checkpoint(
    database: Path, rules: Iterable[str] | None = None, data_docs: Path | None = None
) -> list[CheckResult]:
    """Check the tables of a warehouse against the rules. The file is only read.

    Args:
        database: the DuckDB file.
        rules: ids of the rules to check; all of them when None.
        data_docs: folder for Great Expectations' own pages; none are made without it.

    Returns:
        One result a check, without sample keys. A missing table or column is a failed check.

    Raises:
        KeyError: a rule id without a suite.
        duckdb.Error: the file cannot be opened as a DuckDB database.
    """
    existing = _existing_tables(database)
    with warnings.catch_warnings():
        # schema_name is deprecated in favour of one data source a schema: three times the work
        warnings.simplefilter("ignore", DeprecationWarning)
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        source = context.data_sources.add_sql(
            "warehouse", connection_string=connection_string(database), create_temp_table=False
        )
        try:
            return _run(context, source, existing, rules, data_docs)
        finally:
            # two engines, each with a connection that would keep the file from being written
            source.get_engine().dispose()
            source.get_execution_engine().engine.dispose()


def _existing_tables(database: Path) -> set[str]:
    """Name the tables and views of the warehouse, each with its schema."""
    query = "select table_schema || '.' || table_name from information_schema.tables"
    with duckdb.connect(database, read_only=True) as connection:
        return {name for (name,) in connection.execute(query).fetchall()}


def _run(
    context: Any,
    source: Any,
    existing: set[str],
    rules: Iterable[str] | None,
    data_docs: Path | None,
) -> list[CheckResult]:
    """Define one suite a table, run them together, and translate what came of it."""
    results: list[CheckResult] = []
    definitions: list[gx.ValidationDefinition] = []
    for (schema, table), expectations in expectations_by_table(rules).items():
        name = f"{schema}.{table}"
        if name not in existing:
            results += [_without_table(schema, table, item) for item in expectations]
            continue
        asset = source.add_table_asset(name, table_name=table, schema_name=schema)
        batch = asset.add_batch_definition_whole_table("all rows")
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=expectations))
        definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
        definitions.append(context.validation_definitions.add(definition))

    if definitions:
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name="governance",
                validation_definitions=definitions,
                result_format=RESULT_FORMAT,
                actions=_data_docs_actions(context, data_docs) if data_docs else [],
            )
        )
        for validation in checkpoint.run().run_results.values():
            schema, table = validation.suite_name.split(".")
            results += [_translate(schema, table, item) for item in validation.results]
    return sorted(results, key=lambda result: result.check_id(""))


def _data_docs_actions(context: Any, folder: Path) -> list[Any]:
    """Have the checkpoint write Great Expectations' own pages to a folder."""
    context.add_data_docs_site(
        site_name="governance",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder.resolve()),
            },
        },
    )
    return [gx.checkpoint.UpdateDataDocsAction(name="docs", site_names=["governance"])]


def _check(schema: str, table: str, configuration: Any) -> CheckResult:
    """Begin the result of an expectation."""
    arguments = configuration.kwargs
    columns = arguments.get("column_list") or [
        arguments[name] for name in ("column", "column_A", "column_B") if name in arguments
    ]
    return CheckResult(
        rule_id=configuration.meta["rule_id"],
        severity=configuration.severity.value,
        table_schema=schema,
        table_name=table,
        expectation=configuration.type,
        arguments=arguments,
        column_name=", ".join(columns) or configuration.meta.get("column"),
    )


def _without_table(schema: str, table: str, expectation: gxe.Expectation) -> CheckResult:
    """Give the failed result of an expectation whose table is missing."""
    result = _check(schema, table, expectation.configuration)
    result.exception = f"the table {schema}.{table} does not exist"
    return result


def _translate(schema: str, table: str, validation: Any) -> CheckResult:
    """Give the result of an expectation that was run."""
    result = _check(schema, table, validation.expectation_config)
    found = validation.result
    result.is_success = validation.success
    result.exception = _exception_message(validation.exception_info)
    if result.exception:
        return result
    if "element_count" in found:
        result.evaluated_row_count = found["element_count"]
        # an empty table has no count
        result.unexpected_count = found["unexpected_count"] or 0
        result.observed_value = f"{result.unexpected_count} of {result.evaluated_row_count} rows"
    else:
        result.unexpected_count = found["observed_value"]
        result.observed_value = f"{result.unexpected_count} rows"
    return result


def _exception_message(information: dict) -> str | None:
    """Say what went wrong inside an expectation, if anything did; no value of a row is said."""
    details = [information] if "raised_exception" in information else information.values()
    messages = {item["exception_message"] for item in details if item["exception_message"]}
    if not messages:
        return None
    message = min(messages).splitlines()[0]
    from_duckdb = re.match(r"\(_duckdb\.(\w+)\) [^:]*: (.*)", message)
    if not from_duckdb:
        return message
    error, text = from_duckdb.groups()
    # the two errors about names; the others may quote what is in the rows
    return text if error in ("BinderException", "CatalogException") else f"DuckDB: {error}"
