"""The truth of the surveys beyond NPS, CSAT and CES: added answers, invitations, accounts.

Like `truth`: small functions over the simulated objects; nothing here reads a CSV file or runs SQL.
"""

from datetime import timedelta

from demo import settings, tools
from demo.invitations import Invitation
from demo.surveys import Response
from demo.tools import DESKS
from demo.truth import answer_exclusion
from demo.world import World

VALID_DAYS, CAP_DAYS = 28, 90
SCALES = {"csat_aspect": (1, 5), "csat_overall": (1, 10), "csat": (1, 5)}
NET = ("tnps", "nps_account")


def added_rows(answers: list[dict]) -> list[dict]:
    """One truth row an added answer, with score and exclusion reason."""
    rows = [{**answer, "exclusion_reason": answer_exclusion(answer)} for answer in answers]
    _mark_repeated(rows)
    _mark_frequent(rows)
    for row in rows:
        row["score"] = None if row["exclusion_reason"] else _score(row)
    return rows


def _score(row: dict) -> float:
    """NPS as given; satisfied 1.0 or not 0.0; solved on the first contact 1.0 or 0.0."""
    value = float(row["raw_score"])
    if row["metric_code"] in SCALES:
        return float(position_on_scale(row) >= 0.75)
    return value


def position_on_scale(row: dict) -> float:
    """Place of an answer on its scale, 0 to 1."""
    if row["source_system"] in DESKS:
        return float(row["raw_score"] == DESKS[row["source_system"]].ratings["good"])
    low, high = SCALES[row["metric_code"]]
    return (float(row["raw_score"]) - low) / (high - low)


def _mark_repeated(rows: list[dict]) -> None:
    """Keep the latest answer of a person to a question about one ticket, or in one wave."""
    latest = {}
    counted = [row for row in rows if not row["exclusion_reason"]]
    for row in sorted(counted, key=lambda r: (r["submitted_at"], r["source_response_id"])):
        about = row["wave"] if row["metric_code"] == "csat_overall" else row["ticket"]
        key = (row["source_question_id"], row["true_person_id"], about or row["wave"])
        if key in latest:
            latest[key]["exclusion_reason"] = "duplicate"
        latest[key] = row


def _mark_frequent(rows: list[dict]) -> None:
    """Of transactional NPS count one answer of a person in 90 days."""
    last = {}
    counted = [r for r in rows if r["metric_code"] == "tnps" and not r["exclusion_reason"]]
    for row in sorted(counted, key=lambda r: (r["submitted_at"], r["source_response_id"])):
        before = last.get(row["true_person_id"])
        if before and row["submitted_at"] < before + timedelta(days=CAP_DAYS):
            row["exclusion_reason"] = "frequency_cap"
        else:
            last[row["true_person_id"]] = row["submitted_at"]


def kpi_rows(
    world: World,
    tickets: list[dict],
    answers: list[dict],
    added: list[dict],
    invitations: list[Invitation],
) -> list[dict]:
    """KPI values of each set of tools, overall and by month."""
    rows, answered = [], _answered(world, added)
    for vendor_set, systems in tools.SETS.items():
        mine = [row for row in answers if row["source_system"] in systems]
        samples = (
            _of_added([row for row in added if row["source_system"] in systems])
            + _of_answers([row for row in mine if not row["exclusion_reason"]])
            + _of_accounts(world, systems, [row for row in mine if not row["exclusion_reason"]])
            + _of_invitations([one for one in invitations if one.system in systems])
            + _of_responses(world, systems, answered)
            + _of_tickets(world, [t for t in tickets if t["source_system"] in systems], answered)
        )
        rows += [{"vendor_set": vendor_set, **row} for row in _summed(samples)]
    return rows


def _of_added(rows: list[dict]) -> list[tuple]:
    """Return the samples of the added questions; aspects are never summed up to one figure."""
    samples = []
    for row in rows:
        if not row["exclusion_reason"] and row["metric_code"] != "csat_aspect":
            measure = row["score"]
            if row["metric_code"] == "tnps":
                measure = float((measure >= 9) - (measure <= 6))
            samples.append((row["metric_code"], row["submitted_at"], measure))
    return samples


