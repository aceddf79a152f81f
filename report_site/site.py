"""Writes the report pages: a static site for each role, from the files that were published.

    make report
    python -m report_site.site [--published FOLDER] [--to FOLDER]

A site is a folder of pages that open from disk: no server, no call to the network. A role's site is
made from the role's own file, so that a page can hold only what the role may read; pages about
single customers and agents are left out where it may not.
Exit codes: 0 written, 2 nothing was published, or it cannot be read.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from expectations.results import load_rules
from report_site import charts, people
from report_site.figures import (
    STATUSES,
    TOPICS,
    cut_values,
    figures,
    kpis,
    periods,
    select,
    words,
)
from report_site.sections import BY_TOPIC, own_cuts, reconciliation
from scripts.figures import rules_that_warn
from scripts.project import ROOT, TARGET
from scripts.publish import PUBLISHED

HERE = Path(__file__).parent
ROLE_WORDS = {
    "stakeholder": "figures without single customers",
    "analyst": "with single customers and agents, without names",
    "privacy_officer": "with the names of agents",
}
# the pages keep the order in which things are said
JSON = {"sort_keys": False, "separators": (",", ":"), "allow_nan": False}


class ReportError(Exception):
    """No site was written; the message says why."""


def tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the tables of a published file as schema.name."""
    return {
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
    }


def write_site(database: Path, role: str, folder: Path) -> Path:
    """Write the pages of a role.

    Args:
        database: the role's published file; it is only read.
        role: its name, as in the seed `access_grants`.
        folder: where the site goes; what was there is replaced.

    Returns:
        The first page.

    Raises:
        ReportError: the file cannot be read, or lacks the scorecard.
    """
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            if "reports.rpt_kpi_scorecard" not in tables(connection):
                raise ReportError(f"{database} has no reports.rpt_kpi_scorecard.")
            # aside first: a site is whole, or the one from before
            incoming = folder.with_name(f".{folder.name}.incoming")
            _write(connection, role, incoming)
    except duckdb.Error as error:
        raise ReportError(f"{database} cannot be read: {error}") from error
    if folder.exists():
        shutil.rmtree(folder)
    incoming.rename(folder)
    return folder / "index.html"


def _write(connection: duckdb.DuckDBPyConnection, role: str, folder: Path) -> None:
    """Write the pages from an open file."""
    readable = tables(connection)
    catalog, rows = kpis(connection), figures(connection)
    rules = load_rules()
    (as_of,) = connection.execute("select max(as_of) from reports.rpt_kpi_scorecard").fetchone()
    warnings = rules_that_warn(connection) or {}
    checks = _checks(connection, readable)
    personal = {"reports.rpt_customer_360", "marts.fct_touchpoints"} <= readable
    has_agents = "reports.rpt_agent_scorecard" in readable
    nav = [("index", "Overview")]
    nav += [(key, title) for key, (title, _) in TOPICS.items() if key != "quality"]
    nav += [("customers_at_risk", "Customers at risk"), ("story", "One customer")] * personal
    nav += [("agents", "Agents")] * has_agents + [("quality", TOPICS["quality"][0])]
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = words
    environment.policies["json.dumps_kwargs"] = JSON
    environment.globals |= {
        "nav": nav,
        "role": role,
        "role_words": ROLE_WORDS.get(role, ""),
        "as_of": f"{as_of:%Y-%m-%d}",
        "kpis": catalog,
        "warnings": warnings,
        "rules": rules,
        "topics": TOPICS,
        "segments": cut_values(rows, "segment"),
        "channels": cut_values(rows, "channel"),
    }
    if folder.exists():
        shutil.rmtree(folder)
    for part in ("kpi", "rule", "assets"):
        (folder / part).mkdir(parents=True)

    def page(name: str, template: str, **values: Any) -> None:
        text = environment.get_template(f"{template}.html.j2").render(
            page=name, root="../" * name.count("/"), **values
        )
        (folder / f"{name}.html").write_text(text, encoding="utf-8")

    topic_of = {code: key for key, (_, codes) in TOPICS.items() for code in codes.split()}
    page("index", "overview")
    for key, (title, codes) in TOPICS.items():
        shown_kpis = [code for code in codes.split() if code in catalog]
        sections = [make(connection) for make in BY_TOPIC[key]]
        if key == "quality":
            if "marts.fct_row_reconciliation" in readable:
                sections.append(reconciliation(connection))
            page(
                key,
                "quality",
                title=title,
                codes=shown_kpis,
                sections=sections,
                checks=checks,
            )
        else:
            page(key, "topic", title=title, codes=shown_kpis, sections=sections)
    for code in catalog:
        page(
            f"kpi/{code}",
            "kpi",
            code=code,
            topic=topic_of[code],
            tools=_tools(connection, readable, code),
            sections=own_cuts(connection, code, catalog[code]["percent"]),
        )
    for rule_id, rule in rules.items():
        page(
            f"rule/{rule_id}",
            "rule",
            rule=rule,
            checks=checks.get(rule_id, []) if checks is not None else None,
            touched=[code for code, ids in warnings.items() if rule_id in ids],
        )
    if personal:
        customers = people.at_risk(connection)
        page("customers_at_risk", "customers_at_risk", customers=customers)
        stories = people.stories(connection, [customer["payer"] for customer in customers])
        page(
            "story",
            "story",
            customers=customers,
            stories=stories,
            reasons={customer["payer"]: customer["reasons"] for customer in customers},
            spec=charts.story(),
        )
    if has_agents:
        with_names = "restricted.dim_agent_contact_details" in readable
        page("agents", "agents", sections=[people.agents(connection, with_names)])
    _write_assets(connection, folder, catalog, rows)


