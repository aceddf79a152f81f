"""Orders of private consumers, why renewals were lost, and what other currencies are worth.

Runs after everything else and draws from a generator of its own: no other row depends on it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from demo import settings
from demo.history import Deal
from demo.tools import SETS
from demo.world import Person, World, write_csv

OFFSET = 21
FIRST_ORDER = datetime(2023, 7, 1)
UNPRICED = "CHF"  # nobody wrote down what it is worth
CURRENCIES = {"US": "USD", "GB": "GBP"}
RATES_FROM, RATE_MONTHS = date(2021, 7, 1), 3
RATES = {"GBP": 1.165, "USD": 0.845}
REASONS = {
    "Price": 24,
    "Competitor": 20,
    "Poor service": 24,
    "Missing features": 10,
    "Payment failed": 8,
    "Out of business": 5,
    "Acquired": 3,
    "": 6,
}
UNMAPPED_REASON = "Budget freeze"
GUEST_ORDERS, TEST_DRAFTS, OF_OPPORTUNITIES = 14, 5, 4
SEEDS = {"exchange_rates": "currency_code valid_from rate_to_reporting"}


@dataclass
class Order:
    """One order, refund or purchase in the shop; without a person it is a guest's."""

    system: str
    person: Person | None
    at: datetime
    amount: float
    currency: str
    kind: str = "order"  # order, refund, cancelled, draft, booked (counted as an opportunity)
    id: str = ""


@dataclass
class Value:
    """What the module made: orders, the reasons by deal, and the rates."""

    orders: list[Order] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)  # by the deal's place in world.deals
    rates: list[tuple[str, date, float]] = field(default_factory=list)


def simulate(world: World, seed: int) -> Value:
    """Let consumers buy and write the raw rows; say why renewals were lost."""
    rng = np.random.default_rng(seed + OFFSET)
    value = Value(rates=_rates(rng))
    value.orders = _orders(world, rng)
    _give_reasons(world, rng, value)
    _write_orders(world, [one for one in value.orders if one.system == "salesforce"], rng)
    _write_deals(world, [one for one in value.orders if one.system == "hubspot"])
    _plant(world)
    return value


def write_seeds(value: Value, out) -> None:
    """Write the rates as the seed that comes with the project."""
    rows = [
        {"currency_code": code, "valid_from": day, "rate_to_reporting": rate}
        for code, day, rate in value.rates
    ]
    write_csv(out / "exchange_rates.csv", SEEDS["exchange_rates"].split(), rows)


def system_of(deal: Deal, world: World) -> tuple[str, ...]:
    """Name the CRMs that have a deal: that of its company, and Dynamics where it is used too."""
    account = next(a for a in world.accounts if a.true_id == deal.organisation_id)
    home = "salesforce" if account.brand == "harborline" else "hubspot"
    return (home, "dynamics") if "dynamics" in account.ids else (home,)


def _rates(rng) -> list[tuple[str, date, float]]:
    """Quarterly rates to the euro, wandering a little."""
    found = []
    for code, first in RATES.items():
        rate, day = first, RATES_FROM
        while day < settings.AS_OF.date():
            found.append((code, day, round(rate, 4)))
            rate *= float(np.exp(rng.normal(0.0, 0.018)))
            month = day.month + RATE_MONTHS
            day = date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
    return found


def buyers(world: World) -> list[tuple[str, Person]]:
    """Private consumers that a CRM knows: Harborline's in Salesforce, Tidewater's in HubSpot."""
    found = []
    for person in world.people:
        if person.account is None and not person.is_prospect:
            system = "hubspot" if person.brand == "tidewater" else "salesforce"
            if person.ids.get(system):
                found.append((system, person))
    return found


