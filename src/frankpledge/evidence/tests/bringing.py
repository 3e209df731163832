"""A small partnership, its people, and files made on the spot, for the tests of the data pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.directory.models import (
    Area,
    AreaDefinition,
    Partnership,
    PartnershipArea,
    RoleAssignment,
    User,
)
from frankpledge.evidence.models import ImportedFile, PendingImport
from frankpledge.kernel.people import system
from tests.pages import PageClient

BY = system("A test")
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
TIDY = "Measure,Area,Period,Value\n"
CALLS = TIDY + "Noise calls,Mereshire,2031-Q1,40\nNoise calls,Mereshire,2031-Q2,52\n"
IMPORT = "/mere/work/data/import/"


def mere() -> Partnership:
    """A partnership whose area has two small areas and a police force."""
    body = Partnership.objects.create(
        slug="mere", name="Mere Partnership", short_name="Mere", nation="E", council_name="Mere Council"
    )
    area = Area.objects.create(code="E09999999", name="Mereshire", kind="district")
    AreaDefinition.objects.create(
        area=area, vintage="lsoa11", members=["E01900001", "E01900002"], starts_on=date(2019, 1, 1)
    )
    PartnershipArea.objects.create(
        partnership=body, area=area, police_force="mereshire", starts_on=date(2019, 1, 1)
    )
    return body


def person(body: Partnership, role: str = "analyst") -> User:
    user = User.objects.create_user(f"{role}-{body.slug}@example.invalid", f"The {role}")
    RoleAssignment(user=user, partnership=body, role=role, starts_on=date(2020, 1, 1)).save()
    return user


def client(body: Partnership, role: str = "analyst") -> PageClient:
    return PageClient(signed_in=person(body, role))


def crime(
    number: int,
    month: str = "2031-01",
    *,
    lsoa: str = "E01900001",
    kind: str = "Burglary",
    force: str = "Mereshire",
) -> str:
    place = f"-2.1,50.7,On or near Mill Lane,{lsoa},Mereshire 001A" if lsoa else ",,No Location,,"
    crime_id = "" if kind == "Anti-social behaviour" else f"{number:064x}"
    return f"{crime_id},{month},{force} Police,{force} Police,{place},{kind},,\n"


def street(month: str = "2031-01", rows: int = 2, **crimes: str) -> str:
    return HEADER + "".join(crime(number, month, **crimes) for number in range(1, rows + 1))


def street_name(month: str = "2031-01", force: str = "mereshire") -> str:
    return f"{month}-{force}-street.csv"


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / name
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def counting() -> list[tuple[str, int]]:
    """What counts: name and rows of each file."""
    rows = ImportedFile.objects.counting().order_by("part", "name")
    return [(row.name, row.rows_accepted) for row in rows]


def sent(who: PageClient, *files: SimpleUploadedFile) -> str:
    """Upload files; the address that the person is sent on to."""
    response = who.post(IMPORT, {"uploads": list(files)})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def waiting() -> PendingImport:
    return PendingImport.objects.get()


def preview_of(held: PendingImport) -> str:
    return f"{IMPORT}{held.id}/"
