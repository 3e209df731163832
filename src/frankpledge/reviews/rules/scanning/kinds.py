"""The kinds of things by which a person can be known, and the words by which files call them."""

from __future__ import annotations

import re

KINDS: dict[str, str] = {
    "name": "A person's name, forenames first or “Surname, Forenames”",
    "alias": "A name that a person goes by, a nickname",
    "former-name": "A name before or after marriage, or by deed poll",
    "initials": "Initials",
    "date-of-birth": "A day of birth",
    "date": "Any other day that identifies: of death, of an incident, of a marriage",
    "age": "An age in years",
    "address": "An address, or the first line of one",
    "postcode": "A postcode",
    "place": "A house, farm, block, beauty spot or other place by its name",
    "phone": "A telephone number",
    "email": "An email address",
    "social-handle": "A name used on social media",
    "url": "A web address",
    "ip-address": "An internet address of a machine",
    "nhs-number": "An NHS number",
    "ni-number": "A national insurance number",
    "passport": "A passport number",
    "driving-licence": "A driving licence number",
    "vehicle": "A vehicle's registration mark",
    "police-reference": "A crime, custody or incident number of the police",
    "case-reference": "A case, court, inquest, tenancy or hospital number",
    "school": "A school, college or nursery",
    "workplace": "An employer or place of work",
    "gp-practice": "A doctors' surgery, hospital, ward or other service",
    "coordinates": "A point: latitude and longitude, or a grid reference",
    "what3words": "A what3words address",
    "uprn": "A unique property reference number",
    "bank-account": "A bank account: sort code and number, IBAN or card number",
    "device": "A number of a telephone or other machine (IMEI, serial number)",
    "pet": "An animal's name",
    "other": "Anything else, looked for as written",
}

SAME_KIND: dict[str, str] = {
    "person": "name", "full-name": "name", "person-name": "name", "names": "name", "surname": "name",
    "forename": "name", "first-name": "name", "last-name": "name", "nickname": "alias", "aka": "alias",
    "alias-name": "alias", "known-as": "alias", "maiden-name": "former-name", "married-name": "former-name",
    "previous-name": "former-name", "dob": "date-of-birth", "birth-date": "date-of-birth",
    "birthdate": "date-of-birth", "birthday": "date-of-birth", "date-of-death": "date", "dod": "date",
    "incident-date": "date", "day": "date", "age-at-death": "age", "ages": "age", "age-at-date": "age",
    "address-line": "address", "home-address": "address", "street": "address", "post-code": "postcode",
    "zip": "postcode", "location": "place", "place-name": "place", "house-name": "place", "telephone": "phone",
    "mobile": "phone", "phone-number": "phone", "telephone-number": "phone", "tel": "phone", "landline": "phone",
    "e-mail": "email", "email-address": "email", "handle": "social-handle", "social": "social-handle",
    "social-media": "social-handle", "social-media-handle": "social-handle", "username": "social-handle",
    "web": "url", "website": "url", "web-address": "url", "link": "url", "ip": "ip-address", "nhs": "nhs-number",
    "nhs-no": "nhs-number", "nino": "ni-number", "ni": "ni-number", "national-insurance": "ni-number",
    "national-insurance-number": "ni-number", "passport-number": "passport", "licence": "driving-licence",
    "driving-license": "driving-licence", "driver-licence": "driving-licence",
    "driving-licence-number": "driving-licence", "registration": "vehicle", "vehicle-registration": "vehicle",
    "vrm": "vehicle", "number-plate": "vehicle", "vehicle-reg": "vehicle", "car": "vehicle",
    "crime-reference": "police-reference", "police-ref": "police-reference", "crime-number": "police-reference",
    "custody-number": "police-reference", "occurrence-number": "police-reference", "urn": "police-reference",
    "case-number": "case-reference", "case-ref": "case-reference", "court-reference": "case-reference",
    "reference": "case-reference", "hospital-number": "case-reference", "coroner-reference": "case-reference",
    "social-care-id": "case-reference", "college": "school", "nursery": "school", "employer": "workplace",
    "work": "workplace", "company": "workplace", "gp": "gp-practice", "surgery": "gp-practice",
    "hospital": "gp-practice", "doctor": "gp-practice", "gps": "coordinates", "lat-long": "coordinates",
    "latitude-longitude": "coordinates", "grid-reference": "coordinates", "coordinate": "coordinates",
    "w3w": "what3words", "three-words": "what3words", "property-reference": "uprn", "bank": "bank-account",
    "bank-details": "bank-account", "sort-code": "bank-account", "account-number": "bank-account",
    "iban": "bank-account", "card-number": "bank-account", "imei": "device", "serial-number": "device",
    "device-id": "device", "pet-name": "pet", "animal": "pet", "dog": "pet",
}  # fmt: skip
"""Other words for the same kinds, as partners' systems have them."""


def kind_of(said: str) -> str | None:
    """The kind that a word names, however it is spelt; None for a word that is not known."""
    slug = re.sub(r"[^a-z0-9]+", "-", said.casefold()).strip("-")
    return slug if slug in KINDS else SAME_KIND.get(slug)
