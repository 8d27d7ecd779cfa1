"""What was taken out comes in again and creates nothing, in every format."""

import pytest

from rapport.core.exports.formats import pieces, written
from rapport.core.exports.models import ExportRun
from rapport.customers.parties.models import Party

PEOPLE = """name,gender,born_on,email,phone,city,company,job title,status
Anna Schmidt,f,1985-04-12,anna@example.com,+4940123456,Hamburg,Hanse Reisen,Einkauf,customer
王伟,m,,wang.wei@example.com,+8613816432207,上海,海纳,采购总监,lead
"=SUM(A1), Bob",,,bob@example.com,,,,,
O'Neil; Eve,,,eve@example.com,+4940654321,,"Q ""X"", Ltd",,
"""


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "vcf"])
def test_an_export_imported_again_creates_nothing(kind, imported, admin, at):
    first = imported("people", PEOPLE)
    assert (first.created, first.errors) == (4, 0)
    before = sorted(Party.objects.values_list("kind", "display_name"))
    run = ExportRun(user=admin, list_name="people", query="", format=kind, asked_at=at)
    data = b"".join(part for part, _rows in pieces(run))
    again = imported("people", data, name=f"people.{written(run).ending}", match="update")
    assert (again.read, again.created, again.errors) == (4, 0, 0), again.issues.all()
    assert sorted(Party.objects.values_list("kind", "display_name")) == before
