"""Survey answers: relationship NPS waves, post-ticket surveys (Qualtrics), Zendesk ratings.

What a person answers depends on the service they got lately; see `_opinion` and `_feeling`.
Every answer is also noted in `world.answers`, from which the truth is computed.
"""

from datetime import datetime, timedelta

from demo import settings, texts
from demo.clock import trouble
from demo.notation import noisy_email
from demo.truth import exclusion_reason
from demo.world import Person, Ticket, World

WAVES = {
    "NPS-2024Q3": datetime(2024, 8, 20, 9),
    "NPS-2024Q4": datetime(2024, 11, 19, 9),
    "NPS-2025Q1": datetime(2025, 2, 18, 9),
    "NPS-2025Q2": datetime(2025, 5, 20, 9),
    "NPS-2025Q3": datetime(2025, 8, 19, 9),
    "NPS-2025Q4": datetime(2025, 11, 18, 9),
    "NPS-2026Q1": datetime(2026, 2, 17, 9),
    "NPS-2026Q2": datetime(2026, 5, 19, 9),
}
NOT_REAL = {"preview": 1, "test": 2, "spam": 8}
QUESTIONS = (
    ("SV_nps", "QID1", "nps", "How likely are you to recommend Harborline?", "MC", "NPS"),
    ("SV_nps", "QID2", "nps_comment", "Why this score?", "TE", "SL"),
    ("SV_post", "QID1", "ces", "Harborline made it easy to solve my issue", "MC", "SAVR"),
    ("SV_post", "QID2", "csat", "How satisfied are you with the help you got?", "MC", "SAVR"),
    ("SV_post", "QID3", "post_comment", "Anything else?", "TE", "SL"),
)


def write_surveys(world: World) -> None:
    """Write the definitions, then the three streams of answers."""
    # the connector reads the definitions whole at every sync
    synced = world.synced(settings.AS_OF - timedelta(hours=12))
    done = {"_fivetran_deleted": False, "_fivetran_synced": synced}
    for survey_id, name in (("SV_nps", "Relationship NPS"), ("SV_post", "After your ticket")):
        world.add(
            "qualtrics/survey",
            id=survey_id,
            survey_name=name,
            survey_status="Active",
            project_category="CX",
            **done,
        )
    for survey_id, question, tag, text, kind, selector in QUESTIONS:
        world.add(
            "qualtrics/question",
            survey_id=survey_id,
            id=question,
            data_export_tag=tag,
            question_text=text,
            question_type=kind,
            selector=selector,
            **done,
        )
    _nps(world)
    rated = _ratings(world)
    _post_ticket(world, rated)


class Response:
    """One Qualtrics response being written."""

    def __init__(self, world: World, survey_id: str, start: datetime, end: datetime):
        """Reserve the next response id."""
        self.world, self.survey_id, self.start, self.end = world, survey_id, start, end
        self.id = f"R_{world.next_number('response', 1001)}"
        self.status, self.finished = 0, True
        self.person: Person | None = None
        self.true_id = ""
        self.is_staff = False
        self.wave, self.ticket = "", ""

    def write(self, mode: str, staff_email: str = "") -> None:
        """Write the response row; mode says how the respondent can be recognised."""
        world, person = self.world, self.person
        row = {"recipient_email": None, "distribution_channel": "email"}
        link = "none"
        if mode == "anonymous":
            row["distribution_channel"] = "anonymous"
            self.true_id = "" if self.is_staff else world.new_person_id()
            row["recipient_email"] = staff_email
        else:
            self.true_id = person.true_id
            link = "email" if mode in ("email", "both") else "external_id"
            if link == "email":
                table = "qualtrics/survey_response"
                row["recipient_email"] = noisy_email(world, person, table, self.id)
            if mode in ("contact", "both"):
                self.embed("contact_id", person.contact_id)
            if world.chance(0.08):
                row["recipient_first_name"] = person.first
                row["recipient_last_name"] = person.last
            row["user_language"] = person.language
        world.add(
            "qualtrics/survey_response",
            id=self.id,
            survey_id=self.survey_id,
            start_date=self.start,
            end_date=self.end,
            recorded_date=None if self.finished else self.end + timedelta(days=7),
            finished=int(self.finished),
            progress=100 if self.finished else 50,
            status=self.status,
            _fivetran_synced=world.synced_lately(self.end),
            **row,
        )
        world.record("qualtrics", self.id, "respondent", self.true_id, link)

    def embed(self, key: str, value: str) -> None:
        """Attach one embedded data field."""
        self.world.add(
            "qualtrics/survey_embedded_data",
            response_id=self.id,
            key=key,
            value=value,
            _fivetran_synced=self.world.synced_lately(self.end),
        )

    def answer(self, question: str, metric: str, value, text=None) -> None:
        """Answer one question; answers to metric questions are noted for the truth."""
        row = self.world.add(
            "qualtrics/question_response",
            _fivetran_id=f"q{self.world.next_number('answer', 10_001)}",
            response_id=self.id,
            question_id=question,
            value=value,
            text=text,
            _fivetran_synced=self.world.synced_lately(self.end),
        )
        if metric:
            self.world.answers.append(
                {
                    "source_system": "qualtrics",
                    "source_response_id": self.id,
                    "source_question_id": question,
                    "metric_code": metric,
                    "true_person_id": self.true_id,
                    "raw_score": "" if value is None else str(value),
                    "submitted_at": self.end,
                    "status": self.status,
                    "finished": self.finished,
                    "is_staff": self.is_staff,
                    "wave": self.wave or f"{self.survey_id} {self.end:%Y-%m}",
                    "ticket": self.ticket,
                    "ticket_exclusion": "",
                    "row": row,
                }
            )


