"""The arithmetic of documents."""

from decimal import Decimal

from hypothesis import given, strategies as st

from rapport.sales.orders.figures import of_document, of_line

QUANTITIES = st.decimals("-9999", "9999", places=3).filter(bool)
PRICES = st.decimals("0", "99999", places=4)
PERCENT = st.decimals("0", "100", places=2)


def test_half_a_cent_goes_up():
    assert of_line(Decimal(1), Decimal("0.125"), "EUR").net == Decimal("0.13")
    assert of_line(Decimal(-1), Decimal("0.125"), "EUR").net == Decimal("-0.13")
    assert of_line(Decimal(1), Decimal("12.5"), "JPY").net == Decimal(13)


def test_discount_before_tax():
    found = of_line(Decimal(3), Decimal("19.99"), "CNY", discount=Decimal(10), tax_rate=Decimal(13))
    assert (found.net, found.tax, found.total) == (
        Decimal("53.97"),
        Decimal("7.02"),
        Decimal("60.99"),
    )


@given(QUANTITIES, PRICES, PERCENT, PERCENT)
def test_a_line_is_never_off_by_more_than_a_cent(quantity, price, discount, tax):
    found = of_line(quantity, price, "EUR", discount=discount, tax_rate=tax)
    exact = quantity * price * (100 - discount) / 100
    assert abs(found.net - exact) <= Decimal("0.005")
    assert abs(found.tax - found.net * tax / 100) <= Decimal("0.005")


@given(st.lists(st.tuples(QUANTITIES, PRICES), max_size=20))
def test_a_document_is_the_sum_of_its_rounded_lines(pairs):
    lines = [of_line(q, p, "EUR") for q, p in pairs]
    assert of_document(lines).total == sum((line.total for line in lines), Decimal(0))
