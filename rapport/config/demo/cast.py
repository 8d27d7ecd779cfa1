"""The colleagues at Haina that have a name in every story: five can sign in."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "haina.example"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the cast; `key` begins her e-mail."""

    key: str
    name: str
    role: str
    team: str
    can_sign_in: bool = True

    @property
    def email(self) -> str:
        """Return what she signs in with."""
        return f"{self.key}@{DOMAIN}"


CAST = [
    Colleague("alice", "李娜 Alice", "seller", "North"),
    Colleague("bob", "陈浩 Bob", "sales_manager", "North"),
    Colleague("charlie", "周敏 Charlie", "seller", "South"),
    Colleague("dana", "赵鹏 Dana", "agent", "Service"),
    Colleague("admin", "吴静 Admin", "administrator", ""),
    Colleague("jonas", "Jonas Weber", "seller", "Europe", can_sign_in=False),
    Colleague("marta", "Marta Vogel", "seller", "Europe", can_sign_in=False),
    Colleague("ming", "孙明", "seller", "North", can_sign_in=False),
    Colleague("ting", "朱婷", "seller", "North", can_sign_in=False),
    Colleague("gang", "何刚", "seller", "South", can_sign_in=False),
    Colleague("yan", "郭燕", "seller", "South", can_sign_in=False),
]


def who_can_sign_in() -> str:
    """Return the e-mails to try, as a sentence lists them."""
    return ", ".join(colleague.email for colleague in CAST if colleague.can_sign_in)
