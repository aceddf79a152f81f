"""Entry point: `python -m demo.generate` rewrites demo/raw and demo/truth from a fixed seed."""

import argparse
from pathlib import Path

from demo import company, contacts, faults, schema, service, service_rows, settings, surveys, truth
from demo.world import World, write_csv


def build(seed: int = settings.SEED) -> tuple[World, dict[str, list[dict]]]:
    """Make the demo company; returns the world with its raw tables, and the truth tables."""
    world = World(seed)
    names = company.Names(world, seed)
    company.make_accounts(world, names)
    company.make_people(world, names)
    company.make_staff(world, names)
    company.make_crm_people(world, names)
    contacts.list_other_scripts(world)
    contacts.write_organizations(world)
    contacts.write_staff(world)
    contacts.write_users(world, names)
    contacts.write_directory(world, names)
    service.simulate(world)
    company.make_opportunities(world)
    faults.mark_unmapped(world)
    service_rows.write_tickets(world)
    surveys.write_surveys(world)
    faults.plant(world)
    tickets, answers = truth.ticket_rows(world), truth.answer_rows(world)
    faults.list_exclusions(world, answers)
    tables = {
        "source_records": world.records,
        "tickets": tickets,
        "answers": answers,
        "planted_faults": world.faults,
        "kpis": truth.kpi_rows(tickets, answers),
    }
    return world, tables


def write(out: Path, seed: int = settings.SEED) -> None:
    """Write `out`/raw/<vendor>/<table>.csv and `out`/truth/<table>.csv."""
    world, tables = build(seed)
    for name, spec in schema.RAW.items():
        write_csv(out / "raw" / f"{name}.csv", schema.columns(spec), world.tables[name])
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
