"""Other ways to write the same e-mail address or phone number; each use is listed as planted."""

from demo.world import Person, World

NOISE = {
    "mixed-case e-mail": 0.008,
    "padded e-mail": 0.008,
    "plus tag in e-mail": 0.008,
    "gmail dots": 0.5,
}
PHONE_NOTE = "other notation of the same number"


def noisy_email(world: World, person: Person, table: str, record_id: str) -> str:
    """Return the person's address, now and then written another way (then listed as planted)."""
    email = person.email
    local, domain = email.split("@")
    for fault, probability in NOISE.items():
        if fault == "gmail dots" and domain != "gmail.com" or not world.chance(probability):
            continue
        if fault == "mixed-case e-mail":
            email = f"{local.title()}@{domain.title()}"
        elif fault == "padded e-mail":
            email = f" {email} "
        elif fault == "plus tag in e-mail":
            email = f"{local}+help@{domain}"
        else:
            email = f"{local[:4]}.{local[4:10]}.{local[10:]}@{domain}"
        world.fault(fault, table, record_id, "normalised", "GOV-02", "email_format")
        break
    return email


def noisy_phone(world: World, phone: str, table: str, record_id: str, share=0.08) -> str:
    """Return the number in E.164 or, for a share, in another notation (then listed)."""
    if not phone or not world.chance(share):
        return phone
    style = int(world.rng.integers(3))
    if phone.startswith("+1"):
        a, b, c = phone[2:5], phone[5:8], phone[8:]
        text = (f"+1 ({a}) {b}-{c}", f"001 {a} {b} {c}", f"+1-{a}-{b}-{c}")[style]
    elif phone.startswith("+44"):
        text = (
            f"+44 20 7946 {phone[-4:]}",
            f"0044 20 7946 {phone[-4:]}",
            f"+44.20.7946.{phone[-4:]}",
        )[style]
    else:
        text = (
            f"+49 30 23125 {phone[-3:]}",
            f"0049 30 23125{phone[-3:]}",
            f"+49/30/23125-{phone[-3:]}",
        )[style]
    world.fault(
        "phone format", table, record_id, "normalised", "GOV-02", "phone_format", PHONE_NOTE
    )
    return text
