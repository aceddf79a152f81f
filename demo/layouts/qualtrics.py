"""Qualtrics as Fivetran lands it: the surveys, their answers, the directory and the mailings."""

from demo.history import History, Question, Response, Survey

# Kind and variant of a question by what it measures
KINDS = {"nps": ("MC", "NPS"), "csat": ("MC", "SAVR"), "ces": ("MC", "SAVR"), "": ("TE", "SL")}
DIRECTORY = "POOL_1"


def tables(history: History) -> dict[str, list[dict]]:
    """Return the raw tables of Qualtrics; ticket, wave and CRM id are embedded data."""
    invited = [response for response in history.responses if response.invited and response.person]
    return {
        "survey": [_survey(survey) for survey in history.surveys],
        "block": [
            {"survey_id": survey.id, "id": f"BL_{survey.id}", "type": "Default"}
            for survey in history.surveys
        ],
        "block_question": [
            {"survey_id": survey.id, "block_id": f"BL_{survey.id}", "question_id": question.id}
            for survey in history.surveys
            for question in survey.questions
        ],
        "question": [
            _question(survey, question)
            for survey in history.surveys
            for question in survey.questions
        ],
        "question_option": [
            row
            for survey in history.surveys
            for question in survey.questions
            for row in _options(survey, question)
        ],
        "survey_response": [_response(response) for response in history.responses],
        "question_response": [
            row for response in history.responses for row in _answers(history, response)
        ],
        "survey_embedded_data": [row for response in history.responses for row in _data(response)],
        "directory_contact": [
            {
                "directory_id": DIRECTORY,
                "id": f"CID_{person.id}",
                "email": person.email or None,
                "phone": person.phone or None,
                "first_name": person.first,
                "last_name": person.last,
                "ext_ref": person.external_id or None,
                "language": person.language,
                "directory_unsubscribed": person.has_opted_out,
                "creation_date": person.created,
                "last_modified": person.created,
            }
            for person in history.people
        ],
        "distribution": [
            {
                "id": f"EMD_{response.id}",
                "request_type": "Invite",
                "request_status": "Done",
                "parent_distribution_id": None,
                "survey_link_survey_id": response.survey_id,
                "survey_link_link_type": "Individual",
                "send_date": response.invited,
                "modified_date": response.invited,
            }
            for response in invited
        ],
        "distribution_contact": [
            {
                "distribution_id": f"EMD_{response.id}",
                "contact_id": f"CID_{response.person.id}",
                "contact_lookup_id": f"CGC_{response.person.id}",
                "sent_at": response.invited,
                "opened_at": response.started,
                "response_started_at": response.started,
                "response_completed_at": response.submitted if response.is_finished else None,
                "response_id": response.id,
                "status": "SurveyFinished" if response.is_finished else "SurveyPartiallyFinished",
            }
            for response in invited
        ],
    }


def _survey(survey: Survey) -> dict:
    return {
        "id": survey.id,
        "survey_name": survey.name,
        "survey_status": "Active",
        "project_category": "CX",
        "last_modified": survey.created,
    }


def _question(survey: Survey, question: Question) -> dict:
    kind, selector = KINDS[question.metric]
    return {
        "survey_id": survey.id,
        "id": question.id,
        "data_export_tag": f"{question.metric or 'text'}_{question.id}",
        "question_text": question.wording,
        "question_type": kind,
        "selector": selector,
    }


def _options(survey: Survey, question: Question) -> list[dict]:
    """Every step of a scale; its key is the place, its recode the value."""
    if not question.scale:
        return []
    ends = [int(part) for part in question.scale.split("_") if part.isdecimal()]
    low, high = ends or (0, 1)
    return [
        {
            "survey_id": survey.id,
            "question_id": question.id,
            "key": str(place),
            "recode_value": str(value),
            "text": str(value),
        }
        for place, value in enumerate(range(low, high + 1), 1)
    ]


def _response(response: Response) -> dict:
    person = response.person
    return {
        "id": response.id,
        "survey_id": response.survey_id,
        "start_date": response.started,
        "end_date": response.submitted,
        "recorded_date": response.submitted,
        "finished": 1 if response.is_finished else 0,
        "progress": 100 if response.is_finished else 50,
        "duration_in_seconds": int((response.submitted - response.started).total_seconds()),
        "status": 1 if response.is_preview else 0,
        "distribution_channel": "email" if person else "anonymous",
        "recipient_email": person.email if person else None,
        "recipient_first_name": person.first if person else None,
        "recipient_last_name": person.last if person else None,
        "user_language": person.language.upper() if person else "EN",
        "last_modified_date": response.submitted,
    }


def _answers(history: History, response: Response) -> list[dict]:
    wordings = {
        question.id: question.wording
        for survey in history.surveys
        if survey.id == response.survey_id
        for question in survey.questions
    }
    return [
        {
            "_fivetran_id": f"{response.id}-{question_id}",
            "response_id": response.id,
            "question_id": question_id,
            "question": wordings.get(question_id),
            "sub_question_key": None,
            "question_option_key": None,
            "loop_id": None,
            "value": None if isinstance(answer, str) else answer,
            "text": answer if isinstance(answer, str) else None,
        }
        for question_id, answer in response.answers.items()
    ]


def _data(response: Response) -> list[dict]:
    known = {
        "ticket_id": response.ticket_id,
        "wave_id": response.wave_id,
        "contact_id": response.person.external_id if response.person else "",
    }
    return [
        {"response_id": response.id, "key": key, "value": value}
        for key, value in known.items()
        if value
    ]
