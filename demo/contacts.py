"""How the help desks and the survey tool know the people: users, callers, directory contacts."""

from datetime import timedelta

from demo import settings
from demo.company import LOCALES, PLACEHOLDER_EMAILS, Names, alias
from demo.notation import noisy_email, noisy_phone
from demo.world import Person, World

ZONES = {"US": "Eastern Time (US & Canada)", "GB": "London", "DE": "Berlin", "FR": "Paris"}


def link_for(world: World, person: Person, with_external_id: bool) -> str:
    """How a further record of a person is tied to the first one."""
    if not person.anchor:
        return "none"
    options = {"email": 80.0}
    if person.phone:
        options["phone_and_name"] = 12.0
    if with_external_id and person.contact_id:
        options["external_id"] = 14.0
    return world.pick(list(options), list(options.values()))


def write_organizations(world: World) -> None:
    """Write Zendesk organisations and ServiceNow companies of the accounts that use them."""
    for account in world.accounts:
        if world.chance(0.88) or not account.uses_servicenow:
            account.org_id = str(world.next_number("org", 501))
            by_id = not account.has_website or world.chance(0.7)
            domains = account.domain if account.has_website and world.chance(0.9) else ""
            changed = world.between(account.created, settings.AS_OF)
            world.add(
                "zendesk/organization",
                id=account.org_id,
                name=account.name,
                external_id=account.crm_id if by_id else None,
                domain_names=domains or (None if by_id else account.domain),
                created_at=account.created,
                updated_at=changed,
                _fivetran_deleted=False,
                _fivetran_synced=world.synced_lately(changed),
            )
            link = "external_id" if by_id else "domain"
            world.record("zendesk", account.org_id, "organization", account.true_id, link)
        if account.uses_servicenow:
            account.company_sys_id = world.sys_id()
            world.add(
                "servicenow/core_company",
                sys_id=account.company_sys_id,
                name=account.name,
                website=f"https://{account.domain}",
                customer=True,
                sys_created_on=account.created,
                _fivetran_deleted=False,
                _fivetran_synced=world.synced_lately(account.created),
            )
            world.record("servicenow", account.company_sys_id, "company", account.true_id, "domain")


def write_staff(world: World) -> None:
    """Write agents, the Answer Bot, groups and a few colleagues who open tickets themselves."""
    born = settings.HISTORY_START - timedelta(days=300)
    synced = world.synced_lately(settings.HISTORY_START)
    for place, name in enumerate(("Billing", "Technical", "Hardware", "General")):
        world.add(
            "zendesk/group",
            id=str(71 + place),
            name=name,
            _fivetran_deleted=False,
            _fivetran_synced=synced,
        )
    world.sn_groups = {name: world.sys_id() for name in ("Service Desk", "Field Support")}
    for name, sys_id in world.sn_groups.items():
        world.add(
            "servicenow/sys_user_group",
            sys_id=sys_id,
            name=name,
            active=True,
            _fivetran_deleted=False,
            _fivetran_synced=synced,
        )
    _user(world, settings.BOT_ID, "", "Answer Bot", "agent", born)
    world.record("zendesk", settings.BOT_ID, "user", "", "none")
    for place, agent in enumerate(world.agents):
        if agent.user_id:
            role = "admin" if place == 0 else "agent"
            _user(world, agent.user_id, agent.email, agent.name, role, born)
            world.record("zendesk", agent.user_id, "user", "", "none")
        if agent.sys_id:
            first, last = agent.name.split()
            _caller(world, agent.sys_id, agent.user_name, first, last, agent.email, born)
            world.record("servicenow", agent.sys_id, "user", "", "none")
            group = ("Service Desk", "Field Support")[place % 2]
            agent.group = agent.group if agent.user_id else group
            world.add(
                "servicenow/sys_user_grmember",
                sys_id=world.sys_id(),
                user_value=agent.sys_id,
                group_value=world.sn_groups[group],
                _fivetran_synced=synced,
            )
    world.colleagues = []
    for place, name in enumerate(("Ada Quill", "Ben Marsh", "Cleo Vane", "Dan Frost")):
        user_id = str(931 + place)
        _user(
            world,
            user_id,
            f"{name.lower().replace(' ', '.')}@{settings.STAFF_DOMAIN}",
            name,
            "end-user",
            born,
        )
        world.record("zendesk", user_id, "user", "", "none")
        world.colleagues.append(user_id)
    first, last = "Eve", "Holt"
    world.sn_colleague = world.sys_id()
    _caller(
        world, world.sn_colleague, "eholt", first, last, f"eve.holt@{settings.STAFF_DOMAIN}", born
    )
    world.record("servicenow", world.sn_colleague, "user", "", "none")


def _user(world, user_id, email, name, role, created, **changes) -> dict:
    row = {
        "id": user_id,
        "email": email,
        "name": name,
        "role": role,
        "active": True,
        "suspended": False,
        "created_at": created,
        "_fivetran_deleted": False,
        "_fivetran_synced": world.synced_lately(created),
    }
    row.update(changes)
    return world.add("zendesk/user", **row)


def _caller(world, sys_id, user_name, first, last, email, created, **changes) -> dict:
    row = {
        "sys_id": sys_id,
        "user_name": user_name,
        "first_name": first,
        "last_name": last,
        "name": f"{first} {last}",
        "email": email,
        "active": True,
        "sys_created_on": created,
        "_fivetran_deleted": False,
        "_fivetran_synced": world.synced_lately(created),
    }
    row.update(changes)
    return world.add("servicenow/sys_user", **row)