def _orders(world: World, rng) -> list[Order]:
    """Let each consumer buy at a rate of its own until it loses interest after a purchase."""
    orders = []
    for place, (system, person) in enumerate(buyers(world)):
        rate = float(rng.gamma(1.5, 0.62)) + 0.05  # purchases a month
        leaves, spend = float(rng.beta(1.1, 21)), float(rng.gamma(6.0, 12.0)) + 18
        at, count = max(person.created, FIRST_ORDER), 0
        most = int(rng.integers(0, 26))
        while count < most:
            # who becomes a customer buys soon, and then at a pace of its own
            days = 30.4 / rate if count else 20.0
            at += timedelta(seconds=int(rng.exponential(days * 86_400)) + 3600)
            if at >= settings.AS_OF - timedelta(hours=12):
                break
            amount = round(float(rng.gamma(8.0, spend / 8.0)) + 4, 2)
            currency = CURRENCIES.get(person.country, "EUR")
            # some pay in a currency without a rate, one of them only lately
            if system == "salesforce" and (place % 15 == 7 or (place % 17 == 12 and count > 2)):
                currency = UNPRICED
            order = Order(system, person, at.replace(microsecond=0), amount, currency)
            orders.append(order)
            count += 1
            _spoil(rng, order, orders)
            if float(rng.random()) < leaves:
                break
    for _ in range(GUEST_ORDERS):
        at = FIRST_ORDER + timedelta(minutes=int(rng.integers(1_570_000)))
        amount = round(float(rng.gamma(8.0, 8.0)) + 4, 2)
        orders.append(Order("salesforce", None, at, amount, ("EUR", "GBP")[len(orders) % 2]))
    orders.sort(key=lambda one: (one.at, one.amount))
    return orders


def _spoil(rng, order: Order, orders: list[Order]) -> None:
    """Cancel some orders; take some back, in part or as a whole, where the tool can say so."""
    draw = float(rng.random())
    if draw < 0.03:
        order.kind = "cancelled"
    elif draw < 0.09 and order.system == "salesforce":
        back = order.at + timedelta(days=int(rng.integers(3, 35)))
        share = 1.0 if float(rng.random()) < 0.5 else 0.4
        if back < settings.AS_OF - timedelta(days=1):
            amount = round(order.amount * share, 2)
            orders.append(Order("salesforce", order.person, back, amount, order.currency, "refund"))


def _give_reasons(world: World, rng, value: Value) -> None:
    """Write why each renewal was lost, in the words of Salesforce and HubSpot."""
    rows = {
        "salesforce": iter(world.tables["salesforce/opportunity"]),
        "hubspot": iter(world.tables["hubspot/deal"]),
    }
    column = {"salesforce": "loss_reason", "hubspot": "property_closed_lost_reason"}
    words, shares = list(REASONS), np.cumsum(list(REASONS.values()))
    unmapped = 2
    for place, deal in enumerate(world.deals):
        home = system_of(deal, world)[0]
        row = next(rows[home])
        if row.get("amount", row.get("property_amount")) != deal.amount:
            raise ValueError(f"{home}: the deals are not in the order of their rows")
        if deal.outcome != "lost" or deal.kind != "Renewal":
            continue
        reason = words[int(np.searchsorted(shares, rng.random() * shares[-1], "right"))]
        # some go home for good
        if home == "salesforce" and unmapped and deal.closes > datetime(2026, 1, 15):
            reason, unmapped = UNMAPPED_REASON, unmapped - 1
            outcome = ("unmapped", "GOV-11", "unmapped_loss_reason", reason)
            world.fault("unknown loss reason", "salesforce/opportunity", row["id"], *outcome)
        row[column[home]] = reason or None
        value.reasons[place] = reason


