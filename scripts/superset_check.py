"""Asks a running Superset what every chart shows, and compares it with the published file."""

from __future__ import annotations

import json
import math
import urllib.error
import urllib.request
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import yaml

# how the files of a chart name a step in time, and how DuckDB does
GRAINS = {"P1D": "day", "P1M": "month", "P3M": "quarter", "P1Y": "year"}
COMPARING = (">", ">=", "<", "<=")
UNARY = ("IS TRUE", "IS FALSE", "IS NULL", "IS NOT NULL")


def read(folder: Path) -> dict[str, dict]:
    """Read a folder of YAML files, by the uuid that each names.

    Args:
        folder: charts, datasets or dashboards.
    """
    texts = (yaml.safe_load(file.read_text()) for file in sorted(folder.glob("*.yaml")))
    return {text["uuid"]: text for text in texts}


def filters(chart: dict, dashboards: Iterable[dict]) -> list[dict]:
    """List the filters of a chart: its own, and what the page's filters are set to at first.

    Args:
        chart: as its file says.
        dashboards: those that may show it.
    """
    own = [
        {"col": one["subject"], "op": one["operator"], "val": one.get("comparator")}
        for one in chart["params"]["adhoc_filters"]
    ]
    for dashboard in dashboards:
        places = [
            node["parents"]
            for node in dashboard["position"].values()
            if isinstance(node, dict) and node.get("meta", {}).get("uuid") == chart["uuid"]
        ]
        for one in dashboard["metadata"]["native_filter_configuration"]:
            if any(set(one["scope"]["rootPath"]) & set(place) for place in places):
                own += one["defaultDataMask"]["extraFormData"]["filters"]
    return own


def columns_and_metrics(chart: dict) -> tuple[list[str], list[str]]:
    """Name what a chart groups by, or lists, and what it measures.

    Args:
        chart: as its file says.
    """
    params = chart["params"]
    axis = [params["x_axis"]] if "x_axis" in params else []
    columns = params.get("all_columns", []) + axis + params.get("groupby", [])
    return columns, params.get("metrics", [params["metric"]] if "metric" in params else [])


def as_sql(chart: dict, dataset: dict, dashboards: Iterable[dict] = ()) -> str:
    """Write what a chart asks for as SQL, without Superset.

    Args:
        chart: as its file says.
        dataset: the one that it reads.
        dashboards: those that may show it.
    """
    expressions = {one["column_name"]: one.get("expression") for one in dataset["columns"]}
    measures = {one["metric_name"]: one["expression"] for one in dataset.get("metrics", [])}
    columns, metrics = columns_and_metrics(chart)
    params = chart["params"]
    selected = []
    for name in columns:
        expression = expressions[name] or f'"{name}"'
        if name == params.get("x_axis") and "time_grain_sqla" in params:
            expression = f"date_trunc('{GRAINS[params['time_grain_sqla']]}', {expression})"
        selected.append(f'{expression} as "{name}"')
    selected += [f'{measures[name]} as "{name}"' for name in metrics]
    conditions = [condition(one) for one in filters(chart, dashboards)]
    return (
        f"select {', '.join(selected)} from {dataset['schema']}.{dataset['table_name']}"
        + (f" where {' and '.join(conditions)}" if conditions else "")
        + (" group by all" if metrics and columns else "")
    )


def condition(one: dict) -> str:
    """Write a filter as SQL."""
    if one["op"] in UNARY:
        return f'"{one["col"]}" {one["op"]}'
    if one["op"] in COMPARING:
        return f'"{one["col"]}" {one["op"]} {float(one["val"])}'
    values = one["val"] if isinstance(one["val"], list) else [one["val"]]
    literals = ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)
    return f'"{one["col"]}" {"not in" if one["op"] == "!=" else "in"} ({literals})'


def plain(value: object) -> object:
    """Bring a value of DuckDB, or of Superset's answer, to one form."""
    if isinstance(value, datetime):
        return round(value.replace(tzinfo=UTC).timestamp() * 1000)
    if isinstance(value, date):
        return plain(datetime(value.year, value.month, value.day))
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value


