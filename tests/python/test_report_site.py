"""The report pages: what they show is what the marts hold, for every reader, from disk alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from expectations.results import load_rules
from expectations.validate import validate
from report_site.figures import CUTS, TOPICS
from report_site.sections import moments_of_truth
from report_site.site import main, write_site
from scripts.figures import shown
from scripts.publish import publish
from tests.python.conftest import ROOT, Run

SCREENSHOTS = ROOT / "target" / "screenshots"
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
ROLES = ("analyst", "privacy_officer", "stakeholder")
# pages about single people are for those who may read them
PERSONAL = {"customers_at_risk.html", "story.html", "agents.html"}
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def published(demo: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published files of the demo, checked as they are for BI."""
    folder = tmp_path_factory.mktemp("report")
    warehouse = folder / "cx.duckdb"
    warehouse.write_bytes(demo.database.read_bytes())
    # a rule that holds and two that warn are enough to see
    validate(warehouse, rules=["GOV-01", "GOV-09", "GOV-11"])
    publish(warehouse, folder / "published")
    return folder / "published" / "current"


@pytest.fixture(scope="module")
def sites(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of all roles, a folder each."""
    folder = tmp_path_factory.mktemp("sites")
    assert main(["--published", str(published), "--to", str(folder)]) == 0
    return folder


@pytest.fixture()
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when it asks for anything but files, or when a script fails."""
    context = browser.new_context(viewport=WIDTHS["desktop"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith(("file:", "data:", "blob:")) else faults.append(asked.url)
        ),
    )
    page.on("requestfailed", lambda asked: faults.append(asked.url))
    yield page
    context.close()
    assert not faults


def opened(page: Page, path: Path, address: str = "") -> Page:
    """Open a page and wait until its charts are drawn."""
    page.goto(path.as_uri() + address)
    page.wait_for_function(
        "[...document.querySelectorAll('.chart, .spark')]"
        ".every((chart) => chart.dataset.drawn || !chart.dataset.chart)"
    )
    return page


def rows(published: Path, role: str, query: str) -> list[tuple]:
    """Return the rows of a query against the file of a role."""
    with duckdb.connect(str(published / role / "cx.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_headline_kpi_stands_on_one_page(published: Path) -> None:
    listed = [code for _, codes in TOPICS.values() for code in codes.split()]
    known = rows(
        published,
        "stakeholder",
        "select distinct kpi_code from reports.rpt_kpi_scorecard where is_headline",
    )
    assert sorted(listed) == sorted(code for (code,) in known)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_the_pages_that_it_may_read(sites: Path, published: Path, role: str) -> None:
    site = sites / role
    pages = {path.name for path in site.glob("*.html")}
    assert PERSONAL & pages == (set() if role == "stakeholder" else PERSONAL)
    assert len(list((site / "kpi").iterdir())) == 37
    assert len(list((site / "rule").iterdir())) == 36
    names = rows(
        published, "privacy_officer", "select agent_name from restricted.dim_agent_contact_details"
    )
    text = "".join(path.read_text() for path in site.rglob("*.html"))
    found = [name for (name,) in names if name and name in text]
    assert bool(found) == (role == "privacy_officer")
    if role == "stakeholder":
        everything = text + (site / "assets" / "figures.js").read_text()
        ids = rows(published, "analyst", "select customer_id from reports.rpt_customer_360")
        ids += rows(published, "analyst", "select agent_id from reports.rpt_agent_scorecard")
        assert not [key for (key,) in ids if key in everything]


@pytest.mark.parametrize(("width", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_pages_are_usable_by_everybody(
    browser: Browser, sites: Path, width: str, scheme: str
) -> None:
    """No serious finding of axe, nothing wider than the window, each page kept as a picture."""
    site = sites / "privacy_officer"
    pages = sorted(site.glob("*.html"))
    pages += [site / "kpi" / "nps.html", site / "rule" / "GOV-11.html"]
    context = browser.new_context(viewport=WIDTHS[width], color_scheme=scheme)
    page = context.new_page()
    found = []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for path in pages:
        opened(page, path)
        page.screenshot(
            path=SCREENSHOTS / f"report_{path.stem}_{width}_{scheme}.png", full_page=True
        )
        page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
        result = Axe().run(page)
        found += [
            (path.name, violation["id"], violation["nodes"][0]["html"][:120])
            for violation in result.response["violations"]
            if violation["impact"] in SERIOUS
        ]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found += [(path.name, "wider than the window")] if wide else []
    context.close()
    assert not found


@pytest.mark.parametrize("width", WIDTHS)
def test_each_page_of_a_kpi_and_a_rule_opens(
    page: Page, sites: Path, published: Path, width: str
) -> None:
    """The page of a KPI shows its figure; that of a rule states it."""
    site = sites / "stakeholder"
    page.set_viewport_size(WIDTHS[width])
    known = rows(
        published,
        "stakeholder",
        """
        select kpi_code, value, unit from reports.rpt_kpi_scorecard
        where is_headline and cut_type = 'all' and period_grain = 'all'
        """,
    )
    texts = {code: shown(value, unit) for code, value, unit in known}
    for path in sorted((site / "kpi").iterdir()):
        opened(page, path, "#grain=all")
        text = page.locator('article [data-field="text"]').inner_text()
        assert text == texts.get(path.stem, "no data"), path.name
    for rule_id, rule in load_rules().items():
        page.goto((site / "rule" / f"{rule_id}.html").as_uri())
        assert page.locator(".lead").inner_text() == rule.statement


def test_the_overview_shows_what_the_scorecard_holds(
    page: Page, sites: Path, published: Path
) -> None:
    expected = rows(
        published,
        "stakeholder",
        """
        select kpi_code, value, unit, n, replace(status, '_', ' ')
        from reports.rpt_kpi_scorecard
        where is_headline and cut_type = 'all' and period_grain = 'quarter'
            and period_start = date '2026-04-01'
        """,
    )
    assert len(expected) > 25
    opened(page, sites / "stakeholder" / "index.html")
    for code, value, unit, n, status in expected:
        line = page.locator(f'tr[data-kpi="{code}"]')
        assert line.locator('[data-field="text"]').inner_text() == shown(value, unit)
        assert line.locator('[data-field="n"]').inner_text() == f"{n:,}"
        assert line.locator('[data-field="status"]').inner_text() == status


def test_filters_show_the_cut_and_the_period(page: Page, sites: Path, published: Path) -> None:
    def csat(grain: str, start: str, cut_type: str, cut_value: str) -> str:
        ((value, unit),) = rows(
            published,
            "stakeholder",
            f"""
            select value, unit from reports.rpt_kpi_scorecard
            where kpi_code = 'csat' and period_grain = '{grain}' and period_start = '{start}'
                and cut_type = '{cut_type}' and cut_value = '{cut_value}'
            """,
        )
        return shown(value, unit)

    site = sites / "stakeholder"
    opened(page, site / "voice.html")
    field = page.locator('[data-kpi="csat"] [data-field="text"]')
    page.select_option("#grain", "month")
    page.select_option("#period", "2025-11-01")
    assert field.inner_text() == csat("month", "2025-11-01", "all", "all")
    page.select_option("#channel", "email")
    assert field.inner_text() == csat("month", "2025-11-01", "channel", "email")
    # one cut at a time
    page.select_option("#segment", "enterprise")
    assert page.locator("#channel").input_value() == "all"
    assert field.inner_text() == csat("month", "2025-11-01", "segment", "enterprise")
    # what was chosen goes along to the next page
    page.get_by_role("link", name="Overview").click()
    line = page.locator('tr[data-kpi="csat"] [data-field="text"]')
    expect(line).to_have_text(csat("month", "2025-11-01", "segment", "enterprise"))
    # a KPI without the period says what it shows instead
    note = page.locator('tr[data-kpi="clv_historic"] [data-field="note"]')
    assert note.inner_text().startswith("all periods")


def test_a_trend_has_a_point_for_each_period(page: Page, sites: Path, published: Path) -> None:
    ((count,),) = rows(
        published,
        "stakeholder",
        """
        select count(value) from reports.rpt_kpi_scorecard
        where kpi_code = 'fcr' and period_grain = 'quarter' and cut_type = 'all'
        """,
    )
    opened(page, sites / "stakeholder" / "kpi" / "fcr.html")
    points = page.locator('[data-chart="trend"] .mark-symbol path')
    assert points.count() == count > 4
    assert page.locator("#series tr").count() == count
    # the target and the action threshold
    assert page.locator('[data-chart="trend"] .mark-rule.role-mark line').count() == 2


def test_the_last_choice_is_what_is_shown(page: Page, sites: Path) -> None:
    """A chart is drawn later than it is asked for: it must not come into a period without data."""
    opened(page, sites / "stakeholder" / "kpi" / "fcr.html")
    page.evaluate(
        """
        window.choose = (place) => {
            const periods = document.getElementById("period");
            periods.value = [...periods.options].at(place).value;
            periods.dispatchEvent(new Event("change"));
        };
        choose(1);
        choose(-1);
        """
    )
    empty, chart = (
        page.locator('[data-empty="segment"]'),
        page.locator('[data-chart="segment"] svg'),
    )
    expect(empty).to_be_visible()
    # long enough for the chart that the first choice asked for
    page.wait_for_timeout(1000)
    assert chart.count() == 0
    # and back again
    page.evaluate("choose(1)")
    expect(chart).to_have_count(1)
    expect(empty).to_be_hidden()


def test_customers_at_risk_and_their_story(page: Page, sites: Path, published: Path) -> None:
    opened(page, sites / "analyst" / "customers_at_risk.html")
    lines = page.locator("#risk tbody tr")
    first = lines.first.locator("a")
    payer = first.get_attribute("title")
    ((score, segment),) = rows(
        published,
        "analyst",
        f"""
        select max(health_score), max(segment) from reports.rpt_health_drivers
        where payer_id = '{payer}' and month_start = date '2026-06-01'
        """,
    )
    assert f"{score:.0f}" in lines.first.inner_text()
    assert lines.first.locator("li").count() >= 1
    page.fill("#risk-words", payer[:8])
    assert page.locator("#risk tbody tr:visible").count() == 1
    assert page.locator("#risk-count").inner_text().startswith("1 of ")
    first.click()
    page.wait_for_selector("#events tr")
    assert page.locator("#payer").input_value() == payer
    ((events,),) = rows(
        published,
        "analyst",
        f"""
        select least(count(*), 80) from marts.fct_touchpoints
        where is_included and payer_id = '{payer}'
        """,
    )
    assert page.locator("#events tr").count() == events > 0


def test_a_company_with_few_data_gets_all_pages(
    page: Page, one_a_domain: Run, tmp_path: Path
) -> None:
    """No customer at risk, KPIs without a figure, cuts without a value: nothing breaks."""
    site = write_site(one_a_domain.database, "analyst", tmp_path / "site").parent
    for path in sorted(site.glob("*.html")):
        opened(page, path)
    opened(page, site / "kpi" / "page_load.html")
    assert page.locator("h1").inner_text() == "Page Load Speed"


def test_every_link_leads_to_a_page(sites: Path) -> None:
    for role in ROLES:
        site = sites / role
        for path in site.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for target in re.findall(r'(?:href|src)="([^"#][^"]*)"', text):
                if target.startswith("data:"):
                    continue
                assert not target.startswith(("http", "//")), (path.name, target)
                assert (path.parent / target.split("#")[0]).is_file(), (path.name, target)
            for anchor in re.findall(r'href="#([^"]+)"', text):
                assert f'id="{anchor}"' in text, (path.name, anchor)


def test_the_same_file_gives_the_same_site(published: Path, sites: Path, tmp_path: Path) -> None:
    write_site(published / "stakeholder" / "cx.duckdb", "stakeholder", tmp_path / "again")
    assert contents(sites / "stakeholder") == contents(tmp_path / "again")


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the bytes of each file of a folder, by its place in it."""
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_without_a_published_file_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--published", str(tmp_path), "--to", str(tmp_path / "site")]) == 2
    assert "make publish" in capsys.readouterr().err
    (tmp_path / "analyst").mkdir()
    (tmp_path / "analyst" / "cx.duckdb").write_text("no database")
    assert main(["--published", str(tmp_path), "--to", str(tmp_path / "site")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_filters_are_cuts_of_the_scorecard(published: Path) -> None:
    found = rows(
        published, "stakeholder", "select distinct cut_type from reports.rpt_kpi_scorecard"
    )
    assert set(CUTS) <= {cut for (cut,) in found}


def test_a_small_effect_that_is_no_chance_is_not_called_chance() -> None:
    """A reader who is told that chance made what certainly is there."""
    with duckdb.connect() as connection:
        connection.execute("create schema reports")
        connection.execute(
            """
            create table reports.rpt_moments_of_truth as
            select 'all' as period_grain, name as touchpoint_name, 200 as n_good, 100 as n_bad,
                impact as nps_good, 0.0 as nps_bad, impact as impact_points, is_significant,
                is_significant and impact >= 20 as is_moment_of_truth
            from (values ('large', 25.0, true), ('small', 15.0, true), ('noise', 12.0, false))
                as told (name, impact, is_significant)
            """
        )
        found = {row["touchpoint"]: row["verdict"] for row in moments_of_truth(connection).rows}
    assert found == {
        "large": "moment of truth",
        "small": "more than chance, but no moment of truth",
        "noise": "within chance",
    }
