"""What happened with 王伟, in days before the demo's last day; each text in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from rapport.catalog.products.models import Product
from rapport.core.money.money import rounded
from rapport.customers.accounts.models import Account
from rapport.customers.consent.models import Purpose
from rapport.customers.contactpoints.models import Channel, Label
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Gender
from rapport.sales.orders.models import Fulfilment, Order, OrderKind, OrderLine, OrderSource

if TYPE_CHECKING:
    from rapport.config.demo.hero import Teller

Words = tuple[str, str]

INDUSTRY: Words = ("Technology", "信息技术")
HOUSEHOLD: Words = ("Household Wang", "王家")
TAGS: list[Words] = [("Family", "家庭"), ("Frequent traveller", "常旅客")]
NOTE: Words = (
    "Answers on WeChat between nine and eleven. Invoices go to the company, trips he pays himself.",
    "上午九点到十一点回微信最快。发票开给公司，旅行自己付款。",
)
NEXT_STEP: Words = ("Send both sea-view options", "发两个海景房方案")
SOLUTION: Words = ("Charger replaced, rated 4 of 5", "已更换充电器，评分 4/5")
PLACE = {
    "street": "南京西路580号 1204室",
    "postcode": "200041",
    "city": "上海",
    "region": "上海",
    "country": "CN",
}
BOTH = (Purpose.SERVICE, Purpose.OFFERS)
CONTACTS: list[tuple[str, str, str, str, tuple[str, ...]]] = [
    (Channel.PHONE, "+86 138 1643 2207", "+8613816432207", Label.MOBILE, BOTH),
    (Channel.EMAIL, "wang.wei@hailan.example", "wang.wei@hailan.example", Label.WORK, BOTH),
    (Channel.WECHAT, "wangwei_hailan", "wangwei_hailan", "", BOTH),
    (Channel.ADDRESS, "上海南京西路580号 1204室", "上海南京西路580号 1204室", Label.HOME, ()),
]
COLLEAGUES: list[tuple[str, str, str, str, Words, Words]] = [
    ("林", "静", "Lin Jing", Gender.FEMALE, ("Managing director", "总经理"), ("Management", "管理层")),
    ("王", "伟", "Wang Wei", Gender.MALE, ("Head of procurement", "采购总监"), ("Procurement", "采购部")),
    ("张", "敏", "Zhang Min", Gender.FEMALE, ("Buyer", "采购专员"), ("Procurement", "采购部")),
    ("刘", "洋", "Liu Yang", Gender.MALE, ("IT support", "IT 支持"), ("IT", "信息部")),
]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One conversation."""

    days_ago: int
    clock: str
    channel: str
    direction: str
    subject: Words
    body: Words = ("", "")
    reason: str = "inquiry"
    sentiment: str = "neutral"
    seconds: int = 0
    by_alice: bool = True
    solved_days_ago: int = 0


TALK = [
    Said(1, "20:42", "wechat", "in", ("The new charger works", "充电器换了之后一切正常"),
         ("“All is well since the charger was replaced, thank you! Could we change to a sea view in Hainan?”", "“充电器换了之后一切正常，谢谢！海南那边能换成海景房吗？”"), "praise", "positive"),
    Said(1, "19:15", "web", "in", ("Looked at 3 pages", "浏览了 3 个页面"), ("Sanya hotels, travel cover, sea-view rooms.", "三亚酒店、旅行险、海景房。"), "other", by_alice=False),
    Said(2, "16:20", "phone", "out", ("Talked about the rooms in Hainan", "沟通海南房型"),
         ("Wants a sea view and an invoice to the company. Next step: send both options by Friday.", "想要海景房，发票开给公司。下一步：周五前发两个方案。"), seconds=372),
    Said(10, "09:05", "email", "in", ("The charger gets hot", "充电器发烫"),
         ("“After twenty minutes I can hardly touch it. Is that safe with a child in the house?”", "“充二十分钟就烫手，家里有孩子，这样安全吗？”"), "complaint", "negative", solved_days_ago=8),
    Said(9, "10:30", "phone", "out", ("Asked about the charger", "询问充电器情况"), ("Sent a new one the same day, the old one is collected.", "当天寄出新充电器，旧的上门取回。"), "support", seconds=251),
    Said(16, "11:20", "wechat", "out", ("Dates for Hainan", "海南日期"), ("Proposed the week of the holidays, for three.", "建议假期那一周，三人。")),
    Said(24, "15:10", "visit", "in", ("Came to the shop with his son", "带儿子到店"), ("Looked at sleeves for the new notebook.", "看新电脑的内胆包。"), seconds=1500),
    Said(29, "14:00", "meeting", "out", ("Chose the notebook together", "面谈选购笔记本"), ("Needs it for travelling, under 1.5 kg.", "出差用，要求 1.5 公斤以内。"), "advice", "positive", seconds=2700),
    Said(33, "10:15", "email", "out", ("Offer: ThinkBook 14", "报价：ThinkBook 14"), ("With two years of cover, valid for two weeks.", "含两年保障，两周内有效。"), "order"),
    Said(62, "10:05", "wechat", "in", ("Asked for a lighter notebook", "咨询更轻的笔记本"), ("“What do you have under 1.5 kg?”", "“1.5 公斤以内的有哪些？”")),
    Said(96, "17:30", "sms", "out", ("Reminder: film is due tomorrow", "提醒：影片明天到期"), reason="order", by_alice=False),
    Said(137, "09:40", "phone", "in", ("No more text messages, please", "不再接收短信"), ("Withdrew consent to offers by text. WeChat is fine.", "撤回短信优惠同意，微信可以。"), "other", seconds=95),
    Said(189, "11:00", "visit", "in", ("Signed the consent form", "签署同意书"), ("Service and offers, in the shop.", "服务与优惠，在门店签署。"), "other", "positive", seconds=600),
    Said(241, "20:10", "wechat", "in", ("Pictures from Yunnan", "云南照片"), ("“My mother loved the slow train.”", "“我妈特别喜欢那趟慢火车。”"), "praise", "positive"),
    Said(305, "16:45", "phone", "out", ("Talked through the trip to Yunnan", "沟通云南行程"), ("Eight days, ground floor for his mother.", "八天，母亲住一楼。"), "advice", seconds=540),
    Said(420, "10:30", "email", "in", ("Invoice to the company", "公司抬头发票"), ("Sent the same day.", "当天已发。"), "inquiry"),
    Said(655, "14:20", "visit", "in", ("Bought his first notebook", "购买第一台笔记本"), ("Recommended by 林静.", "林静推荐来的。"), "order", "positive", seconds=1800),
]  # fmt: skip

