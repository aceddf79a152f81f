"""The docs as a reader finds them in a browser: today's values, links that lead somewhere, search.

The page is made from the manifest and the warehouse of the demo; only dbt's catalogue, which lists
the columns as they were built, is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dbt.task.docs import DOCS_INDEX_FILE_PATH
from playwright.sync_api import Browser, Page

from scripts.docs import HOME, DocsError, compose, section, with_values
from scripts.figures import shown, shown_change
from tests.python.conftest import ROOT, Run

TEMPLATE = Path(DOCS_INDEX_FILE_PATH)
SCREENSHOTS = ROOT / "target" / "screenshots"
EMPTY_CATALOG = {"metadata": {}, "nodes": {}, "sources": {}, "errors": None}
# a rule that failed on what NPS is made from
CHECKED = (
    "create table governance.fct_kpi_warnings as select 'nps' as kpi_code, 'GOV-09' as rule_id"
)
# the cells of the first two tables, a list a row
CELLS = """() => [...document.querySelectorAll('table')].slice(0, 2).flatMap(
    table => [...table.tBodies[0].rows].map(
        row => [...row.cells].map(cell => cell.innerText.trim())
    )
)"""
# what a stakeholder types, and one of the pages that must be among the first three
SEARCHES = {
    "churn": "fct_customer_months",
    "how happy": "fct_csat",
    "unhappy": "fct_csat",
    "first reply": "fct_first_response_time",
    "loyal": "rpt_loyalty_transitions",
    "wait": "fct_queue_contacts",
    "complaint": "fct_feedback_items",
    "complain": "fct_feedback_themes",
    "at risk": "fct_customer_health",
    "recommend": "fct_nps",
    "word of mouth": "fct_referrals",
    "hang up": "fct_queue_contacts",
    "lost customers": "fct_customer_months",
    "slow": "fct_page_loads",
    "easy": "fct_ces",
    "social media": "fct_response_time",
    "first time": "fct_first_contact_resolution",
    "alert": "rpt_alerts",
    "rejected": "fct_rejected_records",
    # an engineer who types a name gets that model first
    "int_revenue_scope": "int_revenue_scope",
}


@pytest.fixture()
def warehouse_of(demo: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the demo's scorecard and catalogue, to which a test may add."""
    with connected(demo) as connection:
        yield connection


def connected(demo: Run) -> duckdb.DuckDBPyConnection:
    """Open the demo so that the checks, which are no part of a dbt build, can be added."""
    connection = duckdb.connect()
    connection.execute(f"attach '{demo.database}' as built (read_only)")
    connection.execute("create schema reports; create schema seeds; create schema governance")
    connection.execute(
        "create view reports.rpt_kpi_scorecard as from built.reports.rpt_kpi_scorecard"
    )
    connection.execute("create view seeds.kpi_catalog as from built.seeds.kpi_catalog")
    return connection


@pytest.fixture(scope="module")
def requests() -> list[str]:
    """What the page has asked for."""
    return []


