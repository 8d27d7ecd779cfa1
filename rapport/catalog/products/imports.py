"""Products from files: matched by their number."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy

from rapport.catalog.products.actions import NoCurrency, NoName
from rapport.catalog.products.models import ProductKind, TaxCategory
from rapport.core.company.queries import company
from rapport.core.imports import convert, dates
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Field
from rapport.core.imports.kinds import Batch, ImportKind, Key
from rapport.core.imports.models import Match
from rapport.core.imports.sql import WRITTEN, assignments, differs, number, reject, settle
from rapport.core.money.money import CURRENCIES

PRODUCT_KINDS = {
    **{value: value for value in ProductKind.values},
    "goods": "good",
    "product": "good",
    "商品": "good",
    "货物": "good",
    "实物": "good",
    "服务": "service",
    "租赁": "rental",
    "出租": "rental",
    "数字": "digital",
    "数字产品": "digital",
    "download": "digital",
    "hire": "rental",
    "rent": "rental",
}
TAX_CATEGORIES = {
    **{value: value for value in TaxCategory.values},
    "标准税率": "standard",
    "低税率": "reduced",
    "零税率": "zero",
    "免税": "exempt",
    "normal": "standard",
}


def currency(cell: str, reading: Reading) -> str:
    """Read a currency code."""
    code = cell.strip().upper()
    code = {"RMB": "CNY", "人民币": "CNY", "¥": "CNY", "€": "EUR", "$": "USD", "£": "GBP"}.get(
        code, code
    )
    if code not in CURRENCIES:
        raise RowError(NoCurrency().sentence())
    return code


amount = convert.figure(places=4, least="0")
FIELDS = (
    Field(
        "sku",
        gettext_lazy("Number (SKU)"),
        convert.text(60),
        required=True,
        is_key=True,
        synonyms=(
            "sku",
            "product number",
            "item number",
            "article number",
            "stock code",
            "code",
            "item",
            "编号",
            "产品编号",
            "商品编号",
            "货号",
            "物料号",
        ),
    ),
    Field(
        "name",
        gettext_lazy("Name"),
        convert.text(300),
        synonyms=(
            "product name",
            "product",
            "description",
            "title",
            "名称",
            "产品名称",
            "商品名称",
            "品名",
            "描述",
        ),
    ),
    Field(
        "kind",
        gettext_lazy("Kind"),
        convert.choice(PRODUCT_KINDS),
        choices=tuple(ProductKind.choices),
        synonyms=("type", "product type", "类型", "种类"),
    ),
    Field(
        "unit",
        gettext_lazy("Unit"),
        convert.text(30),
        synonyms=("uom", "unit of measure", "单位", "计量单位"),
    ),
    Field(
        "category",
        gettext_lazy("Category"),
        convert.text(100),
        synonyms=("group", "product group", "类别", "分类", "产品类别"),
    ),
    Field(
        "tax_category",
        gettext_lazy("Tax category"),
        convert.choice(TAX_CATEGORIES),
        choices=tuple(TaxCategory.choices),
        synonyms=("tax", "vat", "税类", "税率类别"),
    ),
    Field(
        "currency", gettext_lazy("Currency"), currency, synonyms=("currency code", "币种", "货币")
    ),
    Field(
        "cost",
        gettext_lazy("Cost"),
        amount,
        type="numeric",
        synonyms=("unit cost", "cost price", "purchase price", "成本", "成本价", "进价"),
    ),
    Field(
        "list_price",
        gettext_lazy("List price"),
        amount,
        type="numeric",
        synonyms=(
            "price",
            "unit price",
            "sales price",
            "retail price",
            "价格",
            "售价",
            "单价",
            "标价",
        ),
    ),
    Field(
        "active_until",
        gettext_lazy("On sale until"),
        dates.day,
        type="date",
        synonyms=("end of sale", "valid until", "停售日期", "有效期至"),
    ),
    Field(
        "alias",
        gettext_lazy("Another description"),
        convert.text(300),
        synonyms=("alias", "aka", "别名", "其他描述"),
    ),
)
STORED = (
    "name",
    "kind",
    "unit",
    "category",
    "tax_category",
    "currency",
    "cost",
    "list_price",
    "active_until",
)
ALIAS_NEW = """(s.alias IS NOT NULL AND s.alias <> t.name AND NOT EXISTS (
  SELECT FROM catalog_productalias a WHERE a.product_id = t.id AND a.text = s.alias))"""


def decide(batch: Batch) -> None:
    """Match by number, then settle what is created, updated or left."""
    batch.run(
        "UPDATE {stage} s SET target_id = t.id FROM catalog_product t"
        " WHERE {here} AND s.outcome IS NULL AND t.sku = s.sku"
    )
    reject(batch, "target_id IS NULL AND name IS NULL", NoName().sentence())
    if batch.match == Match.CREATE:
        reject(batch, "target_id IS NOT NULL", _("There is already a product with this number."))
    known = differs({name: f"t.{name}" for name in STORED}, keep=batch.keeps_filled)
    changed = f"({known} OR {ALIAS_NEW})"
    settle(batch, changed=changed, joined="catalog_product t WHERE t.id = s.target_id")


def write(batch: Batch) -> dict[str, int]:
    """Write new products, changed ones and other descriptions."""
    number(batch, "catalog_product")
    created = batch.run(
        """INSERT INTO catalog_product (id, sku, name, kind, unit, category, tax_category, currency, cost, list_price, active_until)
        SELECT target_id, sku, name, coalesce(kind, 'good'), coalesce(unit, ''), coalesce(category, ''),
          coalesce(tax_category, 'standard'), coalesce(currency, %(currency)s), cost, list_price, active_until
        FROM {stage} s WHERE {here} AND outcome = 'created' ORDER BY row""",
        currency=batch.options.get("currency") or company().base_currency,
    )
    batch.run(
        """INSERT INTO catalog_productalias (product_id, text)
        SELECT t.id, t.name FROM {stage} s JOIN catalog_product t ON t.id = s.target_id
        WHERE {here} AND outcome = 'updated' AND s.name IS NOT NULL AND s.name <> t.name
          AND NOT %(keep)s ON CONFLICT DO NOTHING""",
        keep=batch.keeps_filled,
    )
    batch.run(
        f"""UPDATE catalog_product t SET {assignments(STORED, keep=batch.keeps_filled)} FROM {{stage}} s
        WHERE {{here}} AND s.outcome = 'updated' AND t.id = s.target_id
          AND {differs({n: f"t.{n}" for n in STORED}, keep=batch.keeps_filled)}"""
    )
    batch.run(
        """INSERT INTO catalog_productalias (product_id, text)
        SELECT t.id, s.alias FROM {stage} s JOIN catalog_product t ON t.id = s.target_id
        WHERE {here} AND outcome IN ('created', 'updated') AND s.alias IS NOT NULL AND s.alias <> t.name
        ON CONFLICT DO NOTHING"""
    )
    batch.freshen("catalog_product", "catalog_productalias")
    return {"products": created}


PRODUCTS = ImportKind(
    name="products",
    label=gettext_lazy("Products"),
    icon="package",
    right="catalog.create_product",
    hint=gettext_lazy("One row per product. Matched by its number."),
    fields=FIELDS,
    decide=decide,
    write=write,
    keys=(Key("sku", gettext_lazy("Number (SKU)"), "sku"),),
    fills=True,
    pages={"catalog_product": "products:open"},
    indexed={"product": WRITTEN},
)