def _mode(world: World, person: Person) -> str:
    if not person.contact_id:
        return "email"
    return world.pick(("email", "contact", "both"), (58, 32, 10))


def _opinions(world: World) -> dict:
    return {p.true_id: float(world.rng.normal(0, 1.5)) for p in world.people}


def _past(world: World) -> dict:
    """Tickets of every person in time order."""
    past = {}
    for ticket in world.tickets:
        if ticket.person:
            past.setdefault(ticket.person.true_id, []).append((ticket.updated, ticket.quality))
    return {key: sorted(value) for key, value in past.items()}


def _nps(world: World) -> None:
    past, opinions = _past(world), _opinions(world)
    for wave, opens in WAVES.items():
        crowd = [p for p in world.people if p.is_active(opens)]
        order = [crowd[int(i)] for i in world.rng.permutation(len(crowd))]
        chosen = order[: int(settings.NPS_PER_WAVE * world.rng.uniform(0.93, 1.07))]
        for place, person in enumerate(chosen):
            _nps_response(world, person, wave, opens, past, opinions)
            if place < 4:  # answers twice in the wave
                _nps_response(world, person, wave, opens, past, opinions, is_again=True)
        _nps_staff(world, wave, opens)


def _nps_response(world, person, wave, opens, past, opinions, is_again=False) -> None:
    start = opens + timedelta(minutes=float(world.rng.exponential(5_000)))
    start = start.replace(microsecond=0) + timedelta(days=12 if is_again else 0)
    if start.date().day > 28 and start.month == 6:
        return
    end = start + timedelta(seconds=int(world.rng.integers(40, 400)))
    response = Response(world, "SV_nps", start, end)
    response.person = person
    special = "" if is_again else _special(world)
    response.status = NOT_REAL.get(special, 0)
    response.finished = special != "unfinished"
    key = "wave_id"
    if not is_again and world.chance(0.006):
        key = world.pick(("", "wawe_id"))
    response.wave = wave if key == "wave_id" else ""
    if key:
        response.embed(key, wave)
        if key != "wave_id":
            _misspelt(world, response, key)
    mode = "anonymous" if not is_again and world.chance(0.06) else _mode(world, person)
    response.write(mode)
    score = _opinion(world, person, start, past, opinions)
    if special == "unfinished" and world.chance(0.4):
        return
    response.answer("QID1", "nps", None if world.chance(0.008) else score)
    if world.chance(0.27):
        pool = (texts.DETRACTOR, texts.PASSIVE, texts.PROMOTER)[(score > 6) + (score > 8)]
        response.answer("QID2", "", None, world.pick(pool))


def _special(world: World) -> str:
    names = ("", "preview", "test", "spam", "unfinished")
    return world.pick(names, (0.968, 0.004, 0.004, 0.004, 0.020))


def _misspelt(world: World, response: Response, key: str) -> None:
    record = f"{response.id}|{key}"
    table = "qualtrics/survey_embedded_data"
    world.fault("misspelt key", table, record, "kept", "GOV-04", "misspelt_key", "no link")


def _opinion(world, person, moment, past, opinions) -> int:
    """Recommendation 0-10: own leaning, service of the last 120 days, the bad release."""
    recent = [
        quality
        for at, quality in past.get(person.true_id, [])
        if timedelta(0) < moment - at < timedelta(days=120)
    ]
    felt = 1.15 * max(min(sum(recent) / len(recent), 1.2), -2.5) if recent else 0.3
    value = 8.6 + opinions[person.true_id] + felt - 1.0 * trouble(moment)
    return int(min(max(round(value + float(world.rng.normal(0, 0.9))), 0), 10))


def _nps_staff(world: World, wave: str, opens: datetime) -> None:
    for _ in range(2):
        start = opens + timedelta(minutes=int(world.rng.integers(5, 900)))
        response = Response(world, "SV_nps", start, start + timedelta(seconds=50))
        response.is_staff, response.wave = True, wave
        response.embed("wave_id", wave)
        response.write("anonymous", staff_email=world.pick(world.agents).email)
        response.answer("QID1", "nps", 10)


def _feeling(world: World, ticket: Ticket) -> float:
    return ticket.quality - 0.35 * trouble(ticket.created) + float(world.rng.normal(0, 0.55))


