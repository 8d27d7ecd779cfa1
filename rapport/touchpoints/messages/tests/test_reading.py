"""Reading a mailbox from a real server: every message that it shows is accounted for."""

from __future__ import annotations

import shutil
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from rapport.core.notifications.models import Notification
from rapport.touchpoints.mailboxes.actions import choose_folders, switch_mailbox
from rapport.touchpoints.mailboxes.ledger import lines
from rapport.touchpoints.mailboxes.models import Mailbox, MailboxEntry, MailboxFolder, MailboxState
from rapport.touchpoints.mailboxes.tests.dovecot import Dovecot, free_port
from rapport.touchpoints.mailboxes.tests.mails import raw
from rapport.touchpoints.messages.models import MailMessage

LATER = timedelta(minutes=11)


def outcomes(mailbox: Mailbox) -> Counter[str]:
    """Count the lines of the ledger by what became of them."""
    rows = MailboxEntry.objects.filter(folder__mailbox=mailbox)
    return Counter(row.reason or row.outcome for row in rows)


def assert_adds_up(mailbox: Mailbox) -> None:
    """The ledger is whole, and nobody is alarmed."""
    assert [line.folder.name for line in lines([mailbox.pk]) if not line.adds_up] == []
    assert MailboxState.objects.get(mailbox=mailbox).odd_since is None


def test_new_mail_is_kept_once(connect: Any, deliver: Any, read: Any) -> None:
    deliver(raw("One"))
    mailbox = connect()
    read(mailbox)
    deliver(raw("Two", key="<2@example.com>"))
    read(mailbox)
    read(mailbox)
    subjects = MailMessage.objects.filter(mailbox=mailbox).values_list("subject", flat=True)
    assert sorted(subjects) == ["One", "Two"]
    assert outcomes(mailbox) == {"stored": 2}
    assert_adds_up(mailbox)


def test_every_sort_of_message_is_accounted_for(connect: Any, deliver: Any, read: Any) -> None:
    deliver(raw("Kept"))
    deliver(raw("Kept"))  # the same once more
    deliver(raw("Other words, same id", "But another mail."))
    deliver(raw("No id", key=""))
    deliver(raw("Draft", key="<d@x.com>"), flags=[b"\\Draft"])
    deliver(raw("Deleted", key="<x@x.com>"), flags=[b"\\Deleted"])
    deliver(b"\x00\xff no mail at all\n\n\xfe")
    deliver(raw("Us", key="<us@x.com>", sender="alice@haina.example"))
    deliver(raw("Spam", key="<j@x.com>"), "Junk")
    mailbox = connect()
    read(mailbox)
    assert outcomes(mailbox) == {
        "stored": 4,
        "twice": 1,
        "draft": 1,
        "deleted": 1,
        "internal": 1,
    }
    same = MailMessage.objects.filter(mailbox=mailbox, key__startswith="<1@example.com>")
    assert same.count() == 2
    junk = MailboxFolder.objects.get(mailbox=mailbox, name="Junk")
    assert not junk.is_read
    assert_adds_up(mailbox)


def test_moved_copied_and_renamed(
    connect: Any, deliver: Any, read: Any, dovecot: Dovecot, login: str
) -> None:
    deliver(raw("Moved"))
    deliver(raw("Copied", key="<2@x.com>"))
    deliver(raw("Stays", key="<3@x.com>"), "Projects")
    mailbox = connect()
    read(mailbox)
    client = dovecot.client(login)
    client.select_folder("INBOX")
    first, second = client.search()
    client.create_folder("Done")
    client.move([first], "Done")
    client.copy([second], "Done")
    client.unselect_folder()
    client.rename_folder("Projects", "Old projects")
    client.logout()
    read(mailbox)
    assert MailMessage.objects.filter(mailbox=mailbox).count() == 3
    assert outcomes(mailbox) == {"stored": 3, "twice": 2}
    renamed = MailboxFolder.objects.get(mailbox=mailbox, name="Old projects")
    assert (renamed.former_names, renamed.gone_at) == (["Projects"], None)
    assert_adds_up(mailbox)


