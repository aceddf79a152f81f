"""Salesforce: contacts and leads, with duplicates, merges, conversions and guards."""

from datetime import datetime, timedelta

from demo import settings
from demo.names import (
    LANGUAGES,
    LOCALES,
    PLACEHOLDER_EMAILS,
    PLACEHOLDER_PHONES,
    Names,
    alias,
)
from demo.notation import noisy_email, noisy_phone
from demo.salesforce import find
from demo.world import Person, World

TITLES = ("Buyer", "IT Lead", "Office Manager", "Operations", "Finance", "Owner", "")


def _account_id(person: Person) -> str | None:
    return person.account.ids.get("salesforce") if person.account else None


def write_people(world: World, names: Names) -> None:
    """Write contacts and leads: first records, duplicates, merged and converted ones, guards."""
    for person in world.people:
        share = 0.86 if person.account else 0.35
        if person.brand == "tidewater":
            share = 0.75 if _account_id(person) else 0.0
        if not person.is_prospect and world.chance(share):
            person.ids["salesforce"] = [f"003{world.next_number('contact'):05d}"]
            person.known_in.append("default")
            on_mobile = person.phone and world.chance(0.15)
            table, key = "salesforce/contact", person.contact_id
            number = noisy_phone(world, person.phone, table, key, share=0.05)
            mobile, phone = (number, "") if on_mobile else ("", number)
            email = noisy_email(world, person, table, key)
            contact_row(world, person, key, email, phone, "none", mobile_phone=mobile)
    contacts = [p for p in world.people if p.contact_id]
    order = world.shuffled(contacts)
    _contact_copies(world, names, order)
    _leads(world, names, order)
    _guard_contacts(world, names)


