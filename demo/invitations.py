"""Whom Qualtrics invited, and the questions that Harborline added late: told after all else.

Both draw from a generator of their own, so that nothing that was told before changes.
Responses without an invitation came through an anonymous link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from demo import settings
from demo.surveys import WAVES, Response, solved_at
from demo.truth import exclusion_reason
from demo.world import World

OFFSET = 14
INVITED_WAVES = ("NPS-2025Q4", "NPS-2026Q1", "NPS-2026Q2")
MAILED_TICKETS_FROM = datetime(2026, 2, 1)
REMINDER_AFTER = timedelta(days=10)
SILENT_PER_WAVE = 260
SILENT_AFTER_TICKETS = 190
UNTAKEN_ASSESSMENTS = 150
# What became of the mail of somebody who did not answer, with its share
SILENCE = {"Success": 0.66, "Opened": 0.27, "SurveyStarted": 0.02, "HardBounce": 0.025}
SILENCE |= {"SoftBounce": 0.015, "Failure": 0.01}
# The questions that were added, from when on, with what they measure
ADDED = (
    ("SV_post", "QID4", "tnps", "Would you recommend Harborline after this contact?", "NPS"),
    ("SV_post", "QID5", "fcr_survey", "Was it solved on the first contact?", "SAVR"),
    ("SV_post", "QID6", "csat_aspect", "How satisfied are you with the speed?", "SAVR"),
    ("SV_post", "QID7", "csat_aspect", "How satisfied are you with the friendliness?", "SAVR"),
    ("SV_nps", "QID3", "csat_overall", "How satisfied are you with Harborline?", "SAVR"),
)
ADDED_FROM = datetime(2025, 12, 1)


@dataclass
class Invitation:
    """One invitation: `outcome` is delivered, bounced or not_sent."""

    system: str
    sent: datetime
    outcome: str = "delivered"
    is_finished: bool = False
    is_partial: bool = False
    is_staff: bool = False


class Mailer:
    """Writes mailings and their contacts, and notes what they were."""

    def __init__(self, world: World, seed: int):
        """Look up the directory and the responses."""
        self.world, self.rng = world, np.random.default_rng(seed + OFFSET)
        self.invitations: list[Invitation] = []
        rows = world.tables["qualtrics/directory_contact"]
        unsubscribed = {row["id"]: row["directory_unsubscribed"] for row in rows}
        self.contacts = {
            record["true_id"]: (
                record["source_record_id"],
                unsubscribed[record["source_record_id"]],
            )
            for record in world.records
            if record["source_system"] == "qualtrics" and record["kind"] == "contact"
        }
        self.mailings = 1000

    def mailing(self, kind: str, survey_id: str, sent: datetime, parent: str | None = None) -> str:
        """Write a mailing and return its id."""
        self.mailings += 1
        self.world.add(
            "qualtrics/distribution",
            id=f"EMD_{self.mailings}",
            parent_distribution_id=parent,
            request_type=kind,
            survey_link_survey_id=survey_id,
            _fivetran_synced=self.world.synced_lately(sent),
        )
        return f"EMD_{self.mailings}"

    def contact(self, mailing: str, contact_id: str, sent: datetime, status: str, **row) -> None:
        """Write what became of a mailing at one contact."""
        self.world.add(
            "qualtrics/distribution_contact",
            distribution_id=mailing,
            contact_id=contact_id,
            sent_at=sent,
            status=status,
            _fivetran_synced=self.world.synced_lately(sent),
            **row,
        )

    def answered(self, mailing: str, contact_id: str, sent: datetime, response: Response) -> None:
        """Write that a contact answered this mailing, wholly or in part."""
        status = "SurveyFinished" if response.is_finished else "SurveyPartiallyFinished"
        done = response.end if response.is_finished else None
        row = {"response_id": response.id, "opened_at": response.start}
        self.contact(mailing, contact_id, sent, status, response_completed_at=done, **row)

    def silence(self, mailing: str, contact_id: str, sent: datetime) -> str:
        """Write that a contact did not answer, and return what the mailing met."""
        status = str(self.rng.choice(list(SILENCE), p=list(SILENCE.values())))
        opened = sent + timedelta(minutes=int(self.rng.integers(3, 4_000)))
        seen = opened if status in ("Opened", "SurveyStarted") else None
        self.contact(mailing, contact_id, sent, status, opened_at=seen)
        return "bounced" if status in ("HardBounce", "SoftBounce", "Failure") else "delivered"

    def chosen(self, things: list, count: int) -> list:
        """Draw some, in the order in which they stand."""
        order = self.rng.permutation(len(things))[:count]
        return [things[int(place)] for place in sorted(order)]


def write(world: World, seed: int) -> tuple[list[Invitation], list[dict]]:
    """Write invitations and added answers; return the invitations and the answers."""
    mailer = Mailer(world, seed)
    for wave in INVITED_WAVES:
        _wave(mailer, wave)
    _after_tickets(mailer)
    _taken_assessments(mailer)
    _untaken_assessments(mailer)
    return mailer.invitations, _added_answers(mailer)


def _wave(mailer: Mailer, wave: str) -> None:
    """Invite to a wave, and remind those who had not answered after ten days."""
    sent = WAVES[wave]
    reminded = sent + REMINDER_AFTER
    answers: dict[str, list[Response]] = {}
    for response in mailer.world.responses:
        if response.system == "qualtrics" and response.wave == wave and response.person:
            answers.setdefault(response.person.true_id, []).append(response)
    people = [p for p in mailer.world.people if p.true_id in mailer.contacts and p.is_active(sent)]
    silent = [p for p in people if p.true_id not in answers]
    kept = {p.true_id for p in mailer.chosen(silent, SILENT_PER_WAVE)}
    invite = mailer.mailing("Invite", "SV_nps", sent)
    reminder = mailer.mailing("Reminder", "SV_nps", reminded, invite)
    for person in people:
        contact_id, is_unsubscribed = mailer.contacts[person.true_id]
        response = _linked(answers.get(person.true_id, []))
        if person.true_id not in kept and not (response and not is_unsubscribed):
            continue
        note = Invitation("qualtrics", sent)
        mailer.invitations.append(note)
        if response:
            note.is_finished = response.is_finished
            note.is_partial = not response.is_finished
            if response.start < reminded:
                mailer.answered(invite, contact_id, sent, response)
            else:
                mailer.contact(invite, contact_id, sent, "Success")
                mailer.answered(reminder, contact_id, reminded, response)
        elif is_unsubscribed:
            note.outcome = "not_sent"
            mailer.contact(invite, contact_id, sent, "Skipped")
        else:
            note.outcome = mailer.silence(invite, contact_id, sent)
            if note.outcome == "delivered":
                mailer.contact(reminder, contact_id, reminded, "Success")


def _linked(responses: list[Response]) -> Response | None:
    """Return the response that came through the invitation: the first one that can be known."""
    fit = [r for r in responses if r.key in ("wave_id", "ticket_id") and _is_known(r)]
    return min(fit, key=lambda r: (r.start, r.id), default=None)


def _is_known(response: Response) -> bool:
    return response.mode != "anonymous" and response.special in ("", "unfinished")


def _after_tickets(mailer: Mailer) -> None:
    """Invite after solved tickets, each with a mailing of its own, one hour later."""
    answers: dict[str, list[Response]] = {}
    for response in mailer.world.responses:
        if response.system == "qualtrics" and response.ticket:
            answers.setdefault(response.ticket.id, []).append(response)
    open_to = [
        ticket
        for ticket in mailer.world.tickets
        if ticket.system == "zendesk"
        and ticket.person
        and ticket.person.true_id in mailer.contacts
        and not mailer.contacts[ticket.person.true_id][1]
        and not ticket.rating
        and not exclusion_reason(ticket)
        and (solved_at(ticket) or datetime.min) >= MAILED_TICKETS_FROM
    ]
    silent = [t for t in open_to if t.id not in answers and t.person.is_active(solved_at(t))]
    kept = {t.id for t in mailer.chosen(silent, SILENT_AFTER_TICKETS)}
    for ticket in open_to:
        sent = solved_at(ticket) + timedelta(hours=1)
        response = _linked(answers.get(ticket.id, []))
        if (ticket.id not in kept and not response) or sent >= settings.AS_OF:
            continue
        contact_id = mailer.contacts[ticket.person.true_id][0]
        invite = mailer.mailing("Invite", "SV_post", sent)
        note = Invitation("qualtrics", sent)
        mailer.invitations.append(note)
        if response:
            note.is_finished = response.is_finished
            note.is_partial = not response.is_finished
            mailer.answered(invite, contact_id, sent, response)
        else:
            note.outcome = mailer.silence(invite, contact_id, sent)


def _taken_assessments(mailer: Mailer) -> None:
    """Note ServiceNow's: whoever rated an incident had been invited to."""
    for ticket in mailer.world.tickets:
        if ticket.system == "servicenow" and ticket.rating:
            is_finished, is_staff = bool(ticket.rating.score), ticket.is_staff_request
            note = Invitation("servicenow", ticket.rating.asked, "delivered", is_finished)
            note.is_staff = is_staff
            mailer.invitations.append(note)


