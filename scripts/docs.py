"""Writes the docs: dbt's one static page, with today's values of the KPIs on its home.

    make docs
    python -m scripts.docs

dbt makes the page from a template, its manifest and its catalogue. The same is done here, with a
section more at the top of the home and a search that ranks. It needs a built warehouse; whether the
data behind a KPI hold is told where the governance rules have been checked.
Exit codes: 0 written, 1 dbt failed, 2 no warehouse, or dbt's page is not what it was.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import duckdb

from scripts.figures import Figure, headlines, quarter_name, shown, shown_change
from scripts.project import TARGET, database, dbt

DOCS_PAGE = TARGET / "static_index.html"
SCRIPT = Path(__file__).with_name("docs_page.js")
# the title of a page lies over the heading that a link leads to; the number of a rule is one word;
# of the details of a model the last ones are cut off
STYLE = (
    "<style>.model-markdown [id] { scroll-margin-top: 9em }"
    " a[href*='governance_rules#'] { white-space: nowrap }"
    " .details .detail-body { white-space: normal; overflow-x: visible }</style>"
)
# an address that dbt's own build has left unfilled
ICON = "${require('./assets/favicons/favicon.ico')}"
# a cell without text would take its neighbour's place
NOTHING = "–"
HOME = "doc.cx_warehouse.__overview__"
SCORECARD = "#!/model/model.cx_warehouse.rpt_kpi_scorecard"
RULES = "#!/seed/seed.cx_warehouse.governance_rules"
GOALS = {">=": "{} or more", ">": "more than {}", "<": "below {}", "<=": "{} or less"}
TABLE_WITH_TARGET = """
| KPI | Value | n | Target | Status | Change on the quarter before | Rules that warn |
|---|---|---|---|---|---|---|
"""
TABLE_WITHOUT_TARGET = """
| KPI | Value | n | Change on the quarter before | Rules that warn |
|---|---|---|---|---|
"""


class DocsError(Exception):
    """No page was written; the message says why."""


def compose(
    template: str, manifest: dict, catalog: dict, connection: duckdb.DuckDBPyConnection
) -> str:
    """Make the static page from dbt's template.

    Args:
        template: dbt's `index.html`, which has two places for data.
        manifest: dbt's manifest; its home gets the values of today.
        catalog: dbt's catalogue.
        connection: the warehouse.

    Raises:
        DocsError: the template or the home is not as expected, or the reports are missing.
    """
    pieces = {
        '"MANIFEST.JSON INLINE DATA"': _as_script(with_values(manifest, connection)),
        '"CATALOG.JSON INLINE DATA"': _as_script(catalog),
        "</body>": f"<script>\n{SCRIPT.read_text(encoding='utf-8')}</script>{STYLE}</body>",
    }
    # an address with a placeholder in it is fetched before it is filled, once for each entry of the
    # tree: thousands of files that are not there
    page = template.replace('xlink:href="{{', 'ng-attr-href="{{').replace(ICON, "data:,")
    for place, piece in pieces.items():
        if page.count(place) != 1:
            raise DocsError(
                f"dbt's page has {page.count(place)} times {place}, not once: "
                "its template has changed, and scripts/docs.py has to follow."
            )
        before, after = page.split(place)
        page = before + piece + after
    return page


def _as_script(data: dict) -> str:
    """Write data so that no text in them ends the script that they stand in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def with_values(manifest: dict, connection: duckdb.DuckDBPyConnection) -> dict:
    """Give the manifest with the section of today's values on its home.

    Args:
        manifest: dbt's manifest; it is not changed.
        connection: the warehouse.

    Raises:
        DocsError: there is no home with sections, no page of a KPI, or no report.
    """
    home = manifest.get("docs", {}).get(HOME)
    intro, heading, rest = (home or {}).get("block_contents", "").partition("\n### ")
    if not heading:
        raise DocsError(f"{HOME} is missing from dbt's manifest, or has no section.")
    text = f"{intro}\n{section(connection, manifest['nodes'])}{heading}{rest}"
    return manifest | {"docs": manifest["docs"] | {HOME: home | {"block_contents": text}}}


