"""The normal forms of phone numbers, e-mail addresses and names, and the lists behind them."""

import csv
import re
from functools import cache

import duckdb
import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

from tests.python.conftest import ROOT
from tests.python.identity_engine import Engine

KINDS = {"fixed": PhoneNumberType.FIXED_LINE, "mobile": PhoneNumberType.MOBILE}


def seed(name):
    """The rows of a seed."""
    with (ROOT / "seeds" / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def contact(key, **values):
    """One person record."""
    return {"contact_record_id": key, "source_system": "x", "source_contact_id": key} | values


def forms(run_model, model, contacts):
    """What a model makes of the contacts: per record its rows, in order."""
    inputs = {"int_contacts_unioned": contacts}
    if model == "int_person_phones":
        dialled = run_model("int_person_phones_dialled", inputs)
        located = run_model("int_person_phones_located", {"int_person_phones_dialled": dialled})
        inputs = {"int_person_phones_located": located}
    found = {row["contact_record_id"]: [] for row in contacts}
    for row in run_model(model, inputs):
        found[row["contact_record_id"]].append(row)
    return found


def phones(run_model, written, country="DE"):
    """The numbers found in each of the written texts."""
    contacts = [contact(text, phone=text, country=country) for text in written]
    found = forms(run_model, "int_person_phones", contacts)
    return {text: sorted(row["phone_e164"] for row in rows) for text, rows in found.items()}


def own_international_prefix(region):
    """What one dials in the region to call abroad; the first carrier where it has to be named."""
    known = PhoneMetadata.metadata_for_region(region)
    carriers = ("00", "001", "005", "008", "0014", "011")
    for prefix in (known.preferred_international_prefix, *carriers):
        digits = re.sub(r"[^0-9]", "", prefix or "")
        if digits and re.fullmatch(known.international_prefix, digits):
            return digits
    assert known.international_prefix.isdigit(), region
    return known.international_prefix


def ways_to_write(number, region):
    """One number as people write it: the name of each way, and the text."""
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    code = f"+{number.country_code}"
    rest = abroad.removeprefix(code).strip()
    digits = re.sub(r"\D", "", rest)
    yield "national", national
    yield "national digits", re.sub(r"\D", "", national)
    yield "national, dots", re.sub(r"[ ()-]+", ".", national).strip(".")
    yield "national, dashes", re.sub(r"[ ()-]+", "-", national).strip("-")
    yield "e164", e164
    yield "international", abroad
    yield "spaces", f"{code} " + " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))
    yield "dots", f"{code}." + re.sub(r"[ -]", ".", rest)
    yield "dashes", f"{code}-" + re.sub(r" ", "-", rest)
    yield "brackets", f"{code} ({digits[:2]}) {digits[2:]}"
    yield "own international prefix", own_international_prefix(region) + e164[1:]
    yield "arabic digits", abroad.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    yield "full-width", e164.translate(str.maketrans("+0123456789", "＋０１２３４５６７８９"))
    if digits[0] != "0" and PhoneMetadata.metadata_for_region(region).national_prefix == "0":
        yield "(0)", f"{code} (0){rest}"


def test_phone_numbers_of_every_region_in_every_way_to_write_them(run_model):
    """Google's library agrees on a fixed and a mobile number of each region of the world."""
    contacts, expected = [], {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind, number_type in KINDS.items():
            number = phonenumbers.example_number_for_type(region, number_type)
            if number is None:
                continue
            for way, text in ways_to_write(number, region):
                key = f"{region} {kind} {way}: {text}"
                contacts.append(contact(key, phone=text, country=region))
                expected[key] = [phonenumbers.format_number(number, PhoneNumberFormat.E164)]
    found = forms(run_model, "int_person_phones", contacts)
    read = {key: [row["phone_e164"] for row in rows] for key, rows in found.items()}
    wrong = {key: (read[key], expected[key]) for key in expected if read[key] != expected[key]}
    assert len(expected) > 6000
    assert wrong == {}


def test_a_field_may_hold_several_numbers_labels_and_extensions(run_model):
    berlin, mobile = "+493012345678", "+491711234567"
    cases = {
        "030 12345678; 0171 1234567": [mobile, berlin],
        "030 12345678, 0171 1234567": [mobile, berlin],
        "030 12345678/0171 1234567": [mobile, berlin],
        "030 12345678 / 0171 1234567": [mobile, berlin],
        "+49 171 1234567/+49 30 12345678": [mobile, berlin],
        "089 12345/0171 1234567": [mobile, "+498912345"],
        "030 12345678\n0171 1234567": [mobile, berlin],
        "030/12345678": [berlin],
        "030 / 123 456 78": [berlin],
        "+49 30/12345678": [berlin],
        "030 12345678 x 12": [berlin],
        "030 12345678x12": [berlin],
        "030 12345678 ext. 12": [berlin],
        "030 12345678 #12": [berlin],
        "tel:+49-30-12345678;ext=12": [berlin],
        "Fax: 030 12345678": [berlin],
        "+49 (0)30 12345678": [berlin],
        "+49 030 12345678": [berlin],
        "0049 (0) 30 12345678": [berlin],
        "\u202a+49 30 12345678\u202c": [berlin],
        "+49\u00a030\u00a012345678": [berlin],
        "030 12345678; (030) 1234-5678": [berlin],
        "٠٣٠ ١٢٣٤٥٦٧٨": [berlin],
        "۰۳۰ ۱۲۳۴۵۶۷۸": [berlin],
        "none": [],
        "-": [],
    }
    assert phones(run_model, cases) == cases


def test_a_number_that_its_country_cannot_have_is_no_number(run_model):
    """Too short, too long; from abroad it is kept, as the country may have new numbers."""
    cases = {
        "0171 123456789": [],
        "12": [],
        "001 12": [],
        "+1 2": [],
        "+999 1234567": ["+9991234567"],
        "+1 201 555 01234": ["+120155501234"],
        "011 49 30 12345678": ["+493012345678"],
        "00 49 30 12345678": ["+493012345678"],
        "(201) 555-0123": ["+12015550123"],
        "1-201-555-0123": ["+12015550123"],
        "+1234567890123456": [],
    }
    assert phones(run_model, cases, country="US") == cases


def test_two_fields_with_one_number_are_one_number(run_model):
    """And it counts as the mobile number, if one of them says so."""
    person = contact("p", phone="+49 171 1234567", mobile_phone="0171/1234567", country="DE")
    both = contact("b", phone="030 12345678", mobile_phone="0171 1234567", country="DE")
    found = forms(run_model, "int_person_phones", [person, both])
    assert [(row["contact_phone_id"], row["is_mobile_field"]) for row in found["p"]] == [
        ("p|+491711234567", True)
    ]
    assert {row["phone_e164"]: row["is_mobile_field"] for row in found["b"]} == {
        "+493012345678": False,
        "+491711234567": True,
    }


def test_the_country_may_be_a_code_or_a_name(run_model):
    written = {
        "FR": "+33",
        "fra": "+33",
        " France ": "+33",
        "United Kingdom": "+44",
        "UK": "+44",
        "Österreich": "+43",
        "مصر": "+20",
        "Côte d'Ivoire": "+225",
        "Cote d’Ivoire": "+225",
        "Narnia": "+49",
        None: "+49",
    }
    # two numbers, as no number is valid in all of them
    contacts = [
        contact(str(country), country=country, phone="02 12 34 56 78", mobile_phone="020 7946 0018")
        for country in written
    ]
    found = forms(run_model, "int_person_phones", contacts)
    for country, code in written.items():
        read = {row["phone_e164"] for row in found[str(country)]}
        assert read and all(number.startswith(code) for number in read), country


def test_countries_have_one_meaning_and_every_region_is_among_them():
    meant = {row["country"] for row in seed("countries")}
    assert meant == phonenumbers.SUPPORTED_REGIONS
    assert meant == {row["country"] for row in seed("calling_codes")}
    main = [
        row["calling_code"] for row in seed("calling_codes") if row["is_main_country"] == "true"
    ]
    assert sorted(main) == sorted({row["calling_code"] for row in seed("calling_codes")})


def test_email_addresses_in_normal_form(run_model):
    expected = {
        " Jo.Smith@Acme.Example ": ["jo.smith@acme.example"],
        "mailto:jo@acme.example": ["jo@acme.example"],
        "MAILTO:jo@acme.example?subject=hello": ["jo@acme.example"],
        "Jo Smith <jo@acme.example>": ["jo@acme.example"],
        '"Smith, Jo" <jo@acme.example>': ["jo@acme.example"],
        "<jo@acme.example>": ["jo@acme.example"],
        "'jo@acme.example'": ["jo@acme.example"],
        '"jo@acme.example"': ["jo@acme.example"],
        "jo@acme.example.": ["jo@acme.example"],
        "jo+news@acme.example": ["jo@acme.example"],
        "jo.smith+news@gmail.com": ["josmith@gmail.com"],
        "Jo.Smith@GoogleMail.com": ["josmith@gmail.com"],
        "jo-news@yahoo.co.uk": ["jo@yahoo.co.uk"],
        "jo-news@acme.example": ["jo-news@acme.example"],
        "jo.smith@outlook.com": ["jo.smith@outlook.com"],
        "jo@me.com": ["jo@icloud.com"],
        "o'neill@acme.example": ["o'neill@acme.example"],
        "jürgen@müller.example": ["jürgen@müller.example"],
        "محمد@شركة.مثال": ["محمد@شركة.مثال"],
        "a@acme.example; b@acme.example": ["a@acme.example", "b@acme.example"],
        "a@acme.example, A@ACME.example": ["a@acme.example"],
        "not an address": [],
        "jo@acme": [],
        "jo@@acme.example": [],
        "@acme.example": [],
        "jo@.example": [],
        "jo smith@acme.example": [],
        "+news@acme.example": [],
        "jo@192.168.0.1": [],
        "(jo@acme.example)": ["jo@acme.example"],
        "": [],
    }
    contacts = [contact(text, email=text) for text in expected]
    found = forms(run_model, "int_person_emails", contacts)
    read = {text: sorted(row["email_normalised"] for row in found[text]) for text in expected}
    assert read == expected


def test_further_addresses_count_beside_the_first(run_model):
    person = contact(
        "p", email="jo@acme.example", additional_emails="jo.s@gmail.com;JO@acme.example;bad"
    )
    rows = forms(run_model, "int_person_emails", [person])["p"]
    columns = ("contact_email_id", "email_local", "email_domain", "is_primary_email")
    assert sorted(tuple(row[column] for column in columns) for row in rows) == [
        ("p|jo@acme.example", "jo", "acme.example", True),
        ("p|jos@gmail.com", "jos", "gmail.com", False),
    ]


@cache
def folding():
    """The expression that folds a name, by the macro itself."""
    return Engine().environment.from_string("{{ fold_name('name') }}").render().strip()


def folded(written):
    """The folded form of each name."""
    connection = duckdb.connect()
    connection.execute("create table names (name varchar)")
    connection.executemany("insert into names values (?)", [[name] for name in written])
    return dict(connection.execute(f"select name, {folding()} from names").fetchall())


def test_names_are_folded_for_comparison():
    expected = {
        "José": "jose",
        "Jose\u0301": "jose",
        "Müller": "muller",
        "Weiß": "weiss",
        "Søren Ærø": "soren aero",
        "ŁUKASZ": "lukasz",
        "Nguyễn": "nguyen",
        "İbrahim": "ibrahim",
        "O'Neill": "oneill",
        "O’Neill": "oneill",
        "Al-Sayed": "al sayed",
        "Anne–Marie": "anne marie",
        "J.R.  Smith": "j r smith",
        "Smith, Jo": "smith jo",
        "Henry 8": "henry 8",
        "  ": None,
        "-": None,
        "": None,
        None: None,
        # one name in several spellings
        "أحمد": "احمد",
        "احمد": "احمد",
        "أَحْمَد": "احمد",
        "أحـــمد": "احمد",
        "آية": "ايه",
        "ايه": "ايه",
        "مصطفى": "مصطفي",
        "مصطفي": "مصطفي",
        "فؤاد": "فواد",
        "کریم": "كريم",
        "كريم": "كريم",
        # other scripts stay
        "Дмитрий": "дмитрий",
        "王伟": "王伟",
        "Γιώργος": "γιώργος",
        "दीपक": "दीपक",
    }
    assert folded(expected) == expected


def test_different_names_stay_different():
    """Were all but a to z dropped, every Arabic name would be the same empty text."""
    names = ["محمد", "محمود", "أحمد", "حمد", "王伟", "王芳", "Иван", "Олег", "Jan", "Jana"]
    assert len(set(folded(names).values())) == len(names)


def test_nicknames_are_in_folded_form():
    """A name that fold_name writes in another way would never be found."""
    names = [row["given_name"] for row in seed("given_name_variants")]
    assert folded(names) == {name: name for name in names}
    blocked = [
        row["value"] for row in seed("blocked_identifiers") if row["identifier_type"] == "name"
    ]
    assert folded(blocked) == {name: name for name in blocked}


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("bob", "robert"),
        ("liz", "elizabeth"),
        ("hannes", "johannes"),
        ("paco", "francisco"),
        ("mohamed", "muhammad"),
        ("muhammad", "muhammad"),
        ("tarek", "tariq"),
    ],
)
def test_nicknames_mean_their_formal_name(name, group):
    groups = {row["given_name"]: row["name_group"] for row in seed("given_name_variants")}
    assert groups[name] == group


def test_no_name_group_stands_for_another():
    """A group that is itself a variant would part the names that it joins."""
    groups = {row["given_name"]: row["name_group"] for row in seed("given_name_variants")}
    assert [group for group in groups.values() if groups[group] != group] == []


def test_blocked_values_are_listed_once():
    """Two rows for one value, or digits that end with other digits, would double an identifier."""
    rows = seed("blocked_identifiers")
    keys = [(row["identifier_type"], row["match_type"], row["value"]) for row in rows]
    assert len(keys) == len(set(keys))
    digits = [row["value"] for row in rows if row["match_type"] == "digits"]
    assert [
        (long, short)
        for long in digits
        for short in digits
        if long != short and long.endswith(short)
    ] == []


def test_the_domains_of_the_examples_are_not_blocked():
    blocked = {row["value"] for row in seed("blocked_identifiers") if row["match_type"] == "domain"}
    assert not {"example.com", "example.org", "example.net"} & blocked


def test_mail_domains_lead_to_a_domain_that_leads_to_itself():
    domains = {row["domain"]: row["canonical_domain"] for row in seed("free_mail_domains")}
    assert [name for name in domains.values() if domains.get(name) != name] == []