def test_a_folder_that_is_numbered_anew(
    connect: Any, deliver: Any, read: Any, dovecot: Dovecot, login: str
) -> None:
    deliver(raw("One"), "Work")
    deliver(raw("Two", key="<2@x.com>"), "Work")
    mailbox = connect()
    read(mailbox)
    before = MailboxFolder.objects.get(mailbox=mailbox, name="Work").numbering
    client = dovecot.client(login)
    client.delete_folder("Work")
    client.logout()
    deliver(raw("Two", key="<2@x.com>"), "Work")
    deliver(raw("Three", key="<3@x.com>"), "Work")
    read(mailbox)
    assert MailboxFolder.objects.get(mailbox=mailbox, name="Work").numbering != before
    assert MailMessage.objects.filter(mailbox=mailbox).count() == 3
    assert outcomes(mailbox) == {"stored": 3, "twice": 1}
    assert_adds_up(mailbox)


def test_a_deleted_folder_keeps_its_ledger(
    connect: Any, deliver: Any, read: Any, dovecot: Dovecot, login: str
) -> None:
    deliver(raw("One"), "Work")
    mailbox = connect()
    read(mailbox)
    client = dovecot.client(login)
    client.delete_folder("Work")
    client.logout()
    read(mailbox)
    assert MailboxFolder.objects.get(mailbox=mailbox, name="Work").gone_at is not None
    assert outcomes(mailbox) == {"stored": 1}
    assert_adds_up(mailbox)


def test_mails_deleted_at_the_server_stay_here(
    connect: Any, deliver: Any, read: Any, dovecot: Dovecot, login: str
) -> None:
    deliver(raw("One"))
    deliver(raw("Two", key="<2@x.com>"))
    mailbox = connect()
    read(mailbox)
    client = dovecot.client(login)
    client.select_folder("INBOX")
    client.delete_messages(client.search()[:1])
    client.expunge()
    client.logout()
    read(mailbox)
    assert MailMessage.objects.filter(mailbox=mailbox).count() == 2
    assert MailboxEntry.objects.exclude(gone_at=None).count() == 1
    assert_adds_up(mailbox)


def test_a_folder_that_is_not_chosen(
    connect: Any, deliver: Any, read: Any, alice: Any, at: Any
) -> None:
    deliver(raw("One"))
    deliver(raw("Private", key="<2@x.com>"), "Family")
    mailbox = connect()
    read(mailbox)
    inbox = MailboxFolder.objects.get(mailbox=mailbox, name="INBOX")
    choose_folders(mailbox.pk, [inbox.pk], by=alice, at=at)
    deliver(raw("More", key="<3@x.com>"), "Family")
    read(mailbox)
    assert not MailMessage.objects.filter(subject="More").exists()
    assert_adds_up(mailbox)


def test_a_paused_mailbox_is_not_read(
    connect: Any, deliver: Any, read: Any, alice: Any, at: Any
) -> None:
    mailbox = connect()
    switch_mailbox(mailbox.pk, by=alice, at=at, is_on=False)
    deliver(raw())
    read(mailbox)
    assert not MailMessage.objects.exists()
    switch_mailbox(mailbox.pk, by=alice, at=at, is_on=True)
    read(mailbox)
    assert MailMessage.objects.count() == 1


@pytest.fixture
def cut(dovecot: Dovecot) -> Iterator[Callable[[int], int]]:
    """Return a way to stand before the server and to hang up after so many bytes of its answers."""
    doors: list[socket.socket] = []

    def stand(after: int) -> int:
        door = socket.create_server(("127.0.0.1", free_port()))
        doors.append(door)
        threading.Thread(target=_pass, args=(door, dovecot.port, after), daemon=True).start()
        return int(door.getsockname()[1])

    yield stand
    for door in doors:
        door.close()


