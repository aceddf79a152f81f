"""The cookbook runs on the demo, reads what analysts may read, and agrees with the scorecard."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2
import pytest
import yaml

from tests.python.conftest import ROOT, Run

FOLDER = ROOT / "analyses" / "cookbook"
FILES = sorted(FOLDER.glob("*.sql"))
MACROS = ("statistics/wilson_bound", "engine/as_of", "engine/elapsed_minutes")
# questions to which the demo rightly has no answer
MAY_BE_EMPTY: set[str] = set()

Ask = Callable[..., list[dict]]
Render = Callable[..., str]


@pytest.fixture(scope="module")
def places(demo: Run) -> dict[str, tuple[str, str]]:
    """Schema and resource type of each model and seed, by name."""
    nodes = demo.manifest()["nodes"].values()
    kept = ("model", "seed", "snapshot")
    return {
        n["name"]: (n["schema"], n["resource_type"]) for n in nodes if n["resource_type"] in kept
    }


@pytest.fixture(scope="module")
def render(places: dict) -> Render:
    """Return a function that gives the SQL of one file: dbt build does not compile analyses."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    macros = "".join((ROOT / "macros" / f"{name}.sql").read_text() for name in MACROS)

    def rendered(number: str, **variables: str) -> str:
        (path,) = FOLDER.glob(f"{number}*.sql")
        environment = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined)  # noqa: S701
        environment.globals |= {
            "ref": lambda name: f"{places[name][0]}.{name}",
            "var": lambda name, default=None: (project | variables).get(name, default),
            "dbt": SimpleNamespace(type_timestamp=lambda: "timestamp"),
            "epoch_seconds": lambda instant: f"epoch({instant})",
        }
        return environment.from_string(macros + path.read_text()).render()

    return rendered


@pytest.fixture(scope="module")
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


@pytest.fixture(scope="module")
def ask(connection: duckdb.DuckDBPyConnection, render: Render) -> Ask:
    """Return a function that runs one file and gives its rows."""

    def run(number: str, **variables: str) -> list[dict]:
        result = connection.execute(render(number, **variables))
        names = [column[0] for column in result.description]
        assert len(names) == len(set(names)), "two columns have one name"
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    return run


@pytest.fixture(scope="module")
def scorecard(demo: Run) -> Callable[..., dict]:
    """Return a function that gives n and value by cut value, of one KPI, period and cut."""

    def figures(kpi: str, cut: str = "all", grain: str = "all") -> dict:
        rows = demo.rows(
            f"""select cut_value, n, value from reports.rpt_kpi_scorecard
            where kpi_code = '{kpi}' and cut_type = '{cut}' and period_grain = '{grain}'
                and (period_end is null or period_end = as_of)"""
        )
        assert rows, f"the scorecard has no {kpi}"
        return {cut_value: (n, value) for cut_value, n, value in rows}

    return figures


def total(rows: list[dict], column: str) -> float:
    return sum(row[column] or 0 for row in rows)


