"""Who sees what of a mailbox: on the timeline, in lists, search, counts, exports and over the API."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mailboxes.actions import edit_mailbox
from rapport.touchpoints.mailboxes.tests.mails import raw
from rapport.touchpoints.messages.models import MailMessage
from rapport.touchpoints.messages.showing import show_again

SECRET = "The sesame word"
# the privacy, whether others see the subject, whether they see the words and the files
SEEN = [("subject", True, False), ("owner", False, False), ("everyone", True, True)]


@pytest.fixture
def wei(known: Any) -> Any:
    """A customer of Alice's."""
    return known("Wei", "wang.wei@example.com")


@pytest.fixture
def box(connect: Any, deliver: Any, read: Any, wei: Any) -> Any:
    """Return a way to read one mail into a mailbox of some privacy."""

    def run(privacy: str, **changed: Any) -> Any:
        deliver(raw("About money", SECRET, files=[("plan.txt", b"Plan B", "text/plain")]))
        mailbox = connect(privacy=privacy, **changed)
        read(mailbox)
        return mailbox

    return run


def seen_by(user: User, wei: Any, signed_in: Any, caller: Any) -> str:
    """Return everything that a colleague finds at all doors that could show the mail."""
    message, client, api = MailMessage.objects.get(), signed_in(user), caller(user)
    found = [
        client.get(address).content.decode()
        for address in (
            f"/parties/{wei.pk}/timeline",
            f"/parties/{wei.pk}/timeline?q=sesame",
            "/messages/",
            "/messages/?q=money",
            f"/messages/{message.pk}",
            f"/messages/{message.pk}/body",
            f"/files/of/message/{message.pk}",
            "/search/palette?q=sesame",
            "/lists/messages/count",
        )
    ]
    found += [
        api.get(f"/api/v1/{address}").content.decode()
        for address in (
            "messages",
            f"messages/{message.pk}",
            "interactions",
            f"files/of/message/{message.pk}",
            "search?q=sesame",
        )
    ]
    row = Interaction.objects.filter(party=wei.pk).first()
    if row is not None:
        found.append(client.get(f"/interactions/{row.pk}").content.decode())
        found.append(client.get(f"/messages/of/{row.pk}").content.decode())
    return "\n".join(found)


def test_what_a_colleague_and_the_owner_see(
    box: Any,
    wei: Any,
    alice: User,
    bob: User,
    at: Any,
    signed_in: Any,
    caller: Any,
    connection: Any,
) -> None:
    """Each privacy holds for what is there already, too."""
    mailbox = box("everyone")
    for privacy, subject, body in SEEN:
        edit_mailbox(mailbox.pk, connection(alice, privacy=privacy), by=alice, at=at)
        show_again(mailbox.pk, by=system(), at=at)
        found = seen_by(bob, wei, signed_in, caller)
        assert ("About money" in found) is subject, privacy
        assert (SECRET in found) is body, privacy
        assert ("plan.txt" in found) is body, privacy
    own = seen_by(alice, wei, signed_in, caller)
    assert SECRET in own
    assert "plan.txt" in own


def test_a_colleague_who_does_not_see_the_customer_sees_nothing(
    box: Any, wei: Any, charlie: User, signed_in: Any, caller: Any
) -> None:
    box("everyone")
    found = seen_by(charlie, wei, signed_in, caller)
    assert "About money" not in found
    assert SECRET not in found


def test_administrators_see_how_it_is_set_up_and_not_what_is_in_it(
    box: Any, wei: Any, admin: User, signed_in: Any, caller: Any
) -> None:
    mailbox = box("owner")
    assert SECRET not in seen_by(admin, wei, signed_in, caller)
    shown = signed_in(admin).get(f"/mailboxes/{mailbox.pk}").content.decode()
    assert "INBOX" in shown
    assert "About money" not in shown


def test_the_mailboxs_team_reads_along(
    box: Any, wei: Any, alice: User, bob: User, signed_in: Any, caller: Any
) -> None:
    box("owner", team_id=alice.team_id)
    assert SECRET in seen_by(bob, wei, signed_in, caller)
