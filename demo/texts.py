"""Short message bodies: what customers write, what agents answer, what survey comments say."""

OPENINGS = {
    "billing": ("Wrong invoice amount", "I was charged twice", "My refund is missing"),
    "login": ("I cannot log in today", "No password mail comes", "My account is locked"),
    "shipping": ("Where is my delivery?", "The parcel is damaged", "Wrong item in the box"),
    "product": ("The gateway goes offline", "Export ends in an error", "Update broke our sensors"),
    "other": ("How to add a colleague?", "Do you offer training?", "Our address changed"),
    "": ("I need some help", "Please call me back"),
}
SUBJECTS = {
    "billing": ("Wrong invoice", "Double charge", "Missing refund"),
    "login": ("Login fails", "Locked out", "Password reset"),
    "shipping": ("Late parcel", "Damaged item", "New address"),
    "product": ("No connection", "Export error", "Slow app", "Update issue"),
    "other": ("One question", "Our contract", "Staff training"),
    "": ("Need help", "Call me back"),
}
REPLIES = (
    "Done, please check",
    "This is fixed now",
    "Corrected, sorry!",
    "Please try again",
    "A new one is coming",
)
ASKING = ("Can you send a photo?", "Which device is it?", "We look into this")
ANSWERS = ("Here it is, thanks", "All since Monday")
STILL = ("Still not working", "Same problem again")
THANKS = ("Thank you, all good", "Great, thanks a lot!")
NOTES = ("Asked second level", "Known bug, see release")
BOT = "We got your request"
OUTBOUND = ("Your device gets an update", "May we plan a visit?")
AGENT_OPENS = ("As agreed by phone", "Following up our talk")
MERGED = "Merged into the other"

PROMOTER = (
    "Great support, always quick",
    "Easy to use and reliable",
    "Friendly people, good help",
    "It saves us many hours",
)
PASSIVE = ("Good, but the app is slow", "Fine overall", "Pricing is a bit high")
DETRACTOR = (
    "Support took far too long",
    "The October update broke it",
    "Invoices are wrong again",
    "Nobody answered my question",
)
