"""The truth of contacts in order: how many of which kind, how they felt, and what they moved.

Small functions over the simulated objects; nothing here reads a CSV file or runs SQL. What the
lexicon makes of each text of the demo is written down.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import NormalDist, pvariance

from demo import tools, voices
from demo.survey_truth import position_on_scale
from demo.truth import exclusion_reason
from demo.world import Ticket, World

DAYS = timedelta(days=90)
NO_CONTACT = ("deleted", "spam", "test", "internal")
RELATIONSHIP = ("nps", "csat_overall")
RELATIONSHIP_SURVEYS = ("SV_nps", "SV_rel")
LEADS = {"Trade Show": "trade_show", "Partner": "partner", "Referral": "recommendation"}
DESIGNED = ("support_phone", "renewal")
PLACES = ("web", "email", "chat", "phone", "social")
LEXICON = {
    "Awful support, ask for {first}": -0.4588,
    "Easy to use and reliable": 0.7096,
    "Excellent training, very clear manual": 0.7645,
    "Export ends in an error": -0.4019,
    "Fine overall": 0.2023,
    "Friendly people, good help": 0.7269,
    "Good, but the app is slow": -0.4118,
    "Great hotline! My number is {phone}": 0.6588,
    "Great support, always quick": 0.7717,
    "Great, thanks a lot!": 0.807,
    "Here it is, thanks": 0.4404,
    "I was charged twice": -0.34,
    "Invoices are wrong again": -0.4767,
    "It saves us many hours": 0.3818,
    "It would be nice to have a dark mode": 0.4215,
    "My account is locked": -0.34,
    "My refund is missing": -0.3818,
    "Nobody answered my question": -0.3818,
    "Same problem again": -0.4019,
    "Still not working": -0.2924,
    "Thank you, all good": 0.6597,
    "Terrible delivery, reach me at {email}": -0.4588,
    "The October update broke it": -0.4588,
    "The gateway goes offline": -0.3818,
    "The new layout is confusing": -0.2263,
    "The parcel is damaged": -0.4939,
    "The technician was polite and competent": 0.7184,
    "Too expensive for what it does": -0.4215,
    "Update broke our sensors": -0.4588,
    "We want to cancel our contract": -0.1779,
    "Wrong invoice amount": -0.4767,
    "Wrong item in the box": -0.4767,
    "Wrong refund, my IBAN is {iban}": -0.4767,
    "You charged my card {card} twice": -0.34,
    "{first} {last} here, very happy with the staff": 0.6115,
}


@dataclass
class Contact:
    """One contact that counts; `key` is what its words and ratings are noted under."""

    system: str
    kind: str
    touchpoint: str
    at: datetime
    person_id: str = ""
    key: tuple = ()
    feeling: float | None = None
    is_satisfied: bool | None = None


def rows(world: World, answers: list[dict]) -> dict[str, list[dict]]:
    """Return the truth tables `touchpoints` and `moments_of_truth`, and the rows of `kpis`."""
    contacts = [*_help(world), *_calls(world), *_asked(world, answers), *_leads(world)]
    _feel(contacts, world, answers)
    found = {"touchpoints": [], "moments_of_truth": [], "kpis": []}
    for vendor_set, systems in tools.SETS.items():
        mine = [one for one in contacts if one.system in systems]
        given = [a for a in answers if a["source_system"] in systems and not a["exclusion_reason"]]
        moments = _moments(mine, [a for a in given if a["metric_code"] == "nps"])
        parts = {"touchpoints": _counts(mine), "moments_of_truth": moments}
        parts["kpis"] = [*_journeys(mine), *_successes(mine, moments)]
        for name, part in parts.items():
            found[name] += [{"vendor_set": vendor_set, **row} for row in part]
    return found


def _place(channel: str) -> str:
    return f"support_{channel}" if channel in PLACES else "support_other"


def _help(world: World) -> list[Contact]:
    """Return the tickets, and the public messages that came after their opening."""
    found = []
    for ticket in world.tickets:
        if exclusion_reason(ticket) in NO_CONTACT:
            continue
        person = ticket.person.true_id if ticket.person else ""
        common = (_place(ticket.channel), ticket.created, person)
        key = (ticket.system, ticket.id, ticket.created)
        found.append(Contact(ticket.system, "ticket", *common, key))
        for comment in ticket.comments:
            if not comment.is_public or comment.is_deleted or comment.author == "bot":
                continue
            if comment.at != ticket.created:
                kind = "customer_message" if comment.author == "customer" else "agent_reply"
                key = (ticket.system, ticket.id, comment.at)
                place = _place(ticket.channel)
                found.append(Contact(ticket.system, kind, place, comment.at, person, key))
    return found


def _calls(world: World) -> list[Contact]:
    """Return the calls that stand for themselves: the others are told by the ticket they led to."""
    found = []
    for one in world.calls:
        about = exclusion_reason(one.ticket) if one.ticket else ""
        is_told = one.ticket is not None and one.call.started <= one.ticket.created
        if not is_told and not one.is_staff and about not in ("spam", "test"):
            person = one.person.true_id if one.person else ""
            found.append(Contact("zendesk", "call", "support_phone", one.call.started, person))
    return found


def _asked(world: World, answers: list[dict]) -> list[Contact]:
    """Return the responses and ratings in which anything was answered."""
    tickets = {f"{ticket.system} {ticket.id}": ticket for ticket in world.tickets}
    found = {}
    for row in answers:
        is_real = row["special"] in ("", "unfinished") and not row["is_staff"]
        if is_real and row["raw_score"] not in ("", "offered"):
            ticket = tickets.get(row["ticket"])
            if row["source_system"] in tools.DESKS and ticket.is_staff_request:
                continue
            place = _subject(row["metric_code"] in RELATIONSHIP, ticket)
            found[_key(row)] = (place, row["submitted_at"], row["true_person_id"])
    for response in world.responses:
        is_real = response.special in ("", "unfinished") and not response.staff_email
        if is_real and voices.texts_of(response):
            ticket = response.ticket if response.key == "ticket_id" else None
            place = _subject(response.survey_id in RELATIONSHIP_SURVEYS, ticket)
            found.setdefault(
                (response.system, response.id), (place, response.submitted, response.true_id)
            )
    return [Contact(key[0], "survey_response", *one, key) for key, one in found.items()]


def _key(answer: dict) -> tuple:
    """Return under what the words and scores of one response stand: a ticket is rated once."""
    system = answer["source_system"]
    if system in tools.DESKS:
        return (system, "rating", answer["ticket"].partition(" ")[2])
    return (system, answer["source_response_id"])


def _subject(is_about_relationship: bool, ticket: Ticket | None) -> str:
    """Return the touchpoint that was asked about."""
    if is_about_relationship:
        return "relationship_survey"
    if ticket is None or exclusion_reason(ticket) not in ("", "merged", "canceled"):
        return "feedback_survey"
    return _place(ticket.channel)


def _leads(world: World) -> list[Contact]:
    """Return the leads as the CRMs know them, merged ones left out."""
    found = [
        Contact("salesforce", "lead", LEADS.get(row["lead_source"], "enquiry"), row["created_date"])
        for row in world.tables["salesforce/lead"]
        if not row["is_deleted"]
    ]
    for system in ("hubspot", "dynamics"):
        for person in world.histories[system].people:
            if person.is_lead and not person.merged_into:
                place = LEADS.get(person.lead_source, "enquiry")
                found.append(Contact(system, "lead", place, person.created))
    return found


def _feel(contacts: list[Contact], world: World, answers: list[dict]) -> None:
    """Note how each contact felt: its words, else the satisfaction, else the effort."""
    texts, ratings, efforts, went_well = {}, {}, {}, {}
    for item in voices.items(world, answers):
        if item.text and not item.excluded and item.reading.read != "unscored":
            texts.setdefault(item.key, []).append(LEXICON[item.text])
    for row in answers:
        if row["exclusion_reason"]:
            continue
        if row["metric_code"] in ("csat", "csat_overall"):
            ratings.setdefault(_key(row), []).append(2 * position_on_scale(row) - 1)
        if row["metric_code"] == "csat":
            went_well[_key(row)] = bool(row["score"])
        if row["metric_code"] == "ces":
            efforts.setdefault(_key(row), []).append(1 - (row["score"] - 1) / 2)
            went_well.setdefault(_key(row), round(row["score"], 9) <= 2)
    for contact in contacts:
        felt = next((f[contact.key] for f in (texts, ratings, efforts) if contact.key in f), None)
        contact.feeling = sum(felt) / len(felt) if felt else None
        contact.is_satisfied = went_well.get(contact.key)


def _months(contacts: list[Contact]) -> dict[tuple, list[Contact]]:
    """Group contacts as a whole and by month."""
    groups = {}
    for contact in contacts:
        groups.setdefault(("all", ""), []).append(contact)
        groups.setdefault(("month", f"{contact.at:%Y-%m}-01"), []).append(contact)
    return groups


def _counts(contacts: list[Contact]) -> list[dict]:
    """Count by kind and touchpoint as a whole, and by kind in each month."""
    found = Counter(("all", "", one.kind, one.touchpoint) for one in contacts)
    found += Counter(("month", f"{one.at:%Y-%m}-01", one.kind, "") for one in contacts)
    names = ("period_grain", "period_start", "contact_kind", "touchpoint", "n")
    return [dict(zip(names, (*key, n), strict=True)) for key, n in sorted(found.items())]


def _journeys(contacts: list[Contact]) -> list[dict]:
    """Weigh the touchpoints equally: the mean of their means."""
    rows = []
    for (grain, start), group in sorted(_months(contacts).items()):
        places = {}
        for contact in group:
            if contact.feeling is not None:
                places.setdefault(contact.touchpoint, []).append(contact.feeling)
        means = [sum(one) / len(one) for one in places.values()]
        if means:
            count = sum(len(one) for one in places.values())
            rows.append(_row("emotional_journey", grain, start, count, sum(means), len(means)))
    return rows


def _row(kpi: str, grain: str, start: str, n: int, numerator: float, denominator: int) -> dict:
    return {
        "kpi_code": kpi,
        "period_grain": grain,
        "period_start": start,
        "n": n,
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator,
    }


def _moments(contacts: list[Contact], answers: list[dict]) -> list[dict]:
    """Compare, as a whole and by quarter, what customers say after a good and a bad experience."""
    given, groups = {}, {}
    for row in answers:
        given.setdefault(row["true_person_id"], []).append(row)
    for contact in contacts:
        if contact.is_satisfied is None:
            continue
        quarter = f"{contact.at:%Y}-{(contact.at.month - 1) // 3 * 3 + 1:02}-01"
        for period in (("all", ""), ("quarter", quarter)):
            groups.setdefault((*period, contact.touchpoint), []).append(contact)
    rows = [
        {
            "period_grain": grain,
            "period_start": start,
            "touchpoint": place,
            **_sides(group, given),
            "rated_count": len(group),
            "satisfied_count": _well(group),
        }
        for (grain, start, place), group in sorted(groups.items())
    ]
    for period in {(row["period_grain"], row["period_start"]) for row in rows}:
        _flag([row for row in rows if (row["period_grain"], row["period_start"]) == period])
    return rows


def _well(contacts: list[Contact]) -> int:
    return sum(contact.is_satisfied for contact in contacts)


def _sides(contacts: list[Contact], given: dict[str, list[dict]]) -> dict:
    """Take each customer's latest answer within 90 days, and the last experience before it."""
    last = {}
    for contact in contacts:
        for row in given.get(contact.person_id, []):
            if contact.at < row["submitted_at"] <= contact.at + DAYS:
                pair = (row["submitted_at"], contact.at, contact.is_satisfied, row["score"])
                last[contact.person_id] = max(last.get(contact.person_id, pair), pair)
    found = {}
    for side, is_good in (("good", True), ("bad", False)):
        scores = [score for _, _, went_well, score in last.values() if went_well == is_good]
        net = [(score >= 9) - (score <= 6) for score in scores]
        found[f"n_{side}"] = len(net)
        found[f"nps_{side}"] = 100 * sum(net) / len(net) if net else None
        found[f"variance_{side}"] = 1e4 * pvariance(net) / len(net) if net else None
    return found


