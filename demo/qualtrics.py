"""The raw tables of Qualtrics: definitions, responses, answers and embedded data."""

from datetime import timedelta

from demo import settings
from demo.notation import noisy_email
from demo.surveys import NOT_REAL, Response
from demo.world import World

QUESTIONS = (
    ("SV_nps", "QID1", "nps", "How likely are you to recommend Harborline?", "MC", "NPS"),
    ("SV_nps", "QID2", "nps_comment", "Why this score?", "TE", "SL"),
    ("SV_post", "QID1", "ces", "Harborline made it easy to solve my issue", "MC", "SAVR"),
    ("SV_post", "QID2", "csat", "How satisfied are you with the help you got?", "MC", "SAVR"),
    ("SV_post", "QID3", "post_comment", "Anything else?", "TE", "SL"),
)


def write_responses(world: World) -> None:
    """Write the definitions, then all responses with their answers."""
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
    for response in world.responses:
        if response.system == "qualtrics":
            _response(world, response)


def _response(world: World, response: Response) -> None:
    person, row = response.person, {"recipient_email": None, "distribution_channel": "email"}
    link = "none"
    if response.mode == "anonymous":
        row["distribution_channel"] = "anonymous"
        row["recipient_email"] = response.staff_email
    else:
        link = "external_id" if response.mode == "contact" else "email"
        if link == "email":
            table = "qualtrics/survey_response"
            row["recipient_email"] = noisy_email(world, person, table, response.id)
        if response.mode in ("contact", "both"):
            _embed(world, response, "contact_id", person.contact_id)
        if world.chance(0.08):
            row["recipient_first_name"] = person.first
            row["recipient_last_name"] = person.last
        row["user_language"] = person.language
    if response.key:
        value = response.ticket.number if response.ticket else response.wave
        _embed(world, response, response.key, value)
    world.add(
        "qualtrics/survey_response",
        id=response.id,
        survey_id=response.survey_id,
        start_date=response.start,
        end_date=response.end,
        recorded_date=None if response.is_finished else response.end + timedelta(days=7),
        finished=int(response.is_finished),
        progress=100 if response.is_finished else 50,
        status=NOT_REAL.get(response.special, 0),
        _fivetran_synced=world.synced_lately(response.end),
        **row,
    )
    world.record("qualtrics", response.id, "respondent", response.true_id, link)
    for question, _, value, text in response.answers:
        world.add(
            "qualtrics/question_response",
            _fivetran_id=f"q{world.next_number('answer', 10_001)}",
            response_id=response.id,
            question_id=question,
            value=value,
            text=text,
            _fivetran_synced=world.synced_lately(response.end),
        )


def _embed(world: World, response: Response, key: str, value: str) -> None:
    """Attach one embedded data field."""
    world.add(
        "qualtrics/survey_embedded_data",
        response_id=response.id,
        key=key,
        value=value,
        _fivetran_synced=world.synced_lately(response.end),
    )
    if key in ("wawe_id", "tickte_id"):
        record, table = f"{response.id}|{key}", "qualtrics/survey_embedded_data"
        world.fault("misspelt key", table, record, "kept", "GOV-04", "misspelt_key", "no link")
