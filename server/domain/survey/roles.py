"""By what name survey services, in Dutch, English and German, call the columns that are no answers."""

import re

from server.domain.survey.columns import Role
from server.domain.text import fold

_NAMES: dict[Role, str] = {
    "key": """respondent, respondentid, respondent id, responseid, response id, antwoord-id, antwoord id, antwort-id,
        id, submission id, inzendings-id""",
    "token": """token, access code, accesscode, toegangscode, toegangssleutel, zugangscode, zugangsschlussel,
        externalreference, externaldatareference, external data reference, externe datenreferenz""",
    "time": """timestamp, tijdstempel, zeitstempel, date, datum, startdate, start date, enddate, end date, recordeddate,
        recorded date, submitdate, datestamp, date submitted, date started, date last action, datum verzonden,
        datum ingediend, datum gestart, datum laatste actie, anfangsdatum, enddatum, erfassungsdatum, start time,
        completion time, last modified time, begintijd, starttijd, tijd van voltooien, voltooiingstijd,
        laatst gewijzigd, duration, duration (in seconds), dauer (in sekunden), interviewtime, total time,
        submitted at, ingediend op""",
    "address": "ipaddress, ip address, ip-adres, ip adres, ip-adresse, ipaddr, ip",
    "email": """email, e-mail, mail, email address, e-mail address, emailaddress, e-mailadres, e-mail adres, emailadres,
        recipientemail, recipient email, e-mail des empfangers, username, gebruikersnaam, user""",
    "name": """name, naam, first name, last name, firstname, lastname, full name, voornaam, achternaam,
        recipientfirstname, recipientlastname, recipient first name, recipient last name, vorname des empfangers,
        nachname des empfangers, vorname, nachname, uw naam, jouw naam, je naam, your name""",
    "phone": "phone, phone number, telephone, mobile, telefoon, telefoonnummer, mobiel, 06-nummer",
    "place": """locationlatitude, locationlongitude, locationaccuracy, latitude, longitude, address, adres, postcode,
        zip, zip code, postal code, huisnummer, breitengrad des standorts, langengrad des standorts, woonadres""",
    "state": """status, progress, finished, distributionchannel, distribution channel, userlanguage, user language,
        startlanguage, start language, starttaal, lastpage, last page, laatste pagina, seed, refurl, referrer url,
        responseset, collectorid, collector id, score, total points, quiz feedback, antworttyp,
        aktueller stand, beendet, verteilungskanal, benutzersprache, user agent, browser, network id,
        antwoordtype, voortgang, voltooid""",
}
ROLES: dict[str, Role] = {fold(name): role for role, names in _NAMES.items() for name in names.split(",")}

IDENTIFIES: frozenset[Role] = frozenset({"time", "address", "email", "name", "phone", "place"})
"""What tells who answered, by itself or beside what others know: who was seen typing at ten past nine."""

_ASKED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("email", re.compile(r"\be-?mail-?\s?(adres|address)?\b")),
    ("phone", re.compile(r"\b(telefoonnummer|phone number|mobiele? nummer)\b")),
    (
        "name",
        re.compile(r"\b(uw|jouw|je|your|ihr) (eigen |full |first |last |voor-? ?(en achter)?|achter)?(naam|name)\b"),
    ),
)
_SHORT = 60  # the longest question that can be one for a name: a longer one speaks of names
_VALUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")),
    ("address", re.compile(r"(\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){3,7}")),
    ("phone", re.compile(r"(\+|00?)[1-9][\d \-()]{7,14}")),
    ("time", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]+\d{1,2}:\d{2}(:\d{2})?.*")),
)


def role_of(name: str) -> Role:
    """What a column of this name is when it is no answer."""
    plain = fold(name).strip(" *:?.")
    if plain in ROLES or len(plain) > _SHORT:
        return ROLES.get(plain, "")
    return next((role for role, asked in _ASKED if asked.search(plain)), "")


def role_by(values: list[str]) -> Role:
    """What a column is whose filled cells nearly all look like an address, a telephone number or a moment."""
    filled = [value.strip() for value in values if value.strip()]
    for role, looks in _VALUES:
        if filled and sum(looks.fullmatch(value) is not None for value in filled) >= 0.8 * len(filled):
            return role
    return ""
