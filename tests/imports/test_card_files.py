"""Business cards and workbooks on their way into the tables: with pictures, and sheet by sheet."""

from io import BytesIO

from django.urls import reverse
from openpyxl import Workbook

from rapport.core.files.models import Attachment
from rapport.core.imports.actions import undo_import
from rapport.core.imports.models import ImportRun
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.people.models import Person
from tests.imports.conftest import counts
from tests.imports.test_formats import CARDS, PIXEL

WHOLE = CARDS[: CARDS.rindex("BEGIN:VCARD")]


def test_cards_become_people_with_their_pictures(imported, admin, at):
    run = imported("people", WHOLE, name="cards.vcf", options={"country": "CN"})
    assert counts(run) == (2, 2, 0, 0, 0, 0)
    anna = Person.objects.get(family="Schmidt")
    assert (anna.given, anna.honorific, f"{anna.born_on}") == ("Anna", "dr", "1985-04-12")
    assert ContactPoint.objects.filter(party_id=anna.pk, channel="phone").count() == 2
    picture = Attachment.objects.get(kind="party", row_id=anna.pk).file
    assert (picture.content_type, picture.name) == ("image/png", "Picture.png")
    again = imported("people", WHOLE, name="cards.vcf", match="update", options={"country": "CN"})
    assert (again.created, again.errors, Attachment.objects.count()) == (0, 0, 1)
    undo_import(run.pk, by=admin, at=at)
    assert not Person.objects.exists()
    assert not Attachment.objects.exists()


def test_what_is_no_picture_is_an_error_and_can_be_corrected(imported):
    head = "Family,Email,Photo\n"
    good = f'"data:image/png;base64,{PIXEL}"'
    run = imported("people", f"{head}A,a@example.com,{good}\nB,b@example.com,nonsense\n")
    assert (run.created, run.errors) == (1, 1)
    assert "not a picture" in run.issues.get().reason


def test_another_sheet_of_the_workbook(admin, signed_in):
    book = Workbook()
    book.active.append(["sku", "name", "price"])
    book.active.append(["A1", "Anchor", 12.5])
    other = book.create_sheet("More")
    other.append(["Number", "Description", "In stock"])
    other.append(["B1", "Boat", 3])
    target = BytesIO()
    book.save(target)
    target.name = "goods.xlsx"
    target.seek(0)
    client = signed_in(admin)
    client.post(reverse("imports:create"), {"kind": "products", "file": target})
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:open", args=[run.pk])).content.decode()
    assert "Sheet of the workbook" in page
    assert "Anchor" in page
    client.post(reverse("imports:sheet", args=[run.pk]), {"sheet": "More"})
    run.refresh_from_db()
    assert (run.columns[1], run.dialect["sheet"]) == ("Description", "More")
    assert "Boat" in client.get(reverse("imports:open", args=[run.pk])).content.decode()
    assert client.post(reverse("imports:sheet", args=[run.pk]), {"sheet": "x"}).status_code == 422