@pytest.fixture(scope="module")
def docs(
    demo: Run, browser: Browser, requests: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The docs, opened from disk once."""
    file = tmp_path_factory.mktemp("docs") / "static_index.html"
    with connected(demo) as connection:
        connection.execute(CHECKED)
        text = compose(TEMPLATE.read_text(), demo.manifest(), EMPTY_CATALOG, connection)
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(120_000)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    yield page
    page.close()


@pytest.fixture()
def home(docs: Page) -> Page:
    """The home of the docs."""
    docs.evaluate("location.hash = '#!/overview'")
    docs.get_by_role("heading", name="How are we doing").wait_for()
    return docs


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for who wants to look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"docs_{name}.png")


def test_the_values_of_the_home_are_those_of_the_marts(home: Page, demo: Run) -> None:
    """A stale or wrong number on the first page; every headline KPI is there once."""
    picture(home, "home")
    rows = demo.rows(
        """
        select kpi_name, value, unit, n, status, change, is_significant_change
        from reports.rpt_kpi_scorecard
        where is_headline and cut_type = 'all' and (
            period_start = '2026-04-01' and period_grain = 'quarter'
            or period_grain = 'all' and kpi_code in (
                select kpi_code from reports.rpt_kpi_scorecard
                group by 1 having not bool_or(period_grain = 'quarter')
            )
        )
        """
    )
    expected = {re.sub(r" [(][^)]*[)]$", "", row[0]): row[1:] for row in rows}
    cells = home.evaluate(CELLS)
    assert len(cells) == len(expected)
    for name, value, n, *others in cells:
        wanted, unit, wanted_n, status, change, is_significant = expected[name]
        assert value.split(" (")[0] == shown(wanted, unit), name
        assert n.split(" ")[0] == f"{wanted_n:,}", name
        if len(others) == 4:
            assert others[1] == status.replace("_", " "), name
        said = others[-2]
        assert said.startswith("–" if change is None else shown_change(change, unit)), name
        if change is not None:
            words = {True: "significant", False: "may be chance", None: "not tested"}
            assert said.endswith(", " + words[is_significant]), name
    ((nps,),) = demo.rows(
        """
        select 100.0 * sum(promoter_count - detractor_count) / count(*) from marts.fct_nps
        where is_included and metric_code = 'nps'
            and submitted_date between '2026-04-01' and '2026-06-30'
        """
    )
    assert cells[0][:2] == ["Net Promoter Score", f"{nps:+.1f}"]
    assert "Q2 2026, as of 2026-07-01" in home.locator("body").inner_text()


def test_a_kpi_leads_to_its_page(home: Page) -> None:
    """A link on the home that leads nowhere."""
    home.get_by_role("link", name="Net Promoter Score", exact=True).first.click()
    home.get_by_text("How many more customers would recommend the company").first.wait_for()
    assert home.url.endswith("#!/model/model.cx_warehouse.fct_nps")
    picture(home, "kpi")


def test_a_rule_that_warns_leads_to_its_words(home: Page) -> None:
    """The rule is on the screen, below the title of its page."""
    home.get_by_role("link", name="GOV-09", exact=True).click()
    heading = home.locator("#gov-09")
    heading.wait_for()
    home.wait_for_function(
        "(top => top > 150 && top < 600)"
        "(document.getElementById('gov-09').getBoundingClientRect().top)"
    )
    picture(home, "rule")


@pytest.mark.parametrize(("words", "page"), SEARCHES.items())
def test_everyday_words_find_the_page(docs: Page, words: str, page: str) -> None:
    """Who does not know the name of a table finds it all the same."""
    box = docs.get_by_placeholder("Search for models...")
    box.fill(words)
    results = docs.locator(".search-result h4")
    results.first.wait_for()
    # the first result of the words before may still be there
    shown_for = "angular.element(document.querySelector('.search-result')).scope().query"
    docs.wait_for_function(f"words => {shown_for} === words", arg=words)
    found = [text.split()[0] for text in results.all_inner_texts()]
    docs.locator("[ng-click='clearSearch()']").click()
    assert page in found[: 1 if page == words else 3], found[:6]


def test_no_request_leaves_the_disk(home: Page, requests: list[str]) -> None:
    """The page works without a network, and tells nobody who reads it."""
    assert requests
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert {Path(url).name for url in requests if url.startswith("file:")} == {"static_index.html"}


def test_every_link_of_the_docs_leads_to_a_node(demo: Run) -> None:
    """A model that was renamed, and a text that still links to its old name."""
    manifest = demo.manifest()
    nodes = manifest["nodes"] | manifest["sources"] | manifest["exposures"]
    texts = {key: doc["block_contents"] for key, doc in manifest["docs"].items()}
    texts |= {key: node["description"] for key, node in nodes.items()}
    link = re.compile(r"#!/(\w+)/([\w.]+)(?:#([\w-]+))?")
    found = [(key, *parts) for key, text in texts.items() for parts in link.findall(text)]
    broken = [
        (key, node)
        for key, kind, node, _ in found
        if node not in nodes or not node.startswith(f"{kind}.")
    ]
    assert broken == []
    assert sum(key == HOME for key, *_ in found) > 50
    # what it names in the code of the project
    home = texts[HOME]
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"`make ([\w-]+)", home):
        assert f"\n{target}:" in makefile, target


def test_a_page_of_another_shape_is_refused(demo: Run, warehouse_of) -> None:
    """A new version of dbt's docs must not give a page without data, or without the values."""
    manifest = demo.manifest()
    with pytest.raises(DocsError, match="0 times"):
        compose("<body></body>", manifest, EMPTY_CATALOG, warehouse_of)
    flat = manifest["docs"][HOME] | {"block_contents": "no section"}
    with pytest.raises(DocsError, match="has no section"):
        with_values(manifest | {"docs": {HOME: flat}}, warehouse_of)
    nodes = manifest["nodes"].copy()
    del nodes["model.cx_warehouse.fct_nps"]
    with pytest.raises(DocsError, match="no page in the docs: model.cx_warehouse.fct_nps"):
        section(warehouse_of, nodes)
    with duckdb.connect() as empty, pytest.raises(DocsError, match="reports are missing"):
        section(empty, nodes)


def test_a_young_and_unchecked_warehouse_says_so(demo: Run, warehouse_of) -> None:
    """Without a quarter that is over the values are of all time; without checks no rule warns."""
    nodes = demo.manifest()["nodes"]
    assert "were not checked" in section(warehouse_of, nodes)
    warehouse_of.execute(CHECKED)
    warehouse_of.execute(
        "create or replace view reports.rpt_kpi_scorecard as"
        " from built.reports.rpt_kpi_scorecard where period_grain <> 'quarter'"
    )
    text = section(warehouse_of, nodes)
    ((nps, n),) = demo.rows(
        "select value, n from reports.rpt_kpi_scorecard"
        " where kpi_code = 'nps' and cut_type = 'all' and period_grain = 'all'"
    )
    assert "The values of all time, as of 2026-07-01" in text
    assert f"fct_nps) | {nps:+.1f} | {n:,} | 50.0 or more |" in text
    assert "not checked" not in text
