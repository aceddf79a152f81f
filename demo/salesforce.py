"""Salesforce: accounts with duplicates, merges and recycle bin, and opportunities."""

from datetime import timedelta

from demo import settings
from demo.company import BUSINESSES
from demo.world import Account, World

INDUSTRIES = dict(
    zip(
        BUSINESSES,
        (
            "Transportation",
            "Food",
            "Healthcare",
            "Energy",
            "Retail",
            "Manufacturing",
            "Hospitality",
            "Media",
            "Engineering",
            "Consulting",
        ),
        strict=True,
    )
)


def write_accounts(world: World) -> None:
    """Write the accounts that Salesforce knows, merged duplicates and recycle-bin rows."""
    tidewater = [a for a in world.accounts if a.brand == "tidewater"]
    in_both = world.shuffled(tidewater)[: settings.ACCOUNTS_IN_BOTH_CRMS]
    for account in world.accounts:
        if account.brand == "harborline" or account in in_both:
            account.ids["salesforce"] = f"001{world.next_number('account'):05d}"
            _account_row(world, account, account.ids["salesforce"], "none")
    _merged_and_deleted_accounts(world)


def _account_row(world: World, account: Account, crm_id: str, link: str, **changes) -> None:
    changed = world.between(account.created, settings.AS_OF)
    website = world.pick(("https://www.{}", "www.{}", "{}", "https://{}/")).format(account.domain)
    row = {
        "id": crm_id,
        "name": account.name,
        "type": "Customer",
        "industry": INDUSTRIES[account.name.split()[-1]],
        "number_of_employees": account.employees,
        "annual_revenue": account.employees and account.employees * 120_000,
        "phone": account.main_line,
        "website": website if account.has_website else None,
        "billing_country": account.country,
        "is_deleted": False,
        "created_date": account.created,
        "last_modified_date": changed,
        "_fivetran_synced": world.synced_lately(changed),
    }
    row.update(changes)
    world.add("salesforce/account", **row)
    world.record("salesforce", crm_id, "account", account.true_id, link)


def _merged_and_deleted_accounts(world: World) -> None:
    known = [a for a in world.accounts if "salesforce" in a.ids]
    for place, account in enumerate(world.shuffled(known)[:12]):
        if place < 7:
            crm_id = f"001{90_000 + place:05d}"
            _account_row(
                world,
                account,
                crm_id,
                "merge",
                name=f"{account.name} (old)",
                number_of_employees=None,
                annual_revenue=None,
                phone=None,
                website=None,
                master_record_id=account.ids["salesforce"],
                is_deleted=True,
            )
            fault = ("merged account", crm_id, "merged_record")
        elif place < 10:
            find(world, "salesforce/account", account.ids["salesforce"])["is_deleted"] = True
            fault = ("recycle-bin account", account.ids["salesforce"], "recycle_bin")
        else:
            continue
        world.fault(fault[0], "salesforce/account", fault[1], "kept", "GOV-02", fault[2])


def find(world: World, table: str, key: str) -> dict:
    """Return the row of a table with an id."""
    return next(row for row in world.tables[table] if row["id"] == key)


def write_opportunities(world: World) -> None:
    """Write the deals of Harborline's accounts; Tidewater's are in HubSpot."""
    stages = {"won": "Closed Won", "lost": "Closed Lost", "open": "Proposal"}
    accounts = {a.true_id: a for a in world.accounts if a.brand == "harborline"}
    for deal in world.deals:
        if deal.organisation_id not in accounts:
            continue
        changed = min(deal.closes, settings.AS_OF - timedelta(hours=8))
        world.add(
            "salesforce/opportunity",
            id=f"006{world.next_number('deal'):05d}",
            account_id=accounts[deal.organisation_id].ids["salesforce"],
            name=deal.name,
            amount=deal.amount,
            currency_iso_code=deal.currency,
            stage_name=stages[deal.outcome],
            type=deal.kind,
            lead_source=deal.lead_source,
            is_closed=deal.outcome != "open",
            is_won=deal.outcome == "won",
            close_date=deal.closes.date(),
            created_date=deal.created,
            is_deleted=False,
            _fivetran_synced=world.synced_lately(changed),
        )