def same(left: object, right: object) -> bool:
    """Tell whether two values are one figure."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return left == right


class Api:
    """Superset's REST API, as one user sees it."""

    def __init__(self, address: str, user: str, password: str) -> None:
        """Log in.

        Args:
            address: of the server.
            user: who asks.
            password: of the user.
        """
        self.address = address
        self.token = ""
        login = {"username": user, "password": password, "provider": "db", "refresh": False}
        self.token = self.call("security/login", login)["access_token"]

    def call(self, path: str, body: dict | None = None) -> dict:
        """Ask for something; a body makes it a POST.

        Args:
            path: after /api/v1/.
            body: sent as JSON.
        """
        request = urllib.request.Request(
            f"{self.address}/api/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return {"result": [], "message": error.read().decode(errors="replace")[:500]}

    def rows(self, chart: dict, dataset_id: int, dashboards: Iterable[dict]) -> list[dict] | str:
        """Ask for what a chart shows.

        Args:
            chart: as its file says.
            dataset_id: what Superset calls the data set.
            dashboards: those that may show it.

        Returns:
            The rows, or what Superset says instead.
        """
        columns, metrics = columns_and_metrics(chart)
        params = chart["params"]
        if "time_grain_sqla" in params:
            axis = {"columnType": "BASE_AXIS", "expressionType": "SQL"}
            axis |= {"timeGrain": params["time_grain_sqla"], "label": params["x_axis"]}
            axis |= {"sqlExpression": params["x_axis"]}
            columns = [axis if name == params["x_axis"] else name for name in columns]
        query = {"columns": columns, "metrics": metrics, "filters": filters(chart, dashboards)}
        query |= {"row_limit": params.get("row_limit", 1000), "time_range": "No filter"}
        body = {"datasource": {"id": dataset_id, "type": "table"}, "queries": [query]}
        answer = self.call("chart/data", body | {"result_format": "json", "result_type": "full"})
        return answer["result"][0]["data"] if answer.get("result") else str(answer.get("message"))


def differences(address: str, user: str, password: str, folder: Path, published: Path) -> list[str]:
    """Compare every row of every chart with the published file.

    Args:
        address: of the running Superset.
        user: who asks it.
        password: of the user.
        folder: the dashboards as files.
        published: the file that Superset reads.

    Returns:
        What differs, a line each; empty when nothing does.
    """
    charts, datasets = read(folder / "charts"), read(folder / "datasets")
    dashboards = list(read(folder / "dashboards").values())
    api = Api(address, user, password)
    known = api.call("dataset/?q=(columns:!(id,uuid),page_size:100)")["result"]
    ids = {one["uuid"]: one["id"] for one in known}
    found: list[str] = []
    with duckdb.connect(str(published), read_only=True) as connection:
        for chart in charts.values():
            dataset = datasets[chart["dataset_uuid"]]
            if dataset["uuid"] not in ids:
                found.append(f"{dataset['table_name']} is not in Superset")
                continue
            shown = api.rows(chart, ids[dataset["uuid"]], dashboards)
            if isinstance(shown, str):
                found.append(f"{chart['slice_name']}: {shown}")
                continue
            columns, metrics = columns_and_metrics(chart)
            names = columns + metrics
            held = connection.execute(as_sql(chart, dataset, dashboards)).fetchall()
            ours = sorted(([plain(value) for value in row] for row in held), key=str)
            theirs = sorted(([plain(row[name]) for name in names] for row in shown), key=str)
            apart = [
                f"{chart['slice_name']}: Superset shows {right}, the file holds {left}"
                for left, right in zip(ours, theirs, strict=False)
                if not all(map(same, left, right))
            ]
            if len(ours) != len(theirs):
                apart = [f"{chart['slice_name']}: {len(theirs)} rows, the file holds {len(ours)}"]
            print(f"  {chart['slice_name']}: {len(ours)} rows", flush=True)
            found += apart[:3] or ([] if ours else [f"{chart['slice_name']} shows nothing"])
    return found


def screenshot(address: str, user: str, password: str, file: Path) -> None:
    """Take pictures of the dashboard, a tab each, as a desktop shows them.

    Args:
        address: of the running Superset.
        user: who looks.
        password: of the user.
        file: of the first tab; the others have a number behind the name.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        # high enough that every chart is in sight: Superset draws no other
        page = browser.new_page(viewport={"width": 1440, "height": 5400})
        page.goto(f"{address}/login/")
        page.fill("input[name=username], #username", user)
        page.fill("input[name=password], #password", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{address}/superset/dashboard/customer-experience/")
        page.wait_for_selector(".dashboard-component-chart-holder")
        tabs = page.locator(".dashboard-component-tabs [role=tab]")
        for number in range(tabs.count()):
            tabs.nth(number).click()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(3000)
            place = file if number == 0 else file.with_stem(f"{file.stem}_{number + 1}")
            page.screenshot(path=str(place))
        browser.close()
