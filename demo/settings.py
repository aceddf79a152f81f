"""Constants of the demo company: dates, volumes, calendars. Change a number here, nowhere else."""

from datetime import date, datetime

SEED = 20260701
HISTORY_START = datetime(2024, 7, 1)
AS_OF = datetime(2026, 7, 1)
RELEASE_AT = datetime(2025, 10, 6)
RELEASE_END = datetime(2026, 1, 1)
STAFF_DOMAIN = "harborline.example"

# Accounts and people; Tidewater is the company that Harborline bought
ACCOUNTS = 300
ACCOUNTS_OF_TIDEWATER = 60
ACCOUNTS_IN_BOTH_CRMS = 16
ACCOUNTS_ON_SERVICENOW = 60
PEOPLE_WITH_ACCOUNT = 1_760
CONSUMERS = 150
CONSUMERS_OF_TIDEWATER = 30
PROSPECTS = 140
PROSPECTS_OF_TIDEWATER = 30
SHARE_ON_INTERCOM = 0.3

# Volumes (tickets include repeat contacts only roughly: those come on top of the first contacts)
FIRST_CONTACTS = {"zendesk": 3_570, "freshdesk": 1_385, "intercom": 1_015, "servicenow": 1_375}
NPS_PER_WAVE = {"qualtrics": 200, "typeform": 75, "surveymonkey": 60}
POST_RESPONSES = {"qualtrics": 860, "typeform": 340, "surveymonkey": 340}
RATINGS = {"zendesk": 860, "freshdesk": 420, "intercom": 430, "servicenow": 190}

# Business hours of the service desk
ZONE = "Europe/Berlin"
OPENS_HOUR, CLOSES_HOUR = 9, 17
HOLIDAYS = (
    date(2024, 12, 25),
    date(2024, 12, 26),
    date(2025, 1, 1),
    date(2025, 5, 1),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 5, 1),
)

# A row shows its load time only if it changed lately, or if it has two versions: the others came
# with the first historic load. This keeps the files small; the column is optional.
SYNC_SHOWN_FROM = datetime(2026, 6, 1)
