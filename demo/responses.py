"""The responses of Typeform and SurveyMonkey, as their histories tell them."""

from demo import history, settings, tools
from demo.notation import noisy_email
from demo.surveys import QUESTIONS, Response
from demo.world import World

SURVEYS = {
    "SV_rel": ("Relationship NPS", ("nps", "nps_comment")),
    "SV_post": ("After your ticket", ("csat", "ces", "post_comment")),
}
WORDINGS = {
    "nps": ("How likely are you to recommend us?", "nps", "nps_0_10"),
    "nps_comment": ("Why this score?", "", ""),
    "csat": ("How satisfied are you with the help you got?", "csat", "csat_1_5"),
    "ces": ("How easy was it to get help?", "ces", "ces_1_7_ease"),
    "post_comment": ("Anything else?", "", ""),
}


def write_responses(world: World, system: str) -> None:
    """Write the surveys of a tool and what was answered."""
    known = world.histories[system]
    for survey_id, (name, parts) in SURVEYS.items():
        questions = [
            history.Question(QUESTIONS[system][part][1], *WORDINGS[part]) for part in parts
        ]
        known.surveys.append(history.Survey(survey_id, name, questions, settings.HISTORY_START))
    for response in world.responses:
        if response.system == system:
            known.responses.append(_response(world, response))


def _response(world: World, response: Response) -> history.Response:
    answers = {
        question: value if text is None else text for question, _, value, text in response.answers
    }
    return history.Response(
        id=response.id,
        survey_id=response.survey_id,
        person=_respondent(world, response),
        started=response.start,
        submitted=response.end,
        answers={key: value for key, value in answers.items() if value is not None},
        ticket_id=response.ticket.id if response.ticket else "",
        wave_id=response.wave,
        is_finished=response.is_finished,
        is_preview=response.special == "preview",
    )


def _respondent(world: World, response: Response) -> history.Person | None:
    """Return the respondent as the response shows it; nobody if it is anonymous."""
    person, group = response.person, tools.set_of(response.system)
    link = "none"
    if response.mode != "anonymous" and group in person.known_in:
        link = "external_id" if response.mode == "contact" else "email"
    world.record(response.system, response.id, "respondent", response.true_id, link)
    if response.mode == "anonymous":
        return None
    shown = history.Person(person.true_id, "", "", "", response.start)
    if response.mode in ("email", "both"):
        table = tools.RESPONSES[response.system]
        shown.email = noisy_email(world, person, table, response.id)
    if response.mode in ("contact", "both"):
        shown.external_id = person.ids["hubspot"][0]
    if link == "none":
        person.known_in.append(group)
    elif world.chance(0.1):
        shown.first, shown.last = person.first, person.last
    return shown