def _write_assets(connection: duckdb.DuckDBPyConnection, folder: Path, catalog, rows) -> None:
    """Write what the pages share: style, scripts, the figures, and the charts' library."""
    assets = folder / "assets"
    for asset in sorted((HERE / "assets").iterdir()):
        shutil.copyfile(asset, assets / asset.name)
    payload = {
        "kpis": {
            code: {
                key: kpi[key]
                for key in ("name", "percent", "target_value", "action_value", "target_text")
            }
            for code, kpi in catalog.items()
        },
        "figures": rows,
        "periods": periods(connection),
        "statuses": {status: words(status) for status in STATUSES},
        "specs": {
            "trend": [charts.trend(False), charts.trend(True)],
            "cut": [charts.by_cut(False), charts.by_cut(True)],
            "spark": charts.spark(),
        },
    }
    (assets / "figures.js").write_text(
        f"window.CX = {htmlsafe_json_dumps(payload, **JSON)};\n", encoding="utf-8"
    )
    (assets / "vega.js").write_text(charts.library(), encoding="utf-8")


def _checks(connection: duckdb.DuckDBPyConnection, readable: set[str]) -> dict | None:
    """Return the checks of the last run by rule, or None where the role may not read them."""
    if "governance.fct_governance_checks" not in readable:
        return None
    found = select(
        connection,
        """
        select rule_id, severity, table_schema || '.' || table_name as relation, expectation,
            column_name, is_success, observed_value, unexpected_count
        from governance.fct_governance_checks
        where run_id = (select max(run_id) from governance.fct_governance_checks)
        order by rule_id, is_success, relation, expectation, column_name
        """,
    )
    result: dict[str, list[dict]] = {}
    for row in found:
        result.setdefault(row["rule_id"], []).append(row)
    return result


def _tools(connection: duckdb.DuckDBPyConnection, readable: set[str], code: str) -> list[dict]:
    """Return which tools give a KPI."""
    if "reports.rpt_source_coverage" not in readable:
        return []
    return select(
        connection,
        """
        select source_system, is_available, observation_count, reason
        from reports.rpt_source_coverage
        where kpi_code = ?
        order by source_system
        """,
        [code],
    )


def roles(published: Path) -> list[str]:
    """Return the roles that have a published file, by name."""
    return sorted(path.parent.name for path in published.glob("*/cx.duckdb"))


def main(arguments: list[str] | None = None) -> int:
    """Write the site of each role; see the text at the top of this file."""
    parser = argparse.ArgumentParser(description="Write the report pages of each role.")
    parser.add_argument("--published", type=Path, default=PUBLISHED / "current")
    parser.add_argument("--to", type=Path, default=TARGET / "report")
    options = parser.parse_args(arguments)
    found = roles(options.published)
    if not found:
        print(f"{options.published} holds no published file: run make publish.", file=sys.stderr)
        return 2
    try:
        for role in found:
            first = write_site(
                options.published / role / "cx.duckdb", role, options.to / role
            ).resolve()
            place = first.relative_to(ROOT) if first.is_relative_to(ROOT) else first
            print(f"  {role:<16} {place}")
    except ReportError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
