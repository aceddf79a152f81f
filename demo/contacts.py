"""How the tools know people and organisations: one history.Person for each record of a person."""

from datetime import timedelta

from demo import history, settings, tools
from demo.names import LOCALES, PLACEHOLDER_EMAILS, Names, alias
from demo.notation import noisy_email, noisy_phone
from demo.world import Account, Person, World

COLLEAGUES = {
    "zendesk": ("Ada Quill", "Ben Marsh", "Cleo Vane", "Dan Frost"),
    "freshdesk": ("Finn Rook", "Gwen Hale"),
    "intercom": ("Ivo Lark",),
    "servicenow": ("Eve Holt",),
}
STAFF = {  # which of the agents work in which tool; some work in two
    "zendesk": range(0, 14),
    "servicenow": range(12, 19),
    "freshdesk": range(19, 25),
    "intercom": (4, 9, 23, 25),
    "hubspot": (24, 25),
    "dynamics": (17, 18),
}
BOTS = {"zendesk": ("900", "Answer Bot"), "intercom": ("7000900", "Fin")}


def link_for(world: World, person: Person, system: str, may_carry_id: bool = True) -> str:
    """How a further record of a person is tied to the first one in the same set of tools."""
    group = tools.set_of(system)
    if group not in person.known_in:
        person.known_in.append(group)
        return "none"
    options = {"email": 80.0}
    if person.phone:
        options["phone_and_name"] = 12.0
    if may_carry_id and system in tools.CARRY_CRM_ID and person.crm_id:
        options["external_id"] = 14.0
    return world.pick(list(options), list(options.values()))


def write_staff(world: World) -> None:
    """Write agents and bots of the tools, and colleagues who open tickets themselves."""
    born = settings.HISTORY_START - timedelta(days=300)
    for system, places in STAFF.items():
        known = world.histories[system]
        if system in BOTS:
            bot_id, name = BOTS[system]
            known.agents.append(history.Agent(bot_id, name, "", "General", is_bot=True))
        for place in places:
            agent = world.agents[place]
            agent.ids[system] = world.new_id(system, "agent")
            one = history.Agent(agent.ids[system], agent.name, agent.email, agent.group)
            known.agents.append(one)
        if system in ("zendesk", "servicenow"):  # there staff are users like others
            for agent in known.agents:
                world.record(system, agent.id, "user", "", "none")
        for name in COLLEAGUES.get(system, ()):
            record_id = world.new_id(system, "staff")
            first, last = name.split()
            email = f"{first.lower()}.{last.lower()}@{settings.STAFF_DOMAIN}"
            known.people.append(history.Person(record_id, first, last, email, born))
            world.record(system, record_id, "user", "", "none")


def write_crm(world: World, names: Names, system: str) -> None:
    """Write accounts, contacts, leads and merged contacts of HubSpot or Dynamics."""
    known = world.histories[system]
    for account in world.accounts:
        if _is_in_crm(account, system):
            is_double = "salesforce" in account.ids and system == "hubspot"
            _organisation(world, account, system, "domain" if is_double else "none")
    for person in world.people:
        if _is_in_crm(person, system):
            if person.is_prospect or world.chance(0.88 if person.account else 0.5):
                _person(world, names, person, system)
    double = world.shuffled([p for p in world.people if system in p.ids and not p.is_prospect])
    for person in double[:10]:
        record_id = world.new_id(system, "person")
        person_row = history.Person(
            record_id,
            person.first,
            person.last,
            alias(names, person),
            person.created,
            organisation_id=person.account.ids[system] if person.account else "",
            merged_into=person.ids[system][0],
        )
        known.people.append(person_row)
        world.record(system, record_id, "contact", person.true_id, "merge")
        table = tools.PEOPLE[system]
        world.fault("merged contact", table, record_id, "kept", "GOV-02", "merged_record")


def _is_in_crm(one: Account | Person, system: str) -> bool:
    """Tell whether the CRM is that of an account or person (Dynamics: of ServiceNow users)."""
    return one.uses_servicenow if system == "dynamics" else one.brand == "tidewater"


def write_organisations(world: World) -> None:
    """Write the organisations of the help desks: of the accounts that use them."""
    for account in world.accounts:
        if account.brand == "tidewater":
            _organisation(world, account, "freshdesk", "domain")
        elif world.chance(0.88) or not account.uses_servicenow:
            by_id = not account.has_website or world.chance(0.7)
            has_domain = account.has_website and world.chance(0.9) or not by_id
            _organisation(
                world, account, "zendesk", "external_id" if by_id else "domain", has_domain
            )
        if account.uses_servicenow:
            _organisation(world, account, "servicenow", "domain")
        if world.chance(0.4):
            link = "domain" if account.has_website else "external_id"
            _organisation(world, account, "intercom", link)


def _organisation(world, account, system, link, has_domain=True) -> None:
    account.ids[system] = world.new_id(system, "organisation")
    is_crm = system in ("hubspot", "dynamics")
    crm_id = account.ids.get("hubspot") or account.ids.get("salesforce", "")
    by_id = link == "external_id" or system == "intercom"
    world.histories[system].organisations.append(
        history.Organisation(
            account.ids[system],
            account.name,
            account.domain if has_domain else "",
            account.created,
            account.country,
            account.employees,
            external_id=crm_id if by_id and not is_crm else "",
        )
    )
    kind = "account" if is_crm else "organization"
    world.record(system, account.ids[system], kind, account.true_id, link)