def write_users(world: World, names: Names) -> None:
    """Write Zendesk users and ServiceNow callers of the people; some people get two users."""
    for person in world.people:
        if person.is_prospect:
            continue
        on_servicenow = person.account is not None and person.account.uses_servicenow
        if not on_servicenow or world.chance(0.4):
            _write_user(world, names, person)
            if world.chance(0.025):
                _write_user(world, names, person, is_second=True)
        if on_servicenow and (not person.user_ids or world.chance(0.6)):
            _write_caller(world, names, person)
    _guard_users(world, names)


def _write_user(world: World, names: Names, person: Person, is_second=False) -> None:
    user_id = str(world.next_number("user", 2001))
    table = "zendesk/user"
    link = link_for(world, person, with_external_id=not is_second)
    name = f"{person.first} {person.last}"
    changes = {"organization_id": person.account.org_id if person.account else None}
    email, phone = "", ""
    if link in ("none", "email"):
        email = noisy_email(world, person, table, user_id) if link == "email" else person.email
        if is_second and email == person.email:  # Zendesk takes an address only once
            email = person.email.replace("@", "+2@")
            world.fault(
                "plus tag in e-mail", table, user_id, "normalised", "GOV-02", "email_format"
            )
        if not is_second and person.contact_id and world.chance(0.25):
            changes["external_id"] = person.contact_id
        if person.phone and (link == "none" or world.chance(0.2)):
            phone = noisy_phone(world, person.phone, table, user_id)
    elif link == "phone_and_name":
        email = alias(names, person) if world.chance(0.5) else ""
        phone = noisy_phone(world, person.phone, table, user_id, share=0.3)
        if world.chance(0.3):
            name = f"{person.first[0]}. {person.last}"
    else:
        email = alias(names, person)
        changes["external_id"] = person.contact_id
    created = person.created + timedelta(hours=int(world.rng.integers(1, 200)))
    if world.chance(0.2):
        changes["updated_at"] = world.between(created, settings.AS_OF)
    if world.chance(0.3):
        changes["time_zone"] = ZONES.get(person.country, "Madrid")
        changes["locale"] = person.language
    changes["suspended"] = world.chance(0.004)
    _user(world, user_id, email, name, "end-user", created, phone=phone, **changes)
    world.record("zendesk", user_id, "user", person.true_id, link)
    person.user_ids.append(user_id)
    person.anchor = person.anchor or "user"


def _write_caller(world: World, names: Names, person: Person) -> None:
    sys_id = world.sys_id()
    table = "servicenow/sys_user"
    link = link_for(world, person, with_external_id=False)
    email, phone = "", ""
    if link in ("none", "email"):
        email = noisy_email(world, person, table, sys_id) if link == "email" else person.email
        if person.phone and (link == "none" or world.chance(0.2)):
            phone = noisy_phone(world, person.phone, table, sys_id)
    else:
        phone = noisy_phone(world, person.phone, table, sys_id, share=0.3)
    user_name = f"u{world.next_number('user_name', 1001)}"
    created = person.created + timedelta(hours=int(world.rng.integers(1, 200)))
    field = "mobile_phone" if world.chance(0.3) else "phone"
    _caller(
        world,
        sys_id,
        user_name,
        person.first,
        person.last,
        email,
        created,
        company_value=person.account.company_sys_id,
        **{field: phone},
    )
    world.record("servicenow", sys_id, "user", person.true_id, link)
    person.caller = (sys_id, user_name)
    person.anchor = person.anchor or "caller"


def _guard_users(world: World, names: Names) -> None:
    """Users with only a shared or placeholder address: persons of their own in the truth."""
    hosts = [a for a in world.accounts if a.org_id]
    for place in range(9):
        account = hosts[int(world.rng.integers(len(hosts)))]
        first, last = names.name(LOCALES[account.country])
        user_id = str(world.next_number("user", 2001))
        created = world.between(settings.HISTORY_START, settings.AS_OF - timedelta(days=40))
        email = PLACEHOLDER_EMAILS[place % 3]
        _user(
            world,
            user_id,
            email,
            f"{first} {last}",
            "end-user",
            created,
            organization_id=account.org_id,
        )
        world.record("zendesk", user_id, "user", world.new_person_id(), "none")
        world.fault(
            "placeholder e-mail",
            "zendesk/user",
            user_id,
            "kept",
            "GOV-02",
            "placeholder_value",
            "not merged",
        )
    shared = [row for row in world.tables["salesforce/contact"] if _is_role_inbox(row["email"])]
    for row in shared[::3]:
        account = next(a for a in world.accounts if a.crm_id == row["account_id"])
        first, last = names.name("en_GB")
        user_id = str(world.next_number("user", 2001))
        created = world.between(settings.HISTORY_START, settings.AS_OF - timedelta(days=40))
        _user(
            world,
            user_id,
            row["email"],
            f"{first} {last}",
            "end-user",
            created,
            organization_id=account.org_id,
        )
        world.record("zendesk", user_id, "user", world.new_person_id(), "none")
        world.fault(
            "shared inbox", "zendesk/user", user_id, "kept", "GOV-02", "shared_value", "not merged"
        )


def _is_role_inbox(email: str) -> bool:
    return bool(email) and email.split("@")[0] in ("info", "support")


def write_directory(world: World, names: Names) -> None:
    """Write the Qualtrics directory: who may be invited to surveys."""
    table = "qualtrics/directory_contact"
    for person in world.people:
        if person.is_prospect or not world.chance(0.5):
            continue
        contact_id = f"CID_{world.next_number('directory', 1001)}"
        key = f"POOL_1|{contact_id}"
        link = link_for(world, person, with_external_id=True)
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
        person.anchor = person.anchor or "directory"


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
