"""Entry point: `python -m demo.generate` rewrites demo/raw and demo/truth from a fixed seed."""

import argparse
from pathlib import Path

from demo import (
    calls,
    calls_truth,
    company,
    consents,
    contacts,
    digital,
    digital_truth,
    employees,
    faults,
    health_truth,
    histories,
    invitations,
    lifetime,
    lifetime_truth,
    programme,
    qualtrics,
    ratings,
    salesforce,
    salesforce_people,
    schedules,
    schema,
    service,
    settings,
    sla_targets,
    survey_truth,
    surveys,
    touch_truth,
    truth,
    value,
    value_truth,
    vendor_figures,
    voices,
)
from demo.names import Names
from demo.world import World, write_csv


def build(seed: int = settings.SEED) -> tuple[World, dict[str, list[dict]], dict]:
    """Make the demo company: the world with its raw tables, the truth tables, and its seeds."""
    world = World(seed)
    names = Names(world, seed)
    company.make_accounts(world, names)
    company.make_people(world, names)
    company.make_staff(world, names)
    _meet_tools(world, names)
    service.simulate(world)
    company.make_deals(world)
    faults.mark_unmapped(world)
    ratings.rate_tickets(world)
    surveys.answer_surveys(world)
    salesforce.write_opportunities(world)
    qualtrics.write_responses(world)
    calls.simulate(world, seed)
    schedules.assign(world, seed)
    histories.write_tables(world)
    targets, differing = vendor_figures.write(world, seed)
    faults.plant(world)
    staff = employees.simulate(world, seed)
    tickets, answers = truth.ticket_rows(world), truth.answer_rows(world)
    faults.list_exclusions(world, answers)
    agent_months = employees.agent_month_rows(world, answers)
    vendor_figures.list_differences(world, differing)
    calls.plant(world, seed)
    phone = calls_truth.call_rows(world)
    invited, late = invitations.write(world, seed)
    added = survey_truth.added_rows(late)
    feedback = voices.plant(world, seed)
    worth = value.simulate(world, seed)
    months = value_truth.Months(world, worth)
    referred = lifetime.simulate(world, seed, lifetime_truth.firsts(months))
    judged = lifetime_truth.Truth(world, worth, months, referred)
    touched = touch_truth.rows(world, answers + added)
    site = digital.simulate(world, seed)
    journeys = digital_truth.journey_rows(site)
    scores = health_truth.score_rows(world, tickets, answers, months)
    stays = programme.simulate(world, seed)
    agreed = consents.simulate(world, seed)
    tables = {
        "source_records": world.records,
        "tickets": tickets,
        "answers": answers + added,
        "calls": phone,
        "planted_faults": world.faults,
        "kpis": [
            *truth.kpi_rows(tickets, answers, calls_truth.kpi_samples(phone)),
            *employees.kpi_rows(staff, agent_months),
            *sla_targets.kpi_rows(targets),
            *survey_truth.kpi_rows(world, tickets, answers, added, invited),
            *voices.kpi_rows(world, answers + added),
            *months.kpi_rows(),
            *judged.kpi_rows(),
            *touched["kpis"],
            *digital_truth.kpi_rows(site, journeys),
            *health_truth.kpi_rows(scores),
        ],
        "agent_months": agent_months,
        "touchpoints": touched["touchpoints"],
        "moments_of_truth": touched["moments_of_truth"],
        "sla_targets": sla_targets.recent(targets),
        "feedback": feedback,
        "themes": voices.theme_rows(world, answers + added),
        "customer_months": months.rows(),
        "referrals": judged.referral_rows(),
        "customer_health": health_truth.told(scores),
        "journeys": journeys,
        "initiatives": digital_truth.initiative_rows(site, journeys),
        "segment_stays": programme.stay_rows(stays),
    }
    made = {
        "staff": staff,
        "worth": worth,
        "referred": referred,
        "site": site,
        "stays": stays,
        "agreed": agreed,
    }
    return world, tables, made


def _meet_tools(world: World, names: Names) -> None:
    """Let the tools get to know accounts, people and staff: the CRMs first."""
    salesforce.write_accounts(world)
    salesforce_people.write_people(world, names)
    salesforce_people.list_other_scripts(world)
    contacts.write_staff(world)
    contacts.write_crm(world, names, "hubspot")
    contacts.write_crm(world, names, "dynamics")
    contacts.write_organisations(world)
    contacts.write_users(world, names)
    contacts.write_directory(world, names)


def write(out: Path, seeds: Path, seed: int = settings.SEED) -> None:
    """Write `out`/raw/<vendor>/<table>.csv, `out`/truth/<table>.csv and the demo's seeds."""
    world, tables, made = build(seed)
    employees.write_seeds(made["staff"], seeds)
    value.write_seeds(made["worth"], seeds)
    lifetime.write_seeds(made["referred"], seeds)
    digital.write_seeds(made["site"], seeds)
    programme.write_seeds(made["stays"], seeds)
    consents.write_seeds(made["agreed"], seeds)
    for name, rows in world.tables.items():
        write_csv(out / "raw" / f"{name}.csv", world.columns(name), rows)
    for name, spec in schema.TRUTH.items():
        write_csv(out / "truth" / f"{name}.csv", schema.columns(spec), tables[name])


def main() -> None:
    """Read the options and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo"))
    parser.add_argument("--seeds", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=settings.SEED)
    options = parser.parse_args()
    write(options.out, options.seeds or options.out.parent / "seeds", options.seed)


if __name__ == "__main__":
    main()