def _untaken_assessments(mailer: Mailer) -> None:
    """Ask for ratings of incidents that nobody gave; a few were canceled before."""
    open_to = [
        ticket
        for ticket in mailer.world.tickets
        if ticket.system == "servicenow"
        and ticket.person
        and not ticket.rating
        and not exclusion_reason(ticket)
        and solved_at(ticket)
        and solved_at(ticket) < settings.AS_OF - timedelta(days=2)
    ]
    for ticket in mailer.chosen(open_to, UNTAKEN_ASSESSMENTS):
        sent = solved_at(ticket) + timedelta(hours=24)
        state = str(mailer.rng.choice(["ready", "expired", "canceled"], p=[0.6, 0.33, 0.07]))
        outcome = "not_sent" if state == "canceled" else "delivered"
        mailer.invitations.append(Invitation("servicenow", sent, outcome))
        mailer.world.add(
            "servicenow/asmt_assessment_instance",
            sys_id=mailer.rng.bytes(16).hex(),
            metric_type_value="satisfaction",
            user_value=ticket.requester_id,
            task_id_value=ticket.id,
            state=state,
            sys_created_on=sent,
            sys_updated_on=sent,
            _fivetran_synced=mailer.world.synced_lately(sent),
        )


def _added_answers(mailer: Mailer) -> list[dict]:
    """Write the added questions and what was answered; return the answers as the truth has them."""
    world, found = mailer.world, []
    synced = world.synced(settings.AS_OF - timedelta(hours=12))
    for survey_id, question, tag, text, selector in ADDED:
        world.add(
            "qualtrics/question",
            survey_id=survey_id,
            id=question,
            data_export_tag=f"{tag}_{question}",
            question_text=text,
            question_type="MC",
            selector=selector,
            _fivetran_deleted=False,
            _fivetran_synced=synced,
        )
    for response in world.responses:
        is_late = response.system == "qualtrics" and response.start >= ADDED_FROM
        if is_late and response.is_finished and response.answers:
            for survey_id, question, metric, _, _ in ADDED:
                if survey_id == response.survey_id:
                    found.append(_added_answer(mailer, response, question, metric))
    return found


