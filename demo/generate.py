"""Entry point: `python -m demo.generate` rewrites demo/raw and demo/truth from a fixed seed."""

import argparse
from pathlib import Path

from demo import (
    company,
    contacts,
    faults,
    histories,
    qualtrics,
    ratings,
    salesforce,
    salesforce_people,
    schema,
    service,
    settings,
    surveys,
    truth,
    voices,
)
from demo.names import Names
from demo.world import World, write_csv


def build(seed: int = settings.SEED) -> tuple[World, dict[str, list[dict]]]:
    """Make the demo company; returns the world with its raw tables, and the truth tables."""
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
    histories.write_tables(world)
    faults.plant(world)
    tickets, answers = truth.ticket_rows(world), truth.answer_rows(world)
    faults.list_exclusions(world, answers)
    feedback = voices.plant(world, seed)
    tables = {
        "source_records": world.records,
        "tickets": tickets,
        "answers": answers,
        "planted_faults": world.faults,
        "kpis": truth.kpi_rows(tickets, answers) + voices.kpi_rows(world, answers),
        "feedback": feedback,
        "themes": voices.theme_rows(world, answers),
    }
    return world, tables


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


def write(out: Path, seed: int = settings.SEED) -> None:
    """Write `out`/raw/<vendor>/<table>.csv and `out`/truth/<table>.csv."""
    world, tables = build(seed)
    for name, rows in world.tables.items():
        write_csv(out / "raw" / f"{name}.csv", world.columns(name), rows)
    for name, spec in schema.TRUTH.items():
        write_csv(out / "truth" / f"{name}.csv", schema.columns(spec), tables[name])


def main() -> None:
    """Read the options and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo"))
    parser.add_argument("--seed", type=int, default=settings.SEED)
    options = parser.parse_args()
    write(options.out, options.seed)


if __name__ == "__main__":
    main()
