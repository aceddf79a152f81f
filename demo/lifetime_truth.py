"""The truth of lifetime value and referrals, in plain Python."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from demo.lifetime import Lifetime, set_of_referral
from demo.tools import SETS
from demo.value import Value, system_of
from demo.value_truth import Months
from demo.world import World


@dataclass
class Customer:
    """A payer: what it paid, since when, and whether its first deal says where it came from."""

    since: date
    paid: float | None  # None where nothing that it paid has a rate
    has_lead_source: bool


@dataclass
class Verdict:
    """Whether a new customer was referred, by whom, and why not."""

    validity: str
    referrer: str = ""


def firsts(months: Months) -> dict[str, dict[str, date]]:
    """Day of the first revenue that has a rate of each payer, by set of tools: who may refer."""
    return {name: _firsts(months, name, is_priced=True) for name in SETS}


def _firsts(months: Months, name: str, is_priced: bool = False) -> dict[str, date]:
    found = defaultdict(list)
    for month in months.months[name]:
        for event in month.lines:
            if event.then or not is_priced:
                found[month.payer].append(event.day)
    return {payer: min(days) for payer, days in found.items()}


class Truth:
    """Customers and referrals of both sets of tools."""

    def __init__(self, world: World, value: Value, months: Months, made: Lifetime):
        """Gather who paid what, and judge every referral."""
        self.months, self.made = months, made
        self.customers = {name: self._customers(world, name) for name in SETS}
        self.verdicts = {name: self._verdicts(name) for name in SETS}

    def _customers(self, world: World, name: str) -> dict[str, Customer]:
        paid = defaultdict(float)
        for month in self.months.months[name]:
            paid[month.payer] += month.net
        sources = {}
        for deal in world.deals:  # an order has no lead source, nor has any deal of Dynamics
            home = system_of(deal, world)[0]
            if deal.outcome == "won" and home in SETS[name]:
                key = (deal.closes.date(), bool(deal.lead_source))
                known = sources.get(deal.organisation_id)
                sources[deal.organisation_id] = key if known is None else min(known, key)
        priced = _firsts(self.months, name, is_priced=True)
        return {
            key: Customer(
                day, paid[key] if key in priced else None, sources.get(key, (day, False))[1]
            )
            for key, day in _firsts(self.months, name).items()
        }

    def _verdicts(self, name: str) -> dict[str, Verdict]:
        customers, by_new = self.customers[name], defaultdict(list)
        for one in self.made.referrals:
            knows_referrer, knows_referred = set_of_referral(one, name)
            if knows_referred and one.referred.payer in customers:
                by_new[one.referred.payer].append((one.sent_on, one.id, one, knows_referrer))
        found = {}
        for payer, sent in by_new.items():
            verdicts = [
                self._judge(name, payer, one, knows) for *_, one, knows in sorted(sent, key=_age)
            ]
            valid = [one for one in verdicts if one.validity == "valid"]
            found[payer] = (valid or verdicts)[0]
        return found

    def _judge(self, name: str, payer: str, one, knows_referrer: bool) -> Verdict:
        customers = self.customers[name]
        referrer = one.referrer.payer if knows_referrer else ""
        if one.referrer.is_staff and knows_referrer:
            return Verdict("employee")
        if one.is_partner:
            return Verdict("partner")
        if not referrer:
            return Verdict("unknown_referrer")
        if referrer == payer:
            return Verdict("self")
        since = customers[payer].since
        if referrer not in customers or customers[referrer].since >= since:
            return Verdict("not_yet_customer")
        if one.sent_on > since:
            return Verdict("already_customer")
        return Verdict("valid", referrer)

    def depth(self, name: str, payer: str) -> int:
        """Count the links from a customer back to one whom nobody referred."""
        verdict = self.verdicts[name].get(payer)
        return 1 + self.depth(name, verdict.referrer) if verdict and verdict.referrer else 0

    def referral_rows(self) -> list[dict]:
        """One row a new customer with a referral; payers are named by their true id."""
        return [
            {
                "vendor_set": name,
                "true_id": payer,
                "validity": verdict.validity,
                "referrer_true_id": verdict.referrer,
                "chain_depth": self.depth(name, payer),
                "acquired_on": self.customers[name][payer].since,
            }
            for name in SETS
            for payer, verdict in sorted(self.verdicts[name].items())
        ]

    def kpi_rows(self) -> list[dict]:
        """KPI values of each set: lifetime value as it is today, referrals by month too."""
        found = []
        for name in SETS:
            samples = defaultdict(list)
            for payer, customer in self.customers[name].items():
                verdict = self.verdicts[name].get(payer)
                is_unknown = verdict is None and not customer.has_lead_source
                for key in (("all", ""), ("month", f"{customer.since:%Y-%m}-01")):
                    is_valid = verdict is not None and verdict.validity == "valid"
                    samples["referral_rate", *key].append(float(is_valid))
                    samples["referral_unknown_share", *key].append(float(is_unknown))
                if customer.paid is not None:
                    samples["clv_historic", "all", ""].append(customer.paid)
                    samples["clv_historic_median", "all", ""].append(customer.paid)
            self._add_advocates(samples, name)
            found += [_kpi_row(name, key, values) for key, values in sorted(samples.items())]
        return found

    def _add_advocates(self, samples: dict, name: str) -> None:
        """Who was active in a month, or ever, and brought somebody in it."""
        active, brought = defaultdict(set), defaultdict(set)
        for month in self.months.months[name]:
            if month.before.is_active or month.after.is_active:
                active["month", str(month.start)].add(month.payer)
                active["all", ""].add(month.payer)
        for payer, verdict in self.verdicts[name].items():
            if verdict.referrer:
                day = self.customers[name][payer].since
                brought["month", f"{day:%Y-%m}-01"].add(verdict.referrer)
                brought["all", ""].add(verdict.referrer)
        for key, payers in active.items():
            samples["advocacy_rate", *key] = [float(one in brought[key]) for one in sorted(payers)]


def _age(sent: tuple) -> tuple:
    return sent[:2]


def _kpi_row(name: str, key: tuple, values: list[float]) -> dict:
    kpi, grain, start = key
    middle = median(values) if kpi.endswith("_median") else sum(values) / len(values)
    return {
        "vendor_set": name,
        "kpi_code": kpi,
        "period_grain": grain,
        "period_start": start,
        "n": len(values),
        "numerator": round(sum(values), 9),
        "denominator": len(values),
        "value": middle,
    }