def test_there_are_twenty_questions_and_each_is_described():
    described = yaml.safe_load((FOLDER / "_cookbook__analyses.yml").read_text())["analyses"]
    assert [path.stem for path in FILES] == [entry["name"] for entry in described]
    assert [path.name[:2] for path in FILES] == [f"{number:02}" for number in range(1, 21)]
    assert all(entry["description"].strip() for entry in described)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_begins_with_its_question_and_how_to_read_the_answer(path: Path):
    lines = path.read_text().splitlines()
    head = lines[: lines.index("with")]
    assert all(line.startswith("-- ") for line in head)
    assert any(line.endswith("?") for line in head[:2]), "the question comes first"
    assert any(line.startswith("-- How to read it: ") for line in head)
    assert len(lines) <= 60 and max(map(len, lines)) <= 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_reads_only_what_analysts_may_read(
    path: Path, places: dict, render: Render, connection: duckdb.DuckDBPyConnection
):
    named = connection.get_table_names(render(path.stem), qualified=True)
    read = {name.split(" as ")[0].split(" AS ")[0] for name in named}
    refs = set(re.findall(r"ref\('(\w+)'\)", path.read_text()))
    assert read == {f"{places[name][0]}.{name}" for name in refs}, "a table is read without ref"
    # schema and type: a restricted mart, a seed or an intermediate table is refused
    assert {places[name] for name in refs} <= {("marts", "model"), ("reports", "model")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_an_answer_on_the_demo(path: Path, ask: Ask):
    rows = ask(path.stem)
    assert bool(rows) != (path.stem in MAY_BE_EMPTY)
    for row in rows:
        if row.get("ci_lo") is not None and row.get("ci_hi") is not None:
            assert row["ci_lo"] <= row["ci_hi"]
        for name, value in row.items():
            if value is not None and re.search(r"(_|^)(rate|share)(_|$)", name):
                assert -1e-9 <= value <= 1 + 1e-9, f"{name} is no share"


def test_nps_of_the_last_quarter_is_that_of_its_answers(ask: Ask, scorecard: Callable):
    last = ask("01")[0]
    n = last["promoters"] + last["passives"] + last["detractors"]
    assert (n, last["nps"]) == (last["n"], last["nps"]) == scorecard("nps", grain="quarter")["all"]
    assert last["nps"] == pytest.approx(100 * (last["promoters"] - last["detractors"]) / n)


def test_the_parts_of_a_health_score_add_up(ask: Ask, demo: Run):
    rows = ask("03")
    ((lowest,),) = demo.rows(
        "select min(health_score) from reports.rpt_customer_360 where is_active"
    )
    assert rows[0]["health_score"] == lowest == pytest.approx(100 - total(rows, "shortfall"))
    ((other,),) = demo.rows(
        """select max(customer_id) from reports.rpt_customer_360
        where is_active and health_score > 90"""
    )
    assert {row["customer_id"] for row in ask("03", customer_id=other)} == {other}


def test_themes_split_the_rated_tickets_with_text(ask: Ask, demo: Run):
    ((n,),) = demo.rows(
        """select count(*) from marts.fct_csat where is_included and scope = 'interaction'
        and exists (from marts.fct_feedback_items as items where items.is_included
            and items.has_text and items.ticket_id = fct_csat.ticket_id)"""
    )
    assert {row["n"] + row["n_others"] for row in ask("04")} == {n}


def test_first_replies_are_those_of_the_scorecard(ask: Ask, scorecard: Callable):
    rows = ask("05")
    assert total(rows, "n") == scorecard("frt")["all"][0]


def test_reopened_tickets_are_those_of_the_scorecard(ask: Ask, scorecard: Callable):
    rows = ask("06")
    n, rate = scorecard("reopen_rate")["all"]
    assert total(rows, "n") == n
    assert total(rows, "reopened") / n == pytest.approx(rate)
    assert all(row["rate_of_all"] == pytest.approx(rate) for row in rows)


def test_the_year_of_fcr_is_counted_from_its_issues(ask: Ask, demo: Run):
    last = ask("07")[0]
    ((n, solved),) = demo.rows(
        """select count(*), sum(first_contact_resolution_count)
        from marts.fct_first_contact_resolution
        where is_included and first_contact_date between '2025-07-01' and '2026-06-30'"""
    )
    assert last["n_12_months"] == n
    assert last["fcr_12_months"] == pytest.approx(solved / n)


def test_steps_are_those_of_the_scorecard(ask: Ask, scorecard: Callable):
    steps = scorecard("journey_step_rate", "journey_step")
    rows = [row for row in ask("08") if row["journey_code"] != "cart"]
    for code, (n, value) in steps.items():
        mine = [row for row in rows if f"{row['journey_code']}:{row['step']}" == code]
        assert total(mine, "n") == n, code
        assert total(mine, "lost") / n == pytest.approx(1 - value), code


def test_detractors_are_those_of_the_fact(ask: Ask, demo: Run):
    rows = ask("10")
    ((waiting, all_of_them),) = demo.rows(
        """select count(*) filter (where not is_followed_up), count(*)
        from marts.fct_detractor_follow_ups where is_included"""
    )
    assert len(rows) == len({row["survey_answer_id"] for row in rows}) == waiting
    assert {row["detractors_counted"] for row in rows} == {all_of_them}


def test_revenue_at_risk_is_all_recurring_revenue(ask: Ask, demo: Run):
    rows = ask("11")
    ((customers, mrr),) = demo.rows(
        """select customers_end, mrr_end from reports.rpt_retention
        where segment = 'all' and month_start = '2026-06-01'"""
    )
    assert {str(row["month_start"]) for row in rows} == {"2026-06-01"}
    assert total(rows, "mrr") == pytest.approx(mrr)
    assert total(rows, "n") == customers
    assert total(rows, "mrr_share") == pytest.approx(1)


def test_cohorts_count_everyone_once(ask: Ask, demo: Run):
    ((payers,),) = demo.rows("select count(distinct payer_id) from marts.fct_customer_months")
    excluded = (
        "select count(distinct payer_id) from marts.fct_customer_months where not is_included"
    )
    ((left_out,),) = demo.rows(excluded)
    assert payers - left_out <= total(ask("12"), "n") <= payers


def test_lifetime_value_is_that_of_the_scorecard(ask: Ask, scorecard: Callable):
    rows = ask("13")
    n, mean = scorecard("clv_historic")["all"]
    assert total(rows, "n") == n
    assert sum(row["n"] * row["mean_clv_historic"] for row in rows) / n == pytest.approx(mean)


def test_the_queue_is_that_of_the_scorecard(ask: Ask, scorecard: Callable):
    rows = ask("15")
    n, rate = scorecard("queue_abandonment")["all"]
    assert rows[0]["n"] == n
    assert rows[-1]["abandoned_so_far"] == pytest.approx(total(rows, "abandoned") / n)
    assert rows[-1]["abandoned_so_far"] == pytest.approx(rate)


def test_who_answers_is_the_response_rate_of_the_scorecard(ask: Ask, scorecard: Callable):
    rows = ask("16")
    n, rate = scorecard("survey_response_rate")["all"]
    assert total(rows, "n") == n
    assert total(rows, "answered") / n == pytest.approx(rate)
    surveys = len({row["survey_id"] for row in rows})
    assert total(rows, "asked_share") == pytest.approx(surveys)


def test_agents_together_are_fcr_of_the_quarter(ask: Ask, scorecard: Callable):
    rows = [row for row in ask("18") if row["n"]]
    fcr = scorecard("fcr", grain="quarter")["all"][1]
    assert all(row["fcr_of_all"] == pytest.approx(fcr) for row in rows)


def test_a_late_tool_is_a_data_problem(ask: Ask, demo: Run):
    late = demo.rows(
        "select distinct source_system from marts.fct_row_reconciliation where is_stale"
    )
    assert {row["source_system"] for row in ask("19") if row["late_tables"]} == {s for (s,) in late}


def test_a_story_is_in_order_and_of_one_customer(ask: Ask, demo: Run):
    rows = ask("20")
    assert [row["sequence_number"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["customer_id"] for row in rows}) == 1
    assert all(row["days_since_contact_before"] >= 0 for row in rows[1:])
    ((other,),) = demo.rows(
        "select max(customer_id) from marts.fct_touchpoints where sequence_number = 2"
    )
    assert {row["customer_id"] for row in ask("20", customer_id=other)} == {other}