def _of_answers(rows: list[dict]) -> list[tuple]:
    """Return the companions of CSAT and CES."""
    samples = []
    for row in rows:
        at = row["submitted_at"]
        if row["metric_code"] == "csat":
            position = position_on_scale(row)
            samples.append(("csat_position", at, position))
            samples.append(("csat_top_box", at, float(position >= 0.875)))
        if row["metric_code"] == "ces":
            samples.append(("ces_low_effort", at, float(round(row["score"], 9) <= 2)))
            samples.append(("ces_agree", at, float(float(row["raw_score"]) >= 5)))
    return samples


def known_accounts(world: World, systems: tuple) -> dict[str, str]:
    """Name the account of each person of whom a tool of the set tells it."""
    return {
        person.true_id: person.account.true_id
        for person in world.people
        if person.account and any(s in person.ids and s in person.account.ids for s in systems)
    }


def _of_accounts(world: World, systems: tuple, rows: list[dict]) -> list[tuple]:
    """Return one sample an account and month: the mean of the means of its people.

    Whose account no tool of the set tells is nobody's.
    """
    accounts = known_accounts(world, systems)
    months = {}
    for row in rows:
        account = accounts.get(row["true_person_id"])
        if row["metric_code"] == "nps" and account:
            month = row["submitted_at"].replace(day=1, hour=0, minute=0, second=0)
            people = months.setdefault((month, account), {})
            net = float((row["score"] >= 9) - (row["score"] <= 6))
            people.setdefault(row["true_person_id"], []).append(net)
    return [
        ("nps_account", month, sum(sum(one) / len(one) for one in people.values()) / len(people))
        for (month, _), people in sorted(months.items())
    ]


def _of_invitations(invitations: list[Invitation]) -> list[tuple]:
    """Return the delivered invitations that have been open for 28 days."""
    return [
        ("survey_response_rate", one.sent, float(one.is_finished))
        for one in invitations
        if one.outcome == "delivered"
        and not one.is_staff
        and one.sent + timedelta(days=VALID_DAYS) <= settings.AS_OF
    ]


def _is_real(response: Response) -> bool:
    return response.special in ("", "unfinished") and not response.staff_email


def _answered(world: World, added: list[dict]) -> set:
    """Return the responses (tool, id) in which anything was answered and accepted."""
    rejected = {
        (a["source_system"], a["source_response_id"], a["source_question_id"])
        for a in world.answers
        if a.get("is_rejected")
    }
    late = {(row["source_system"], row["source_response_id"]) for row in added if row["raw_score"]}
    return late | {
        (response.system, response.id)
        for response in world.responses
        for question, _, value, text in response.answers
        if (value is not None or text is not None)
        and (response.system, response.id, question) not in rejected
    }


def _of_responses(world: World, systems: tuple, answered: set) -> list[tuple]:
    """Return the responses in which anything was answered: finished or not."""
    return [
        ("survey_completion", response.submitted, float(response.is_finished))
        for response in world.responses
        if response.system in systems
        and _is_real(response)
        and (response.system, response.id) in answered
    ]


def _of_tickets(world: World, rows: list[dict], answered: set) -> list[tuple]:
    """Return the counted tickets: 1 where a rating or a finished response names it."""
    named = {(t.system, t.id) for t in world.tickets if t.rating and t.rating.score}
    for response in world.responses:
        is_linked = response.ticket and response.key == "ticket_id" and response.is_finished
        if is_linked and _is_real(response) and (response.system, response.id) in answered:
            named.add((response.ticket.system, response.ticket.id))
    return [
        (
            "feedback_coverage",
            row["created_at"],
            float((row["source_system"], row["source_ticket_id"]) in named),
        )
        for row in rows
        if not row["exclusion_reason"]
    ]


def _summed(samples: list[tuple]) -> list[dict]:
    groups = {}
    for kpi, moment, measure in samples:
        groups.setdefault((kpi, "all", ""), []).append(measure)
        groups.setdefault((kpi, "month", f"{moment:%Y-%m}-01"), []).append(measure)
    return [
        {
            "kpi_code": kpi,
            "period_grain": grain,
            "period_start": start,
            "n": len(values),
            "numerator": sum(values),
            "denominator": len(values),
            "value": (100 if kpi in NET else 1) * sum(values) / len(values),
        }
        for (kpi, grain, start), values in sorted(groups.items())
    ]
