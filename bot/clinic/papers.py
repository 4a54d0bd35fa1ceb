"""Drafts of the data protection papers of a clinic, written from what is running: change the file, and they change."""

from datetime import date
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from bot.clinic.new import device
from bot.records import audit, keys, staff, therapists
from bot.records.store import Store
from bot.settings import Settings
from dialogs.checkin_ask import after
from dialogs.house import Clinic, House
from dialogs.languages import name
from dialogs.session import Session
from knowledge.signed import standing

TEMPLATES = Path(__file__).parent / "paper"
DRAFT = "**Draft for a lawyer, not legal advice.** What stands in [brackets] is for you to fill in."
MODES = {
    "advice": "Clients read whom to see and, if no doctor comes first, that massage is an option and with what care.",
    "intake": "Clients read when to see a doctor or call for help, and nothing about massage; the therapist also gets "
              "notes that the program makes from the answers.",
}
WITH = {
    "telegram_row": "| Telegram Messenger Inc. and Telegram FZ-LLC | carries and keeps the chats of clients who "
                    "choose Telegram, and summaries to therapists there | all messages of theirs | outside EU and UK |",
    "telegram_risk": "| others read what passes through Telegram | told at the start; the web asks the same | chats "
                     "with bots are not end-to-end encrypted; messages stay at Telegram |",
    "telegram_notice": "\n**Telegram:** if you use it, your messages also pass through and stay at Telegram, outside "
                       "the EU and UK, not end-to-end encrypted. The web page asks the same without it.\n",
    "transfer": "by Telegram, for clients and therapists who use it [safeguard]",
}
WITHOUT = {"telegram_row": "| Telegram | not used: it is off for this clinic | none | |",
           "telegram_risk": "", "telegram_notice": "", "transfer": "no"}


def papers(clinic: Clinic, house: House, settings: Settings, store: Store | None, today: date) -> dict[str, str]:
    """Every paper by its file name."""
    facts = running(clinic, house, settings, store, today)
    found = {file.name: Template(file.read_text(encoding="utf-8")).substitute(facts)
             for file in sorted(TEMPLATES.glob("*.md"))}
    for lang in house.languages(Session(id="", clinic=clinic.id)):
        if lang != "en":
            found[f"privacy-notice.{lang}.md"] = notice(clinic, house, lang, found["privacy-notice.md"],
                                                      on_telegram(clinic, settings))
    return found


def running(clinic: Clinic, house: House, settings: Settings, store: Store | None, today: date) -> dict[str, str]:
    """What the templates ask for, as it is in this configuration."""
    knowledge, telegram = house.knowledge["calibrated"], on_telegram(clinic, settings)
    stand = standing(knowledge, today)
    work = staff.working(store.db, clinic.id) if store else []
    linked = therapists.linked(store.db, clinic.id) if store else []
    used = [key for key in keys.listed(store.db, clinic.id) if key.revoked is None] if store else []
    hosts = [str(urlsplit(hook.url).hostname) for hook in clinic.hooks]
    counts = {"staff who sign in": len(work), "therapists in Telegram": len(linked)}
    people = [f"{n} {what}" for what, n in counts.items() if n]
    chats = ["the Telegram chats of linked therapists"] if telegram and linked else []
    systems = [f"told of events: {host}" for host in hosts]
    systems += [f"API key \"{plain(key.name or key.id)}\"" for key in used]
    times = after(clinic.checkins, house.words["en"]) if clinic.checkins else ""
    return {
        "draft": DRAFT, "id": clinic.id or "(none)", "clinic": plain(clinic.name),
        "address": plain(clinic.address) or "[address]", "phone": plain(clinic.phone) or "[phone]",
        "country": clinic.country or "[country]", "days": str(clinic.days),
        "most_days": str(max(one.days for one in house.clinics.values())), "audit_days": str(audit.DAYS),
        "safety": plain(f"{clinic.safety_name}, {clinic.safety_contact}") if clinic.safety_name else "[name and mail]",
        "mode": clinic.mode, "mode_text": MODES[clinic.mode], "profile": clinic.profile or "by country",
        "languages": ", ".join(name(lang) for lang in house.languages(Session(id="", clinic=clinic.id))),
        "channels": "the web page and Telegram" if telegram else "the web page",
        "checkins": f"{times} after the chat, only for those who ask for it" if times and telegram else "none",
        "receivers": " and ".join(people) or "nobody is linked yet", "staff": f"{len(work)} people today",
        "systems": "; ".join(systems) or "none", "version": knowledge.version,
        "signed": "signed by a clinician" if stand.signed else "not signed by any clinician yet",
        "own": own(clinic), "device": judged(clinic), "today": today.isoformat(),
        "database": str((settings.data / "si-screen.db").resolve()), "clinics": str(settings.clinics.resolve()),
        **(WITH if telegram else WITHOUT),
        "hook_rows": "\n".join(f"| [who runs {host}] | is told that something happened | an id and a time, no health "
                               "word; with an API key it fetches summaries | [country] |" for host in hosts)
                     or "| other systems | no webhook is set | none | |",
        "elsewhere": "; ".join([*chats, *systems]) or "only in this database",
    }


def plain(text: str) -> str:
    """A text of the clinic's on one cell of a table, and no mark-up in it."""
    return text.replace("|", "/").replace("<", "&lt;")


def on_telegram(clinic: Clinic, settings: Settings) -> bool:
    return bool(settings.bot_token) and "telegram" in clinic.channels


def own(clinic: Clinic) -> str:
    if clinic.own is None:
        return "none"
    rules = ", ".join(row["id"] for row in clinic.own.rows.get("rules") or ())
    return (f"yes ({rules}), signed by {clinic.own.signed_by} on {clinic.own.signed_on}, mark {clinic.own.mark}. "
            "[Changing rules may change who answers for the product: what the lawyer says.]")


def judged(clinic: Clinic) -> str:
    """The choice of the mode, with its reason and date."""
    chosen = f"The clinic chose **{clinic.mode}**"
    chosen += f" on {clinic.mode_date}" if clinic.mode_date else ""
    chosen += f": \"{plain(clinic.mode_reason)}\"" if clinic.mode_reason else " [why?]"
    law = device(clinic.country) or "[What the law of your country says of such software.]"
    return f"{law} {chosen}."


def notice(clinic: Clinic, house: House, lang: str, english: str, telegram: bool) -> str:
    """What the chat itself says in this language, and the English notice to be translated."""
    client = Session(id="", clinic=clinic.id, country=clinic.country, lang=lang)
    say = house.words_for(client)
    phrase = "about_intake" if clinic.mode == "intake" else "about"
    told = [say(phrase, operator=plain(clinic.name), days=clinic.days, emergency=house.country(client).emergency.say),
            plain(clinic.consent.get(lang, "")), say("privacy", days=clinic.days) if telegram else ""]
    return "\n\n".join([f"# {name(lang)}: {plain(clinic.name)}", DRAFT, *(text for text in told if text),
                        f"[To be translated into {name(lang)}:]", english])
