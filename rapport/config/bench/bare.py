"""Views that do the least: the baselines of `pages` and `api`, behind the same middleware and sign-in."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from rapport.core.access.models import User, reach
from rapport.core.action import SIGN
from rapport.customers.parties.models import Party

ROWS = 50
FIELDS = (
    "id", "display_name", "latin_name", "lifecycle", "owner__name", "city", "country",
    "last_touch_at", "last_touch_channel", "next_step", "next_step_on", "version", "created_at",
)  # fmt: skip
LIST = """SELECT p.id, p.display_name, p.latin_name, p.lifecycle, p.owner_id, p.city, p.country, p.last_touch_at,
  p.last_touch_channel, p.next_step, p.next_step_on, p.version, p.created_at
FROM customers_party p WHERE p.kind = 'person' AND p.trashed_at IS NULL AND (%s OR p.owner_id = ANY(%s))
ORDER BY p.sort_key, p.id LIMIT 51"""
PARTY = """INSERT INTO customers_party (kind, display_name, latin_name, sort_key, owner_id, lifecycle, city, country,
  last_touch_channel, next_step) VALUES ('person', %s, %s, %s, %s, 'prospect', '', '', '', '') RETURNING id"""
PERSON = """INSERT INTO customers_person (party_id, family, given, honorific, gender, education, income_band, locale,
  timezone) VALUES (%s, %s, %s, '', '', '', '', '', '')"""
CONTACT = """INSERT INTO customers_contactpoint (party_id, channel, raw, normalized, extension, label, street, postcode,
  city, region, country, is_primary) VALUES (%s, 'phone', %s, %s, '', 'mobile', '', '', '', '', '', true)"""
ENTRY = """INSERT INTO core_searchentry (kind, object_id, party_id, owner_id, title, subtitle, tokens)
  VALUES ('person', %s, %s, %s, %s, '', array_to_tsvector(%s))"""
EVENT = """INSERT INTO core_event (happened_at, name, subject_id, party_id, by_id, data, group_id)
  VALUES (now(), 'PersonCreated', %s, %s, %s, jsonb_build_object('person_id', %s::bigint), gen_random_uuid())
  RETURNING id"""
NOTIFY = "SELECT pg_notify('rapport_events', json_build_object('id', %s::bigint, 'name', 'PersonCreated')::text)"
encode = msgspec.json.Encoder().encode


@login_required
def people_page(request: HttpRequest) -> HttpResponse:
    """Send the rows of a list page as JSON."""
    rows = Party.objects.visible_to(_user(request)).kept().people().order_by("sort_key", "id")
    return JsonResponse({"rows": list(rows.values(*FIELDS)[:ROWS])})


@csrf_exempt
def people(request: HttpRequest) -> HttpResponse:
    """Read fifty people, or write one, by SQL."""
    user = _user(request)
    if request.method == "POST":
        return _json({"id": _create(user, msgspec.json.decode(request.body))}, status=201)
    seen = reach(user, "customers.view_party")
    with connection.cursor() as cursor:
        cursor.execute(LIST, [seen.everything, sorted(seen.owner_ids)])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return _json({"items": rows[:ROWS]})


@transaction.atomic
def _create(user: User, data: dict[str, Any]) -> int:
    """Write the rows that adding a person writes; the change log is written by the same triggers."""
    name = data["family"] + data["given"]
    with connection.cursor() as cursor:
        cursor.execute(SIGN, [str(user.pk), "customers.create_person", ""])
        cursor.execute(PARTY, [name, data["latin"], data["latin"].lower(), user.pk])
        party = cast("tuple[int]", cursor.fetchone())[0]
        cursor.execute(PERSON, [party, data["family"], data["given"]])
        cursor.execute(CONTACT, [party, data["phone"], data["phone"]])
        cursor.execute(ENTRY, [party, party, user.pk, name, data["tokens"]])
        cursor.execute(EVENT, [party, party, user.pk, party])
        cursor.execute(NOTIFY, cursor.fetchone())
    return party


def _json(value: object, *, status: int = 200) -> HttpResponse:
    return HttpResponse(encode(value), status=status, content_type="application/json")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