def _solved_at(ticket: Ticket) -> datetime | None:
    return next((at for at, status, _ in ticket.statuses if status == "solved"), None)


def _ratings(world: World) -> dict:
    """Zendesk good / bad ratings; returns the ids of the rated tickets."""
    counted, excluded = [], []
    for ticket in world.tickets:
        if ticket.system == "zendesk" and _solved_at(ticket) and ticket.kind != "outbound":
            (excluded if exclusion_reason(ticket) else counted).append(ticket)
    counted = [t for t in counted if t.person]
    chosen = [counted[int(i)] for i in world.rng.permutation(len(counted))[: settings.RATINGS]]
    chosen = sorted(chosen + excluded[:12], key=lambda t: int(t.id))
    rated = {}
    for ticket in chosen:
        offered = _solved_at(ticket) + timedelta(hours=24)
        answered = offered + timedelta(seconds=int(world.rng.integers(600, 260_000)))
        reason = exclusion_reason(ticket)
        if answered >= settings.AS_OF - timedelta(hours=12):
            continue
        score = "offered"
        if reason or world.chance(0.72):
            score = "good" if 0.65 + 1.2 * _feeling(world, ticket) > 0 else "bad"
        _rating_row(world, ticket, score, offered, answered, reason)
        rated[ticket.id] = True
    return rated


def _rating_row(world, ticket, score, offered, answered, reason) -> None:
    updated = offered if score == "offered" else answered
    rating_id = str(world.next_number("rating", 5001))
    comment = None
    if score != "offered" and world.chance(0.12):
        comment = world.pick(texts.PROMOTER if score == "good" else texts.DETRACTOR)
    world.add(
        "zendesk/satisfaction_rating",
        id=rating_id,
        ticket_id=ticket.id,
        requester_id=ticket.requester_id,
        assignee_id=ticket.agent.user_id,
        score=score,
        comment=comment,
        created_at=offered,
        updated_at=updated,
        _fivetran_synced=world.synced_lately(updated),
    )
    world.answers.append(
        {
            "source_system": "zendesk",
            "source_response_id": rating_id,
            "source_question_id": "satisfaction",
            "metric_code": "csat",
            "true_person_id": ticket.person.true_id if ticket.person else "",
            "raw_score": score,
            "submitted_at": updated,
            "status": 0,
            "finished": True,
            "is_staff": False,
            "wave": "",
            "ticket": f"zendesk {ticket.id}",
            "ticket_exclusion": reason,
        }
    )


def _post_ticket(world: World, rated: dict) -> None:
    open_to = [
        t
        for t in world.tickets
        if t.person and _solved_at(t) and t.id not in rated and not exclusion_reason(t)
    ]
    order = world.rng.permutation(len(open_to))[: settings.POST_RESPONSES]
    chosen = [open_to[int(i)] for i in sorted(order)]
    for place, ticket in enumerate(chosen):
        start = _solved_at(ticket) + timedelta(seconds=int(world.rng.integers(7_200, 260_000)))
        if start >= settings.AS_OF - timedelta(days=8):
            continue
        end = start + timedelta(seconds=int(world.rng.integers(30, 300)))
        response = Response(world, "SV_post", start, end)
        response.person = ticket.person
        special = _special(world)
        response.status = NOT_REAL.get(special, 0)
        response.finished = special != "unfinished"
        if place % 60 == 7:
            response.write("anonymous")
        else:
            key = "tickte_id" if place % 120 == 11 else "ticket_id"
            response.embed(key, ticket.number)
            if key == "ticket_id":
                response.ticket = f"{ticket.system} {ticket.id}"
            else:
                _misspelt(world, response, key)
            response.write(_mode(world, ticket.person))
        _post_answers(world, response, ticket)
        if place % 90 == 31 and not special:
            _answer_again(world, ticket, end)


def _post_answers(world: World, response: Response, ticket: Ticket) -> None:
    feeling = _feeling(world, ticket)
    ease = int(min(max(round(5.75 + 1.25 * feeling), 1), 7))
    satisfied = int(min(max(round(4.15 + 0.95 * feeling), 1), 5))
    response.answer("QID1", "ces", None if world.chance(0.012) else ease)
    if world.chance(0.95):
        response.answer("QID2", "csat", None if world.chance(0.012) else satisfied)
    if world.chance(0.22):
        pool = texts.PROMOTER if satisfied >= 4 else texts.DETRACTOR
        response.answer("QID3", "", None, world.pick(pool))


def _answer_again(world: World, ticket: Ticket, earlier: datetime) -> None:
    """Let the person answer the same survey about the same ticket a second time."""
    start = earlier + timedelta(hours=5)
    response = Response(world, "SV_post", start, start + timedelta(seconds=90))
    response.person, response.ticket = ticket.person, f"{ticket.system} {ticket.id}"
    response.embed("ticket_id", ticket.number)
    response.write(_mode(world, ticket.person))
    _post_answers(world, response, ticket)
