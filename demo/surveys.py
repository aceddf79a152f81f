"""Who answers which survey and what: relationship NPS waves, and questions after a ticket.

What a person answers depends on the service they got lately; see `_opinion` and `feeling`.
Every answer is also noted in `world.answers`, from which the truth is computed.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo import settings, texts
from demo.clock import trouble
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
# How the tools call the questions: (survey, question)
_OTHERS = {
    "nps": ("SV_rel", "QID3"),
    "nps_comment": ("SV_rel", "QID4"),
    "ces": ("SV_post", "QID1"),
    "csat": ("SV_post", "QID2"),
    "post_comment": ("SV_post", "QID5"),
}
QUESTIONS = {
    "qualtrics": {
        "nps": ("SV_nps", "QID1"),
        "nps_comment": ("SV_nps", "QID2"),
        "ces": ("SV_post", "QID1"),
        "csat": ("SV_post", "QID2"),
        "post_comment": ("SV_post", "QID3"),
    },
    "typeform": _OTHERS,
    "surveymonkey": _OTHERS,
}
DESK_OF = {"qualtrics": "zendesk", "typeform": "freshdesk", "surveymonkey": "servicenow"}
# What may be wrong with a response, with its share: what the tool can tell
SPECIAL = {
    "qualtrics": {"preview": 0.006, "test": 0.006, "spam": 0.006, "unfinished": 0.02},
    "typeform": {"unfinished": 0.02},
    "surveymonkey": {"preview": 0.006, "unfinished": 0.025},
}


@dataclass
class Response:
    """One response; `mode` says how the respondent can be recognised."""

    system: str
    id: str
    survey_id: str
    start: datetime
    end: datetime
    person: Person | None
    special: str = ""
    mode: str = "anonymous"
    staff_email: str = ""
    true_id: str = ""
    wave: str = ""
    ticket: Ticket | None = None
    key: str = ""  # the name under which the wave or the ticket travels, perhaps misspelt
    answers: list = field(default_factory=list)  # (question id, metric, number, text)
    said: str = ""  # a comment that was planted afterwards

    @property
    def submitted(self) -> datetime:
        """When the tool says it was given: Typeform knows only the start of an unfinished one."""
        is_dated = self.is_finished or self.system != "typeform"
        return self.end if is_dated else self.start

    @property
    def is_finished(self) -> bool:
        """Whether it was sent off."""
        return self.special != "unfinished"


def answer_surveys(world: World) -> None:
    """Let the people answer: NPS in waves, then the questions after a ticket."""
    past = _past(world)
    opinions = {p.true_id: float(world.rng.normal(0, 1.5)) for p in world.people}
    for system in QUESTIONS:
        for wave, opens in WAVES.items():
            _nps_wave(world, system, wave, opens, past, opinions)
        _post_ticket(world, system)


def _may_be_asked(person: Person, system: str) -> bool:
    """Tell whom a survey tool asks: Harborline's, Tidewater's, or those with ServiceNow."""
    if system == "surveymonkey":
        return person.uses_servicenow
    if system == "typeform":
        return person.brand == "tidewater"
    return bool(person.contact_id or person.ids.get("zendesk"))


def _start(world, system, survey, start, end, person, special="") -> Response:
    survey_id = QUESTIONS[system][survey][0]
    prefix = {"qualtrics": "R_", "typeform": "tf", "surveymonkey": "11"}[system]
    number = world.next_number(f"response {system}", 1001)
    response = Response(system, f"{prefix}{number}", survey_id, start, end, person, special)
    world.responses.append(response)
    return response


def _identify(world: World, response: Response, mode: str) -> None:
    """Set how the respondent can be recognised, and who it truly is."""
    response.mode = mode
    if mode == "anonymous":
        response.true_id = "" if response.staff_email else world.new_person_id()
    else:
        response.true_id = response.person.true_id


def _mode(world: World, system: str, person: Person) -> str:
    has_id = person.contact_id if system == "qualtrics" else person.ids.get("hubspot")
    if system == "surveymonkey" or not has_id:
        return "email"
    return world.pick(("email", "contact", "both"), (58, 32, 10))


def _special(world: World, system: str) -> str:
    shares = SPECIAL[system]
    return world.pick(["", *shares], [1 - sum(shares.values()), *shares.values()])


def _past(world: World) -> dict:
    """Tickets of every person in time order."""
    past = {}
    for ticket in world.tickets:
        if ticket.person:
            past.setdefault(ticket.person.true_id, []).append((ticket.updated, ticket.quality))
    return {key: sorted(value) for key, value in past.items()}


def _nps_wave(world, system, wave, opens, past, opinions) -> None:
    crowd = [p for p in world.people if p.is_active(opens) and _may_be_asked(p, system)]
    size = int(settings.NPS_PER_WAVE[system] * world.rng.uniform(0.93, 1.07))
    for place, person in enumerate(world.shuffled(crowd)[:size]):
        _nps_response(world, system, person, wave, past, opinions)
        if place < 3:  # answers twice in the wave
            _nps_response(world, system, person, wave, past, opinions, is_again=True)
    for _ in range(2 if system == "qualtrics" else 0):
        start = opens + timedelta(minutes=int(world.rng.integers(5, 900)))
        response = _start(world, system, "nps", start, start + timedelta(seconds=50), None)
        response.staff_email, response.wave = world.pick(world.agents).email, wave
        response.key = "wave_id"
        _identify(world, response, "anonymous")
        _answer(world, response, "nps", 10)


def _nps_response(world, system, person, wave, past, opinions, is_again=False) -> None:
    start = WAVES[wave] + timedelta(minutes=float(world.rng.exponential(5_000)))
    start = start.replace(microsecond=0) + timedelta(days=12 if is_again else 0)
    if start.date().day > 28 and start.month == 6:
        return
    end = start + timedelta(seconds=int(world.rng.integers(40, 400)))
    special = "" if is_again else _special(world, system)
    response = _start(world, system, "nps", start, end, person, special)
    response.key, response.wave = "wave_id", wave
    if system == "qualtrics" and not is_again and world.chance(0.008):
        response.key = world.pick(("", "wawe_id"))
    is_nameless = not is_again and world.chance(0.06)
    _identify(world, response, "anonymous" if is_nameless else _mode(world, system, person))
    score = _opinion(world, person, start, past, opinions)
    if special == "unfinished" and world.chance(0.4):
        return
    _answer(world, response, "nps", None if world.chance(0.008) else score)
    if world.chance(0.27):
        pool = (texts.DETRACTOR, texts.PASSIVE, texts.PROMOTER)[(score > 6) + (score > 8)]
        _comment(world, response, "nps_comment", pool)


def _answer(world: World, response: Response, metric: str, value: int | None) -> None:
    """Answer a question of a KPI; one that is left out leaves no trace in SurveyMonkey."""
    if value is None and (response.system == "surveymonkey" or not response.is_finished):
        return
    question = QUESTIONS[response.system][metric][1]
    response.answers.append((question, metric, value, None))
    about = response.ticket and f"{response.ticket.system} {response.ticket.id}"
    is_linked = response.key in ("wave_id", "ticket_id")
    world.answers.append(
        {
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
    )


def _comment(world: World, response: Response, question: str, pool: tuple) -> None:
    question_id = QUESTIONS[response.system][question][1]
    response.answers.append((question_id, "", None, world.pick(pool)))


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


def feeling(world: World, ticket: Ticket) -> float:
    """Tell how the person looks back on a ticket: 0 is neither good nor bad."""
    return ticket.quality - 0.35 * trouble(ticket.created) + float(world.rng.normal(0, 0.55))


def solved_at(ticket: Ticket) -> datetime | None:
    """When a ticket was solved first."""
    return next((at for at, status, _ in ticket.statuses if status == "solved"), None)


def _post_ticket(world: World, system: str) -> None:
    open_to = [
        t
        for t in world.tickets
        if t.system == DESK_OF[system]
        and t.person
        and solved_at(t)
        and not t.rating
        and not exclusion_reason(t)
    ]
    order = world.rng.permutation(len(open_to))[: settings.POST_RESPONSES[system]]
    chosen = [open_to[int(i)] for i in sorted(order)]
    for place, ticket in enumerate(chosen):
        start = solved_at(ticket) + timedelta(seconds=int(world.rng.integers(7_200, 260_000)))
        if start >= settings.AS_OF - timedelta(days=8):
            continue
        end = start + timedelta(seconds=int(world.rng.integers(30, 300)))
        special = _special(world, system)
        response = _start(world, system, "ces", start, end, ticket.person, special)
        if place % 60 == 7:
            _identify(world, response, "anonymous")
        else:
            response.ticket, response.key = ticket, "ticket_id"
            if system == "qualtrics" and place % 120 == 11:
                response.key = "tickte_id"
            _identify(world, response, _mode(world, system, ticket.person))
        _post_answers(world, response, ticket)
        if place % 90 == 31 and not special:
            again = end + timedelta(hours=5)
            second = _start(
                world, system, "ces", again, again + timedelta(seconds=90), ticket.person
            )
            second.ticket, second.key = ticket, "ticket_id"
            _identify(world, second, _mode(world, system, ticket.person))
            _post_answers(world, second, ticket)


def _post_answers(world: World, response: Response, ticket: Ticket) -> None:
    felt = feeling(world, ticket)
    ease = int(min(max(round(5.75 + 1.25 * felt), 1), 7))
    satisfied = int(min(max(round(4.15 + 0.95 * felt), 1), 5))
    _answer(world, response, "ces", None if world.chance(0.012) else ease)
    if world.chance(0.95):
        _answer(world, response, "csat", None if world.chance(0.012) else satisfied)
    elif response.system == "typeform":  # it shows which questions were passed over
        _answer(world, response, "csat", None)
    if world.chance(0.22):
        pool = texts.PROMOTER if satisfied >= 4 else texts.DETRACTOR
        _comment(world, response, "post_comment", pool)