def _added_answer(mailer: Mailer, response: Response, question: str, metric: str) -> dict:
    known = {name: value for _, name, value, _ in response.answers if value is not None}
    value = None if mailer.rng.random() < 0.012 else _value(mailer, known, metric)
    mailer.world.add(
        "qualtrics/question_response",
        _fivetran_id=f"a{mailer.world.next_number('added answer', 10_001)}",
        response_id=response.id,
        question_id=question,
        value=value,
        _fivetran_synced=mailer.world.synced_lately(response.end),
    )
    is_linked = response.key in ("wave_id", "ticket_id")
    about = response.ticket and f"{response.ticket.system} {response.ticket.id}"
    return {
        "source_system": response.system,
        "source_response_id": response.id,
        "source_question_id": question,
        "metric_code": metric,
        "true_person_id": response.true_id,
        "raw_score": "" if value is None else str(value),
        "submitted_at": response.submitted,
        "special": response.special,
        "is_staff": bool(response.staff_email),
        "wave": (response.wave if is_linked else "")
        or f"{response.system} {response.survey_id} {response.submitted:%Y-%m}",
        "ticket": about if is_linked else "",
        "ticket_exclusion": "",
    }


def _value(mailer: Mailer, known: dict[str, int], metric: str) -> int:
    """Answer in keeping with what the person answered to the older questions."""
    satisfied, noise = known.get("csat", 4), float(mailer.rng.normal())
    if metric == "fcr_survey":
        return int(noise < (1.1 if satisfied >= 4 else -0.2))
    if metric == "csat_aspect":
        return int(min(max(round(satisfied + 0.6 * noise), 1), 5))
    if metric == "csat_overall":
        return int(min(max(round(0.75 * known.get("nps", 8) + 2.3 + 0.8 * noise), 1), 10))
    return int(min(max(round(1.3 * known.get("ces", 6) + 0.8 + noise), 0), 10))