def section(connection: duckdb.DuckDBPyConnection, nodes: dict) -> str:
    """Write how the KPIs are: the last quarter that is over, or all time where there is none.

    Args:
        connection: the warehouse.
        nodes: the nodes of dbt's manifest, for the links.
    """
    try:
        kpis = headlines(connection)
        models = dict(
            connection.execute("select kpi_code, model_name from seeds.kpi_catalog").fetchall()
        )
    except duckdb.CatalogException as error:
        raise DocsError(f"The reports are missing: {str(error).splitlines()[0]}") from error
    if not kpis:
        raise DocsError("The scorecard is empty.")
    pages = {code: f"model.cx_warehouse.{model}" for code, model in models.items()}
    if missing := {pages[of_kpi[0].kpi_code] for of_kpi in kpis} - nodes.keys():
        raise DocsError(f"A KPI has no page in the docs: {', '.join(sorted(missing))}")
    quarter = max((of_kpi[-1].period_start for of_kpi in kpis if len(of_kpi) > 1), default=None)
    figures = [
        next((figure for figure in of_kpi if figure.period_start == quarter), of_kpi[0])
        for of_kpi in kpis
    ]
    links = {
        figure.kpi_code: f"[{figure.name}](#!/model/{pages[figure.kpi_code]})" for figure in figures
    }
    judged = [figure for figure in figures if figure.target_op]
    others = [figure for figure in figures if not figure.target_op]
    return (
        f"### How are we doing\n\n{_summary(judged, links, quarter)}\n"
        + TABLE_WITH_TARGET
        + "".join(_row(figure, links[figure.kpi_code], quarter) for figure in judged)
        + "\nNo target is published for these:\n"
        + TABLE_WITHOUT_TARGET
        + "".join(_row(figure, links[figure.kpi_code], quarter) for figure in others)
    )


def _summary(judged: list[Figure], links: dict[str, str], quarter: date | None) -> str:
    """Say of when the values are, how many targets are met, and where action is asked for."""
    when = f"the quarter {quarter_name(quarter)}" if quarter else "all time"
    measured = [figure for figure in judged if figure.status != "no_data"]
    met = sum(figure.status == "on_target" for figure in measured)
    lines = [
        f"The values of {when}, as of {judged[0].as_of}. "
        f"{met} of {len(measured)} KPIs with a target or a benchmark reach it.",
    ]
    for status, words in (
        ("action_required", "Action is required for"),
        ("off_target", "Off the target:"),
        ("watch", "To be watched:"),
    ):
        if names := [links[figure.kpi_code] for figure in measured if figure.status == status]:
            lines.append(f"{words} {', '.join(names)}.")
    if judged[0].rules is None:
        lines.append("The data behind them were not checked.")
    lines.append(
        "`n` is the number of observations; a change that is not significant may be chance. "
        f"All periods and cuts are in [rpt_kpi_scorecard]({SCORECARD})."
    )
    return "\n".join(lines)


def _row(figure: Figure, link: str, quarter: date | None) -> str:
    """Write a KPI as a row of the table."""
    notes = []
    if figure.value is not None:
        if figure.period_start != quarter:
            notes.append("all time")
        if figure.is_provisional:
            notes.append("provisional")
    value = shown(figure.value, figure.unit) + (f" ({', '.join(notes)})" if notes else "")
    n = f"{figure.n:,}" + ("" if figure.is_reportable or not figure.n else " (too few)")
    cells = [link, value, n]
    if figure.target_op:
        target = shown(figure.target_value, figure.unit).lstrip("+")
        kind = " (benchmark)" if figure.target_kind == "benchmark" else ""
        status = figure.status.replace("_", " ")
        cells += [
            GOALS[figure.target_op].format(target) + kind,
            status if figure.status in ("on_target", "no_data") else f"**{status}**",
        ]
    cells += [_change(figure), _rules(figure)]
    return f"| {' | '.join(cells)} |\n"


def _change(figure: Figure) -> str:
    """Say how much a figure changed, and whether that is more than chance."""
    if figure.change is None:
        return NOTHING
    words = {True: "**significant**", False: "may be chance", None: "not tested"}
    change = shown_change(figure.change, figure.unit)
    return f"{change}, {words[figure.is_significant_change]}"


def _rules(figure: Figure) -> str:
    """Link the rules that failed on data behind a figure."""
    if figure.rules is None:
        return "not checked"
    return " ".join(f"[{rule}]({RULES}#{rule.lower()})" for rule in figure.rules) or NOTHING


def write_docs(*options: str) -> int:
    """Have dbt make its files, and write the page from them.

    Args:
        options: more options of `dbt docs generate`.

    Returns:
        The exit code of dbt.

    Raises:
        DocsError: the page cannot be made.
    """
    if code := dbt("docs", "generate", *options):
        return code
    with duckdb.connect(str(database()), read_only=True) as connection:
        page = compose(
            (TARGET / "index.html").read_text(encoding="utf-8"),
            json.loads((TARGET / "manifest.json").read_text(encoding="utf-8")),
            json.loads((TARGET / "catalog.json").read_text(encoding="utf-8")),
            connection,
        )
    DOCS_PAGE.write_text(page, encoding="utf-8")
    return 0


def main() -> int:
    """Write the docs from the command line."""
    try:
        if code := write_docs():
            return code
    except (DocsError, duckdb.Error) as error:
        print(f"No docs: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    print(f"The docs are in {DOCS_PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