def write_users(world: World, names: Names) -> None:
    """Write the customers of the help desks; some people get two Zendesk users."""
    for person in world.people:
        if person.is_prospect:
            continue
        if person.brand == "tidewater":
            _person(world, names, person, "freshdesk")
        elif not person.uses_servicenow or world.chance(0.4):
            _person(world, names, person, "zendesk")
            if world.chance(0.025):
                _person(world, names, person, "zendesk", is_second=True)
        if person.uses_servicenow and ("zendesk" not in person.ids or world.chance(0.6)):
            _person(world, names, person, "servicenow")
        if world.chance(settings.SHARE_ON_INTERCOM):
            _person(world, names, person, "intercom")
    _guard_users(world, names)


def _person(world: World, names: Names, person: Person, system: str, is_second=False) -> None:
    """Write one record of a person, with what ties it to the others and little else."""
    record_id, table = world.new_id(system, "person"), tools.PEOPLE[system]
    link = link_for(world, person, system, may_carry_id=not is_second)
    first, email, phone, external_id = person.first, "", "", ""
    if link in ("none", "email"):
        email = noisy_email(world, person, table, record_id) if link == "email" else person.email
        if is_second and email == person.email:  # a tool takes an address only once
            email = person.email.replace("@", "+2@")
            world.fault(
                "plus tag in e-mail", table, record_id, "normalised", "GOV-02", "email_format"
            )
        if system in tools.CARRY_CRM_ID and not is_second and world.chance(0.25):
            external_id = person.crm_id
        if person.phone and (link == "none" or world.chance(0.2)):
            phone = noisy_phone(world, person.phone, table, record_id)
    elif link == "phone_and_name":
        email = alias(names, person) if world.chance(0.5) else ""
        phone = noisy_phone(world, person.phone, table, record_id, share=0.3)
        if world.chance(0.3):
            first = f"{person.first[0]}."
    else:
        email, external_id = alias(names, person), person.crm_id
    world.histories[system].people.append(
        history.Person(
            record_id,
            first,
            person.last,
            email,
            person.created + timedelta(hours=int(world.rng.integers(1, 200))),
            phone,
            person.account.ids.get(system, "") if person.account else "",
            person.country,
            person.language,
            external_id,
            is_lead=person.is_prospect,
            lead_source="Web" if person.is_prospect else "",
            has_opted_out=world.chance(0.04),
        )
    )
    kind = "contact" if system in ("hubspot", "dynamics") else "user"
    world.record(system, record_id, kind, person.true_id, link)
    person.ids.setdefault(system, []).append(record_id)


def _guard_users(world: World, names: Names) -> None:
    """Users with only a shared or placeholder address: persons of their own in the truth."""
    hosts = [a for a in world.accounts if "zendesk" in a.ids]
    for place in range(9):
        email = PLACEHOLDER_EMAILS[place % 3]
        _guard_user(world, names, world.pick(hosts), email, "placeholder")
    shared = [row for row in world.tables["salesforce/contact"] if _is_role_inbox(row["email"])]
    for row in shared[::3]:
        account = next(a for a in world.accounts if a.ids.get("salesforce") == row["account_id"])
        _guard_user(world, names, account, row["email"], "shared")


def _guard_user(world, names, account, email, why) -> None:
    first, last = names.name(LOCALES[account.country])
    record_id = world.new_id("zendesk", "person")
    created = world.between(settings.HISTORY_START, settings.AS_OF - timedelta(days=40))
    one = history.Person(record_id, first, last, email, created)
    one.organisation_id = account.ids.get("zendesk", "")
    world.histories["zendesk"].people.append(one)
    world.record("zendesk", record_id, "user", world.new_person_id(), "none")
    fault = "placeholder e-mail" if why == "placeholder" else "shared inbox"
    outcome = ("kept", "GOV-02", f"{why}_value", "not merged")
    world.fault(fault, "zendesk/user", record_id, *outcome)


def _is_role_inbox(email: str) -> bool:
    return bool(email) and email.split("@")[0] in ("info", "support")


def write_directory(world: World, names: Names) -> None:
    """Write the Qualtrics directory: whom of Harborline's one may invite to surveys."""
    table = "qualtrics/directory_contact"
    for person in world.people:
        if person.is_prospect or person.brand == "tidewater" or not world.chance(0.4):
            continue
        contact_id = f"CID_{world.next_number('directory', 1001)}"
        key = f"POOL_1|{contact_id}"
        link = link_for(world, person, "qualtrics")
        email, phone, ext_ref = "", "", None
        if link in ("none", "email"):
            email = noisy_email(world, person, table, key) if link == "email" else person.email
            ext_ref = person.contact_id if person.contact_id and world.chance(0.2) else None
        elif link == "phone_and_name":
            phone = noisy_phone(world, person.phone, table, key, share=0.3)
        else:
            ext_ref = person.contact_id
        created = person.created + timedelta(days=int(world.rng.integers(1, 30)))
        created = min(created, settings.AS_OF - timedelta(days=9))
        changed = world.between(created, settings.AS_OF)
        world.add(
            table,
            directory_id="POOL_1",
            id=contact_id,
            email=email,
            phone=phone,
            first_name=person.first,
            last_name=person.last,
            ext_ref=ext_ref,
            language=person.language,
            creation_date=created,
            last_modified=changed,
            directory_unsubscribed=world.chance(0.04),
        )
        world.record("qualtrics", contact_id, "contact", person.true_id, link)