def _pass(door: socket.socket, port: int, left: int) -> None:
    with suppress(OSError):
        here, _ = door.accept()
        there = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=_carry, args=(here, there), daemon=True).start()
        while left > 0 and (some := there.recv(min(left, 4096))):
            here.sendall(some)
            left -= len(some)
        for one in (here, there):
            one.shutdown(socket.SHUT_RDWR)
            one.close()


def _carry(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        shutil.copyfileobj(here.makefile("rb", buffering=0), there.makefile("wb", buffering=0), 1)


def test_the_server_goes_in_the_middle_of_a_message(
    connect: Any, deliver: Any, read: Any, dovecot: Dovecot, cut: Any, at: Any
) -> None:
    for number in range(3):
        deliver(raw(f"Mail {number}", "long " * 20_000, key=f"<{number}@x.com>"))
    mailbox = connect(port=cut(150_000))
    read(mailbox)
    state = MailboxState.objects.get(mailbox=mailbox)
    assert "cannot be reached" in state.failure
    assert state.due_at is not None
    assert outcomes(mailbox)["waiting"] >= 1
    Mailbox.objects.filter(pk=mailbox.pk).update(port=dovecot.port)
    read(mailbox, at + LATER)
    assert sorted(MailMessage.objects.values_list("subject", flat=True)) == [
        "Mail 0",
        "Mail 1",
        "Mail 2",
    ]
    assert outcomes(mailbox) == {"stored": 3}
    assert MailboxState.objects.get(mailbox=mailbox).failure == ""
    assert_adds_up(mailbox)


def test_only_one_reads_at_a_time_and_a_killed_one_is_replaced(
    connect: Any, deliver: Any, read: Any, at: Any
) -> None:
    deliver(raw())
    mailbox = connect()
    MailboxState.objects.filter(mailbox=mailbox).update(taken_until=at + timedelta(minutes=10))
    read(mailbox)
    assert not MailMessage.objects.exists()
    read(mailbox, at + LATER)
    assert MailMessage.objects.count() == 1


def test_what_does_not_add_up_alarms_its_owner_once(
    connect: Any, deliver: Any, read: Any, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    from rapport.touchpoints.messages import syncing

    deliver(raw("Good"))
    deliver(raw("Bad", key="<2@x.com>"))
    mailbox = connect()
    keep = syncing.keep_message

    def fails(entry: Any, arrival: Any, *args: Any, **kwargs: Any) -> Any:
        if arrival.mail.subject == "Bad":
            msg = "no room"
            raise ValueError(msg)
        return keep(entry, arrival, *args, **kwargs)

    monkeypatch.setattr(syncing, "keep_message", fails)
    read(mailbox)
    read(mailbox, at + LATER)
    assert outcomes(mailbox) == {"stored": 1, "waiting": 1}
    assert MailboxState.objects.get(mailbox=mailbox).odd_since == at
    assert Notification.objects.filter(user=mailbox.owner, kind="mailbox_odd").count() == 1


def test_a_failing_mailbox_is_told_at_the_third_time(
    connect: Any, read: Any, at: Any, deliver: Any
) -> None:
    mailbox = connect(password="wrong")
    for turn in range(4):
        read(mailbox, at + turn * timedelta(days=1))
    assert Notification.objects.filter(user=mailbox.owner, kind="mailbox_failing").count() == 1
    assert "refused user name" in MailboxState.objects.get(mailbox=mailbox).failure


def test_a_large_mail_is_left_out(
    connect: Any, deliver: Any, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rapport.touchpoints.messages import syncing

    monkeypatch.setattr(syncing, "LARGEST", 5_000)
    deliver(raw("Large", "long " * 5_000))
    mailbox = connect()
    read(mailbox)
    assert outcomes(mailbox) == {"too_large": 1}
    assert_adds_up(mailbox)