def _flag(rows: list[dict]) -> None:
    """Flag what decides: 20 points or more, thirty on each side, no chance after Holm."""
    tested = [row for row in rows if min(row["n_good"], row["n_bad"]) >= 30]
    for row in tested:
        row["impact_points"] = row["nps_good"] - row["nps_bad"]
        row["z"] = row["impact_points"] / sqrt(row["variance_good"] + row["variance_bad"])
    tested.sort(key=lambda row: -abs(row["z"]))
    is_chance = False
    for place, row in enumerate(tested):
        is_chance = (
            is_chance or 2 * NormalDist().cdf(-abs(row["z"])) * (len(tested) - place) >= 0.05
        )
        row["is_moment_of_truth"] = not is_chance and row["impact_points"] >= 20


def _successes(contacts: list[Contact], moments: list[dict]) -> list[dict]:
    """Return how often it went well where the whole history, or the design, says it decides."""
    places = {
        row["touchpoint"]
        for row in moments
        if row["period_grain"] == "all" and row.get("is_moment_of_truth")
    } | set(DESIGNED)
    rated = [c for c in contacts if c.is_satisfied is not None and c.touchpoint in places]
    return [
        _row(
            "moments_of_truth", *period, len(group), sum(c.is_satisfied for c in group), len(group)
        )
        for period, group in sorted(_months(rated).items())
    ]