# days ago, number, product, quantity, source, days until delivery (None: ahead), days lent (0: no rental)
Ordered = tuple[int, str, str, int, str, int | None, int]
ORDERS: list[Ordered] = [
    (24, "SO-2291", "NB-1401", 1, OrderSource.SHOP, 3, 0),
    (12, "TR-0387", "TR-1101", 3, OrderSource.WEB, None, 0),
    (27, "FR-1900", "FM-0001", 1, OrderSource.SHOP, 0, 2),
    (24, "SO-2292", "SV-0200", 1, OrderSource.SHOP, 3, 0),
    (98, "FR-1741", "FM-0003", 1, OrderSource.SHOP, 0, 3),
    (160, "FR-1502", "FM-0018", 1, OrderSource.SHOP, 0, 2),
    (300, "TR-0211", "TR-1201", 4, OrderSource.WEB, 45, 0),
    (330, "FR-1033", "FM-0012", 1, OrderSource.WEB, 0, 4),
    (420, "SO-1207", "AC-0500", 1, OrderSource.WEB, 2, 0),
    (421, "SO-1206", "AC-0200", 1, OrderSource.WEB, 2, 0),
    (510, "FR-0640", "FM-0002", 1, OrderSource.SHOP, 0, 2),
    (600, "TR-0098", "TR-1102", 3, OrderSource.PARTNER, 40, 0),
    (655, "SO-0533", "NB-1501", 1, OrderSource.SHOP, 1, 0),
    (655, "SO-0534", "AC-0400", 1, OrderSource.SHOP, 1, 0),
]


def order_all(teller: Teller, party: Party, account: Account) -> None:
    """Write his fourteen orders; the trip is paid by two fifths until two weeks before it begins."""
    for ordered in ORDERS:
        _order(teller, party, account, ordered)


def _order(teller: Teller, party: Party, account: Account, ordered: Ordered) -> None:
    days_ago, number, sku, quantity, source, wait, lent = ordered
    line = _line(Product.objects.get(sku=sku), quantity)
    total = line.total
    paid = total if wait is not None else rounded(total * 2 / 5, "CNY")
    at = teller.at(days_ago, "11:15")
    order = Order.objects.create(
        number=number,
        kind=OrderKind.RENTAL if lent else OrderKind.SALE,
        party=party,
        account=account,
        owner=party.owner,
        source=source,
        ordered_at=at,
        due_back_on=at.date() + timedelta(days=lent) if lent else None,
        currency="CNY",
        net_total=line.net,
        tax_total=line.tax,
        total=total,
        base_total=total,
        paid_total=paid,
        billing=Order.billing_for(paid, total),
        fulfilment=_stage(wait, lent),
        delivered_at=None if wait is None else at + timedelta(days=wait),
        returned_at=at + timedelta(days=lent, hours=6) if lent else None,
        note="" if wait is not None else teller.say(_travel(teller)),
    )
    line.order = order
    line.save()


def _line(product: Product, quantity: int) -> OrderLine:
    """Return an order line at the list price, tax added."""
    rate = Decimal(13 if product.kind == "good" else 6)
    price = rounded(product.list_price or Decimal(0), "CNY")
    net = rounded(price * quantity, "CNY")
    tax = rounded(net * rate / 100, "CNY")
    return OrderLine(
        position=1,
        product=product,
        description=product.name,
        quantity=quantity,
        unit_price=price,
        tax_rate=rate,
        net=net,
        tax=tax,
        total=net + tax,
        cost=product.cost,
    )


def _stage(wait: int | None, lent: int) -> str:
    if wait is None:
        return Fulfilment.OPEN
    return Fulfilment.RETURNED if lent else Fulfilment.DELIVERED


def _travel(teller: Teller) -> Words:
    """Say when he travels: for a week, from a good fortnight after the demo's last day on."""
    first, last, due = (teller.until + timedelta(days=days) for days in (16, 22, 8))
    return (
        f"Haikou and Sanya, {first:%d %b}–{last:%d %b}, family of three. Balance is due on {due:%d %b}.",
        f"海口、三亚，{first.month}月{first.day}日–{last.month}月{last.day}日，三人。尾款 {due.month}月{due.day}日到期。",
    )
