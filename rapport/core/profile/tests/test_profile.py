"""What everybody may change about her own account, and where she is signed in."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from rapport.core.access.models import User
from rapport.core.audit.models import SignInEvent
from rapport.core.changes.models import Change
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.profile.actions import change_password, edit_profile, set_density, set_theme
from rapport.core.sessions.actions import end_session
from rapport.core.sessions.queries import places

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Alice Wu",
    "language": "zh-hans",
    "timezone": "Asia/Shanghai",
    "theme": "dark",
    "density": "relaxed",
}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def test_the_page_saves_and_speaks_the_new_language(alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert client.post("/profile", PROFILE).status_code == 302
    alice.refresh_from_db()
    assert {name: getattr(alice, name) for name in PROFILE} == PROFILE
    text = client.get("/profile").content.decode()
    assert "已保存" in text
    assert 'data-bs-theme="dark"' in text
    change = Change.objects.filter(table="core_user", operation="u").latest("id")
    assert (change.by_id, change.cause) == (alice.pk, "core.edit_own_account")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("language", "fr"),
        ("timezone", "Mars/Olympus"),
        ("theme", "pink"),
        ("density", "x"),
    ],
)
def test_what_cannot_be_used_is_refused(alice: User, signed_in, at, field: str, value: str) -> None:
    assert signed_in(alice).post("/profile", PROFILE | {field: value}).status_code == 422
    with pytest.raises(Invalid):
        edit_profile(by=alice, at=at, **(PROFILE | {field: value}))
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_the_theme_is_kept(alice: User, signed_in, at) -> None:
    assert signed_in(alice).post("/profile/theme", {"theme": "light"}).status_code == 204
    alice.refresh_from_db()
    assert alice.theme == "light"
    with pytest.raises(Invalid):
        set_theme("pink", by=alice, at=at)


def test_the_row_height_is_kept(alice: User, signed_in, at) -> None:
    client = signed_in(alice)
    assert 'data-url="/profile/density"' in client.get("/people/").content.decode()
    assert client.post("/profile/density", {"density": "relaxed"}).status_code == 204
    alice.refresh_from_db()
    assert alice.density == "relaxed"
    assert client.post("/profile/density", {"density": "x"}).status_code == 422
    with pytest.raises(Invalid):
        set_density("x", by=alice, at=at)


def test_who_has_left_changes_nothing(alice: User, at) -> None:
    User.objects.filter(pk=alice.pk).update(left_at=at)
    with pytest.raises(NotAllowed):
        edit_profile(by=alice, at=at, **PROFILE)


def test_a_new_password_ends_other_sessions_and_keeps_this_one(alice: User, signed_in) -> None:
    here, there = signed_in(alice), signed_in(alice)
    typed = {"present": "alicealice", "password": "quite another sentence"}
    assert here.post("/profile/password", typed).status_code == 302
    assert here.get("/profile").status_code == 200
    assert there.get("/profile").status_code == 302
    assert SignInEvent.objects.get().outcome == "password_changed"


@pytest.mark.parametrize(
    ("present", "new", "field"),
    [
        ("wrong", "quite another sentence", "present"),
        ("alicealice", "short", "password"),
        ("alicealice", "alice@haina.example", "password"),
        ("alicealice", "password123", "password"),
    ],
)
def test_the_present_password_and_a_strong_new_one_are_asked_for(
    alice: User, at, present: str, new: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change_password(present, by=alice, at=at, password=new)
    assert field in refused.value.fields
    alice.refresh_from_db()
    assert alice.check_password("alicealice")


def browser(alice: User, agent: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/accounts/sign-in", {"login": alice.email, "password": "alicealice"})
    return client


def test_sessions_are_listed_in_words_and_ended(alice: User) -> None:
    here = browser(alice, "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/130.0")
    there = browser(alice, "Mozilla/5.0 (iPhone; CPU) AppleWebKit Version/17 Safari/604")
    text = here.get("/profile/sessions").content.decode()
    assert "Firefox on Windows" in text
    assert "Safari on iPhone" in text
    from django.utils import timezone

    other = next(
        p for p in places(alice, timezone.now(), here.session.session_key) if not p.is_current
    )
    assert here.post(f"/profile/sessions/{other.id}/end").status_code == 302
    assert there.get("/profile").status_code == 302
    assert here.get("/profile").status_code == 200


def test_all_others_end_at_once(alice: User) -> None:
    clients = [browser(alice, "x") for _ in range(3)]
    clients[0].post("/profile/sessions/end-others")
    assert [c.get("/profile").status_code for c in clients] == [200, 302, 302]


def test_somebody_elses_session_does_not_exist(alice: User, bob: User, at) -> None:
    from allauth.usersessions.models import UserSession

    client = browser(alice, "x")
    session = UserSession.objects.get(user=alice)
    with pytest.raises(Missing):
        end_session(session.pk, by=bob, at=at)
    assert client.get("/profile").status_code == 200


def test_a_few_queries_whatever_the_number_of_sessions(
    alice: User, django_assert_max_num_queries
) -> None:
    clients = [browser(alice, "x") for _ in range(6)]
    clients[0].get("/profile/sessions")
    with django_assert_max_num_queries(9):
        clients[0].get("/profile/sessions")