def _write_orders(world: World, orders: list[Order], rng) -> None:
    for number, order in enumerate(orders, 1):
        order.id = f"801{number:05d}"
    for order in orders:
        status = "Canceled" if order.kind == "cancelled" else "Activated"
        _order_row(world, order, status)
        if order.currency == UNPRICED and status == "Activated":
            outcome = ("unmapped", "GOV-11", "no_exchange_rate", UNPRICED)
            world.fault("currency without a rate", "salesforce/order", order.id, *outcome)
    wins = [row for row in world.tables["salesforce/opportunity"] if row["is_won"]]
    count = len(orders)
    for place in range(TEST_DRAFTS + OF_OPPORTUNITIES):
        sold = wins[int(rng.integers(len(wins)))]
        is_draft = place < TEST_DRAFTS
        at = settings.AS_OF - timedelta(days=int(rng.integers(5, 300)), hours=3)
        order = Order("salesforce", None, at, float(sold["amount"]), sold["currency_iso_code"])
        order.id = f"801{count + place + 1:05d}"
        changes = {"account_id": sold["account_id"]}
        if not is_draft:
            changes["opportunity_id"] = sold["id"]
        _order_row(world, order, "Draft" if is_draft else "Activated", **changes)


def _order_row(world: World, order: Order, status: str, **changes) -> dict:
    back = order.kind == "refund"
    row = {
        "id": order.id,
        "bill_to_contact_id": order.person.contact_id if order.person else None,
        "total_amount": -order.amount if back else order.amount,
        "currency_iso_code": order.currency,
        "status": status,
        "effective_date": order.at.date(),
        "is_reduction_order": back,
        "created_date": order.at,
        "is_deleted": False,
        "_fivetran_synced": world.synced_lately(order.at),
    }
    return world.add("salesforce/order", **row | changes)


def _write_deals(world: World, orders: list[Order]) -> None:
    """Write purchases in the shop as deals of a pipeline of its own, and who bought."""
    stages = {"shipped": ("Shipped", 1.0, True), "cancelled": ("Cancelled", 0.0, True)}
    for stage, (label, probability, is_closed) in stages.items():
        world.add(
            "hubspot/deal_pipeline_stage",
            stage_id=stage,
            pipeline_id="ecommerce",
            label=label,
            probability=probability,
            is_closed=is_closed,
            _fivetran_deleted=False,
        )
    world.tables["hubspot/deal_contact"] = []
    for order in orders:
        order.id = world.new_id("hubspot", "deal")
        synced = world.synced_lately(order.at)
        world.tables["hubspot/deal"].append(
            {
                "deal_id": order.id,
                "deal_pipeline_id": "ecommerce",
                "deal_pipeline_stage_id": "cancelled" if order.kind == "cancelled" else "shipped",
                "property_amount": order.amount,
                "property_deal_currency_code": order.currency,
                "property_createdate": order.at,
                "property_closedate": order.at,
                "is_deleted": False,
                "_fivetran_deleted": False,
                "_fivetran_synced": synced,
            }
        )
        world.tables["hubspot/deal_contact"].append(
            {
                "deal_id": order.id,
                "contact_id": order.person.ids["hubspot"][0],
                "type_id": 3,
                "category": "HUBSPOT_DEFINED",
                "_fivetran_synced": synced,
            }
        )


def _plant(world: World) -> None:
    """Plant rows that must not be accepted: less than nothing, no price, landed twice."""
    rows = world.tables["salesforce/order"]
    good = [row for row in rows if row["status"] == "Activated" and row["bill_to_contact_id"]]
    good = [row for row in good if not row["is_reduction_order"]]
    made = len(rows)
    bad = (
        ("order of less than nothing", "total_amount", -49.5, "GOV-05", "negative_amount"),
        ("order without an amount", "total_amount", None, "GOV-07", "missing_mandatory:amount"),
    )
    for fault, column, value, rule, reason in bad:
        for place in range(2):
            made += 1
            row = dict(good[7 * place + 3]) | {"id": f"801{made:05d}", column: value}
            world.add("salesforce/order", **row)
            world.fault(fault, "salesforce/order", row["id"], "rejected", rule, reason)
    for row in good[20:23]:
        world.add("salesforce/order", **row)
        outcome = ("superseded", "GOV-03", "exact_duplicate")
        world.fault("repeated row", "salesforce/order", row["id"], *outcome)


def set_orders(value: Value, vendor_set: str) -> list[Order]:
    """The orders that the tools of a set know."""
    return [one for one in value.orders if one.system in SETS[vendor_set]]
