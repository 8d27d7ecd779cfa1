"""The customer everybody meets first: 王伟, head of procurement at 海蓝科技, Alice's customer, always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rapport.config.demo import hero_story as story
from rapport.config.demo.staff import Staff
from rapport.core.access.models import User
from rapport.customers.accounts.models import Account, Tier
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.consent.models import ConsentEvent, Decision, Purpose, Source
from rapport.customers.contactpoints.models import Channel, ContactPoint, Label
from rapport.customers.households.models import Household, Member, Role
from rapport.customers.notes.models import Note
from rapport.customers.organizations.models import Organization, Size
from rapport.customers.parties.models import Kind, Lifecycle, Party
from rapport.customers.people.models import Gender, Honorific, Person
from rapport.customers.relations.models import Relation, Relationship
from rapport.customers.tags.models import PartyTag, Tag
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Teller:
    """In which language, as of which day, and by whom the story is told."""

    language: str
    until: date
    staff: Staff

    def say(self, words: tuple[str, str]) -> str:
        """Choose between English and Chinese."""
        return words[0] if self.language == "en" else words[1]

    def at(self, days_ago: int, clock: str = "10:00") -> datetime:
        """Return a moment so many days before the last day (negative: after it), by the clock of Shanghai."""
        day = self.until - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


def tell(teller: Teller) -> Party:
    """Write 王伟 with his family, company, orders and conversations; return him."""
    alice = teller.staff.alice
    hailan = _company(teller)
    wang = _person(alice, "王", "伟", "Wang Wei", Gender.MALE, date(1984, 4, 12))
    _work(teller, wang, hailan)
    _family(teller, wang)
    _reach(teller, wang)
    account = Account.objects.create(
        party=wang, number="A-000231", tier=Tier.GOLD, payment_days=14, manager=alice
    )
    story.order_all(teller, wang, account)
    _talk(teller, wang)
    for words in story.TAGS:
        tag, _made = Tag.objects.get_or_create(name=teller.say(words))
        PartyTag.objects.create(party=wang, tag=tag)
    Note.objects.create(
        party=wang, author=alice, body=teller.say(story.NOTE), written_at=teller.at(40, "17:10")
    )
    return wang


def _company(teller: Teller) -> Party:
    owner = teller.staff.alice
    party = Party.objects.create(
        kind=Kind.ORGANIZATION,
        display_name="海蓝科技",
        latin_name="Hailan Technology",
        sort_key="hailan keji",
        owner=owner,
        lifecycle=Lifecycle.CUSTOMER,
        city="上海",
        country="CN",
    )
    Organization.objects.create(
        party=party,
        legal_name="上海海蓝科技有限公司",
        trade_name="海蓝科技",
        domains=["hailan.example"],
        industry=teller.say(story.INDUSTRY),
        size=Size.SMALL,
    )
    ContactPoint.objects.create(
        party=party,
        channel=Channel.PHONE,
        raw="021-62832200 转 8012",
        normalized="+862162832200",
        extension="8012",
        label=Label.WORK,
        is_primary=True,
    )
    Account.objects.create(
        party=party, number="A-000230", tier=Tier.KEY, payment_days=30, manager=owner
    )
    return party


def _person(
    owner: User, family: str, given: str, latin: str, gender: str, born: date | None = None
) -> Party:
    party = Party.objects.create(
        kind=Kind.PERSON,
        display_name=family + given,
        latin_name=latin,
        sort_key=latin.lower(),
        owner=owner,
        lifecycle=Lifecycle.CUSTOMER,
        city="上海",
        country="CN",
    )
    Person.objects.create(
        party=party,
        family=family,
        given=given,
        honorific=Honorific.MR if gender == Gender.MALE else Honorific.MS,
        gender=gender,
        born_on=born,
        locale="zh-hans",
        timezone="Asia/Shanghai",
    )
    return party


def _work(teller: Teller, wang: Party, company: Party) -> None:
    """Draw the org chart: 林静 above 王伟, 张敏 and 刘洋 below him."""
    above: Affiliation | None = None
    for family, given, latin, gender, title, department in story.COLLEAGUES:
        is_hero = latin == "Wang Wei"
        person = wang if is_hero else _person(wang.owner, family, given, latin, gender)
        place = Affiliation.objects.create(
            person_id=person.pk,
            organization_id=company.pk,
            title=teller.say(title),
            department=teller.say(department),
            reports_to=above,
            since=date(2019, 3, 1),
            is_primary=True,
        )
        if above is None or is_hero:
            above = place


def _family(teller: Teller, wang: Party) -> None:
    wife = _person(wang.owner, "李", "敏", "Li Min", Gender.FEMALE, date(1986, 9, 30))
    child = _person(wang.owner, "王", "子轩", "Wang Zixuan", Gender.MALE, date(2016, 6, 2))
    Party.objects.filter(pk=child.pk).update(lifecycle=Lifecycle.PROSPECT)
    home = Household.objects.create(name=teller.say(story.HOUSEHOLD), head_id=wang.pk)
    for person, role in ((wang, Role.HEAD), (wife, Role.PARTNER), (child, Role.CHILD)):
        Member.objects.create(household=home, person_id=person.pk, role=role)
    Relation.objects.create(from_party=wang, to_party=wife, kind=Relationship.SPOUSE)
    Relation.objects.create(from_party=wang, to_party=child, kind=Relationship.PARENT)


def _reach(teller: Teller, wang: Party) -> None:
    """Give him telephone, e-mail, WeChat and address, each with what he allowed and withdrew."""
    given = teller.at(189)
    for channel, raw, normalized, label, purposes in story.CONTACTS:
        point = ContactPoint.objects.create(
            party=wang,
            channel=channel,
            raw=raw,
            normalized=normalized,
            label=label,
            is_primary=True,
            verified_at=given if purposes else None,
            **(story.PLACE if channel == Channel.ADDRESS else {}),
        )
        for purpose in purposes:
            _consent(point, purpose, Decision.GIVEN, Source.FORM, given)
        if channel == Channel.PHONE:
            withdrawn = teller.at(137)
            _consent(point, Purpose.OFFERS, Decision.WITHDRAWN, Source.PHONE, withdrawn)


def _consent(point: ContactPoint, purpose: str, decision: str, source: str, at: datetime) -> None:
    ConsentEvent.objects.create(
        contact_point=point,
        purpose=purpose,
        decision=decision,
        source=source,
        at=at,
        wording="2024-05",
    )


def _talk(teller: Teller, wang: Party) -> None:
    """Log every conversation; the last ones lead to the next step."""
    last = max(story.TALK, key=lambda said: (-said.days_ago, said.clock))
    for said in story.TALK:
        at = teller.at(said.days_ago, said.clock)
        solved = teller.at(said.solved_days_ago) if said.solved_days_ago else None
        Interaction.objects.create(
            party=wang,
            staff=teller.staff.alice if said.by_alice else None,
            channel=said.channel,
            direction=said.direction,
            started_at=at,
            ended_at=at + timedelta(seconds=said.seconds) if said.seconds else None,
            subject=teller.say(said.subject),
            body=teller.say(said.body),
            reason=said.reason,
            outcome="reached" if said.channel == "phone" else "",
            sentiment=said.sentiment,
            resolved_at=solved,
            resolution=teller.say(story.SOLUTION) if solved else "",
        )
    step, due = teller.say(story.NEXT_STEP), teller.until + timedelta(days=1)
    alice = teller.staff.alice
    Task.objects.create(
        title=step, party=wang, assignee=alice, made_by=alice, due_on=due, priority=1
    )
    Party.objects.filter(pk=wang.pk).update(
        last_touch_at=teller.at(last.days_ago, last.clock),
        last_touch_channel=last.channel,
        next_step=step,
        next_step_on=due,
    )
