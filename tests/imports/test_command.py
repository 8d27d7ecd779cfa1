"""rapport import: the command tells what became of a file, or in one sentence what is wrong with the call."""

from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.storage import default_storage

from rapport.catalog.products.models import Product
from rapport.config.cli import session
from rapport.config.problem import Problem
from rapport.core.imports.models import ImportRun, RememberedMapping
from rapport.sales.orders.models import OrderLine

command = import_module("rapport.config.cli.import").command
GOODS = "Stock code,Title,Price\nA1,Anchor,2.50\nB2,Boat,much\n"
MAPPED = '{"sku": "Stock code", "name": "Title", "list_price": "Price"}'


@pytest.fixture(autouse=True)
def _in_this_database(monkeypatch):
    """The command finds the test's database already open."""
    monkeypatch.setattr(session, "database", nullcontext)
    monkeypatch.setattr(session, "set_up", lambda: None)


@pytest.fixture
def goods(tmp_path):
    """A file whose second row has no price that could be read."""
    file = tmp_path / "goods.csv"
    file.write_text(GOODS, encoding="utf-8")
    return file


def run(*arguments):
    return CliRunner().invoke(command, list(map(str, arguments)), catch_exceptions=False)


def refused(*arguments):
    """Return the sentence with which a call is refused."""
    with pytest.raises(Problem) as problem:
        run(*arguments)
    return str(problem.value)


def nothing_stayed():
    """Tell whether neither a draft, nor a remembered mapping, nor the file was left behind."""
    folder = Path(default_storage.path("imports"))
    files = list(folder.iterdir()) if folder.exists() else []
    return not (ImportRun.objects.exists() or RememberedMapping.objects.exists() or files)


def test_a_file_comes_in_and_its_rows_are_accounted_for(admin, goods, tmp_path):
    errors = tmp_path / "errors.csv"
    done = run(
        goods, "--kind", "products", "--user", admin.email, "--mapping", MAPPED, "--errors", errors
    )
    assert done.exit_code == 0
    assert done.stdout.strip() == (
        "2 read · 1 created · 0 updated · 0 unchanged · 0 skipped · 1 with errors"
    )
    assert "2: List price: Enter a figure, such as 12.50." in done.stderr
    assert Product.objects.get().name == "Anchor"
    assert errors.read_text(encoding="utf-8-sig").splitlines() == [
        "Stock code,Title,Price,Reason",
        'B2,Boat,much,"List price: Enter a figure, such as 12.50."',
    ]


def test_a_trial_writes_nothing(admin, goods):
    done = run(goods, "--kind", "products", "--user", admin.email, "--mapping", MAPPED, "--trial")
    assert done.stdout.startswith("2 read · 1 created")
    assert not Product.objects.exists()


def test_options_reach_the_import(admin, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order,sku,qty,price\n1,A1,1,5\n", encoding="utf-8")
    refuse = ("--option", "unknown_products=refuse")
    done = run(file, "--kind", "orders", "--user", admin.email, *refuse)
    assert done.stdout.strip().endswith("1 with errors")
    assert not OrderLine.objects.exists()


def test_a_file_that_is_not_there(admin, tmp_path):
    done = run(tmp_path / "none.csv", "--kind", "products", "--user", admin.email)
    assert (done.exit_code, "does not exist" in done.stderr) == (2, True)


def test_a_file_that_is_no_table(admin, tmp_path):
    file = tmp_path / "picture.csv"
    file.write_bytes(bytes(range(256)) * 40)
    assert "not a table" in refused(file, "--kind", "products", "--user", admin.email)
    assert nothing_stayed()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--kind", "dragons"), "Files of this kind cannot be imported. Choose another kind."),
        (("--kind", "orders"), "Say which column holds Order number."),
        (("--mapping", "sku=A"), "The mapping is not JSON of fields and headings"),
        (("--mapping", "[1]"), "The mapping is not JSON of fields and headings"),
        (("--mapping", '{"colour": "Title"}'), "Products have no field “colour”. They have: sku,"),
        (
            ("--mapping", '{"name": "Label"}'),
            "no column “Label”. It has: Stock code, Title, Price.",
        ),
        (("--option", "colour=red"), "There is no option “colour” here. There are: bad_contacts,"),
        (("--match", "guess"), "Choose one of the values offered."),
        (("--user", "nobody@haina.example"), "Nobody here signs in with nobody@haina.example."),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(admin, goods, arguments, sentence):
    usual = ("--kind", "products", "--user", admin.email, *arguments)
    assert sentence in refused(goods, *usual)
    assert not Product.objects.exists()
    assert nothing_stayed()


def test_who_may_not_import_is_told_so(dana, goods):
    said = refused(goods, "--kind", "products", "--user", dana.email, "--mapping", MAPPED)
    assert said.startswith("You do not have the right to do this.")
    assert nothing_stayed()