def contact_row(world, person, contact_id, email, phone, link, **changes) -> dict:
    """Write one contact of a person and note whose it is."""
    changed = world.between(person.created, settings.AS_OF)
    row = {
        "id": contact_id,
        "account_id": _account_id(person),
        "first_name": person.first,
        "last_name": person.last,
        "email": email,
        "phone": phone,
        "title": world.pick(TITLES),
        "mailing_country": person.country if world.chance(0.4) else None,
        "mailing_postal_code": f"{int(world.rng.integers(10000, 99999))}"
        if world.chance(0.15)
        else None,
        "birthdate": f"{int(world.rng.integers(1955, 2004))}-0{int(world.rng.integers(1, 10))}-11"
        if world.chance(0.04)
        else None,
        "has_opted_out_of_email": world.chance(0.06),
        "is_deleted": False,
        "created_date": person.created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.record("salesforce", contact_id, "contact", person.true_id, link)
    return world.add("salesforce/contact", **row)


def _contact_copies(world: World, names: Names, order: list[Person]) -> None:
    for place, person in enumerate(order[:70]):
        contact_id = f"003{90_000 + place:05d}"
        if place < 25:
            changes = {"master_record_id": person.contact_id, "is_deleted": True}
            contact_row(world, person, contact_id, alias(names, person), "", "merge", **changes)
            fault = ("merged contact", contact_id, "merged_record")
        elif place < 45:
            contact_row(world, person, contact_id, person.email, "", "email")
            continue
        elif place < 60:
            find(world, "salesforce/contact", person.contact_id)["is_deleted"] = True
            fault = ("recycle-bin contact", person.contact_id, "recycle_bin")
        else:
            if not person.phone:
                continue
            contact_row(
                world, person, contact_id, alias(names, person), person.phone, "phone_and_name"
            )
            continue
        world.fault(fault[0], "salesforce/contact", fault[1], "kept", "GOV-02", fault[2])


def _leads(world: World, names: Names, order: list[Person]) -> None:
    for place, person in enumerate(order[70:320]):
        lead_id = f"00Q{place + 1:05d}"
        before = person.created - timedelta(days=int(world.rng.integers(5, 90)))
        if place < 180:
            changes = {
                "status": "Qualified",
                "is_converted": True,
                "converted_date": person.created,
                "converted_contact_id": person.contact_id,
                "converted_account_id": _account_id(person),
            }
            email = alias(names, person)
            if world.chance(0.8):
                email = noisy_email(world, person, "salesforce/lead", lead_id)
            _lead_row(world, person, lead_id, email, "", before, "merge", **changes)
            if place < 40:
                world.fault(
                    "converted lead", "salesforce/lead", lead_id, "kept", "GOV-02", "converted_lead"
                )
        else:
            _lead_row(world, person, lead_id, person.email, "", before, "email")
    for place, person in enumerate(_prospects(world)):
        lead_id = f"00Q{place + 1001:05d}"
        person.known_in.append("default")
        _lead_row(world, person, lead_id, person.email, person.phone, person.created, "none")
        if place < 8:
            _lead_row(
                world,
                person,
                f"00Q{place + 2001:05d}",
                alias(names, person),
                "",
                person.created,
                "merge",
                master_record_id=lead_id,
                is_deleted=True,
            )
            world.fault(
                "merged lead",
                "salesforce/lead",
                f"00Q{place + 2001:05d}",
                "kept",
                "GOV-02",
                "merged_record",
            )


def _prospects(world: World) -> list[Person]:
    return [p for p in world.people if p.is_prospect and p.brand == "harborline"]


def _lead_row(world, person, lead_id, email, phone, created, link, **changes) -> None:
    changed = world.between(created, settings.AS_OF)
    row = {
        "id": lead_id,
        "company": person.account.name if person.account else None,
        "first_name": person.first,
        "last_name": person.last,
        "email": email,
        "phone": phone,
        "status": world.pick(("New", "Working", "Unqualified")),
        "lead_source": world.pick(("Web", "Trade Show", "Referral", "Partner")),
        "is_converted": False,
        "country": person.country,
        "has_opted_out_of_email": world.chance(0.05),
        "is_deleted": False,
        "created_date": created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.add("salesforce/lead", **row)
    world.record("salesforce", lead_id, "lead", person.true_id, link)


def _guard_contacts(world: World, names: Names) -> None:
    """Contacts that share a sign without being one person (the truth keeps them apart)."""
    hosts = world.shuffled([a for a in world.accounts if a.brand == "harborline"])[:16]
    for place, account in enumerate(hosts[:6]):
        email = f"{('info', 'support')[place % 2]}@{account.domain}"
        for _ in range(3):
            _guard_contact(world, names, account, email, "", "shared inbox", "shared_value")
    for place in range(12):
        email = PLACEHOLDER_EMAILS[place % 3]
        _guard_contact(
            world, names, hosts[place], email, "", "placeholder e-mail", "placeholder_value"
        )
        phone = PLACEHOLDER_PHONES[place % 2]
        _guard_contact(
            world, names, hosts[place], "", phone, "placeholder phone", "placeholder_value"
        )
    crowds = {}
    silent = [p for p in world.people if p.contact_id and p.account and not p.phone]
    for person in silent:
        if person.brand == "harborline":
            crowds.setdefault(person.account.true_id, []).append(person)
    for staff in sorted(crowds.values(), key=lambda c: (-len(c), c[0].true_id))[:6]:
        seen = {}
        for person in staff:
            sign = (person.last, person.first[0])
            if sign in seen or len(seen) == 6:
                continue
            seen[sign] = True
            row = find(world, "salesforce/contact", person.contact_id)
            row["phone"] = person.account.main_line
            world.fault(
                "company main line",
                "salesforce/contact",
                person.contact_id,
                "kept",
                "GOV-02",
                "shared_value",
            )


def _guard_contact(world, names, account, email, phone, fault, reason) -> None:
    first, last = names.name(LOCALES[account.country])
    person = Person(
        world.new_person_id(),
        first,
        last,
        "",
        "",
        account,
        account.country,
        LANGUAGES[account.country],
        world.between(max(account.created, datetime(2023, 1, 1)), datetime(2026, 5, 1)),
    )
    contact_id = f"003{80_000 + world.next_number('guard'):05d}"
    contact_row(world, person, contact_id, email, phone, "none")
    world.fault(fault, "salesforce/contact", contact_id, "kept", "GOV-02", reason, "not merged")


def list_other_scripts(world: World) -> None:
    """List the contacts whose name is not in Latin script (kept as written)."""
    for row in world.tables["salesforce/contact"]:
        if ord(row["first_name"][0]) > 0x250:
            world.fault(
                "non-Latin name",
                "salesforce/contact",
                row["id"],
                "normalised",
                "GOV-02",
                "non_latin_name",
            )
