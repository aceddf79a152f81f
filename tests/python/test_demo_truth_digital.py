"""Journeys, tasks and initiatives of the demo company, one by one, against the truth."""

import duckdb
import pytest

from tests.python.conftest import ROOT

TRUTH = ROOT / "demo" / "truth"


@pytest.fixture(scope="module")
def connection(demo):
    with duckdb.connect(str(demo.database), read_only=True) as opened:
        for name in ("journeys", "initiatives", "source_records"):
            opened.execute(
                f"""
                create temp view true_{name} as
                from read_csv('{TRUTH / name}.csv', all_varchar = true)
                """
            )
        yield opened


def rows(connection, query):
    return connection.execute(query).fetchall()


def test_journeys_end_as_they_did(connection):
    """If this fails, a journey was split, joined, lost or judged wrongly; it is shown."""
    differing = rows(
        connection,
        """
        with found as (
            select split_part(journey_instance_id, ':', 2) as event_id, journey_code as journey,
                outcome, cast(furthest_step_number as varchar) as furthest_step,
                exclusion_reason, is_late, customer_id <> 'unknown' as is_known
            from marts.fct_journeys
            union all
            select split_part(task_attempt_id, ':', 2), task_code, outcome,
                case when outcome = 'completed' then '2' else '1' end,
                exclusion_reason, false, customer_id <> 'unknown'
            from marts.fct_task_attempts
        ),
        truth as (
            select event_id, journey, outcome, furthest_step, exclusion_reason,
                coalesce(is_late = 'true', false) as is_late,
                true_person_id is not null as is_known
            from true_journeys
        )
        (from truth except from found) union all (from found except from truth)
        """,
    )
    assert differing == []
    assert rows(connection, "select count(*) > 2000 from true_journeys") == [(True,)]


def test_a_journey_belongs_to_the_person_who_made_it(connection):
    """If this fails, a login was taken for somebody else's."""
    mixed = rows(
        connection,
        """
        with people as (
            select truth.true_id, mapped.customer_id
            from true_source_records as truth
            inner join marts.dim_customer_source_records as mapped
                on truth.source_system = mapped.source_system
                and truth.source_record_id = mapped.source_record_id
            where truth.entity = 'person'
        )
        select truth.event_id, truth.true_person_id
        from true_journeys as truth
        inner join marts.fct_journeys as found
            on truth.event_id = split_part(found.journey_instance_id, ':', 2)
            and truth.journey = found.journey_code
        where truth.true_person_id is not null
            and not exists (
                select 1 from people
                where people.true_id = truth.true_person_id
                    and people.customer_id = found.customer_id
            )
        """,
    )
    assert mixed == []


def test_tasks_take_as_long_and_as_many_clicks_as_they_did(connection):
    """If this fails, a click or an error after the end was counted, or one before it was not."""
    differing = rows(
        connection,
        """
        (
            select event_id, cast(error_count as bigint), cast(seconds as double),
                case when outcome = 'completed' then cast(click_count as bigint) end
            from true_journeys where click_count is not null
            except
            select split_part(task_attempt_id, ':', 2), error_count, round(task_seconds, 6),
                task_click_count
            from marts.fct_task_attempts
        )
        """,
    )
    assert differing == []


def test_the_groups_of_the_initiatives_are_found(connection):
    """If this fails, the effect of an initiative is measured on other journeys than it had."""
    differing = rows(
        connection,
        """
        with members as (
            select assigned.initiative_id, assigned.arm, mapped.customer_id,
                initiatives.topic, initiatives.starts_on, initiatives.ramp_up_ends_on
            from seeds.initiative_assignments as assigned
            inner join seeds.cx_initiatives as initiatives using (initiative_id)
            inner join marts.dim_customer_source_records as mapped
                on assigned.source_system = mapped.source_system
                and assigned.source_contact_id = mapped.source_record_id
        ),
        found as (
            select members.initiative_id, members.arm,
                case
                    when facts.started_on < members.starts_on then 'before'
                    when facts.started_on <= members.ramp_up_ends_on then 'ramp_up'
                    else 'after'
                end as period,
                sum(facts.mature_count) as n, sum(facts.completed_count) as completed
            from members
            inner join marts.fct_journeys as facts
                on members.customer_id = facts.customer_id
                and members.topic = facts.journey_code
            group by all
        ),
        truth as (
            select initiative_id, arm, period, cast(n as hugeint) as n,
                cast(completed as hugeint) as completed
            from true_initiatives
        )
        (from truth except from found) union all (from found except from truth)
        """,
    )
    assert differing == []
    counts = rows(connection, "select n from true_initiatives where period <> 'ramp_up'")
    assert min(int(n) for (n,) in counts) >= 100
