"""Companies come in from a file."""

from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from tests.imports.conftest import counts

FILE = """公司名称,税号,行业,电话,网址,邮箱,城市,国家
海纳科技,91310000X,软件,+862150808080,www.haina.example,info@haina.example,上海,中国
Nordlicht Reisen GmbH,DE123,Travel,,,info@gmail.com,Berlin,DE
"""


def test_new_companies(imported):
    run = imported("organizations", FILE)
    assert (run.state, counts(run)) == ("done", (2, 2, 0, 0, 0, 0)), run.failure
    haina = Organization.objects.get(legal_name="海纳科技")
    assert (haina.tax_id, haina.industry, haina.domains) == ("91310000X", "软件", ["haina.example"])
    assert (haina.party.sort_key[:6], haina.party.city) == ("hai na", "上海")
    assert {p.channel for p in haina.party.contact_points.all()} == {
        "phone",
        "email",
        "web",
        "address",
    }
    assert Organization.objects.get(tax_id="DE123").domains == []


def test_matched_by_tax_number_and_by_name(imported):
    imported("organizations", FILE)
    run = imported(
        "organizations",
        "name,vat id,sector\nHaina Tech,91310000X,Software\nNordlicht Reisen GmbH,,Travel\n",
        match="update",
    )
    assert counts(run) == (2, 0, 1, 1, 0, 0)
    assert Party.objects.filter(kind="organization").count() == 2
    assert Organization.objects.get(tax_id="91310000X").party.display_name == "Haina Tech"


def test_a_company_needs_a_name(imported):
    run = imported("organizations", "name,sector\n,Travel\nX,Travel\nX,Food\n")
    assert counts(run) == (3, 1, 0, 0, 1, 1)
