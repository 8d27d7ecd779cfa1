"""A real Dovecot of its own: in a folder of its own, on loopback, without privileges."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

PASSWORD = "a password of the tests"
MOST = 500  # mailboxes; Dovecot looks at its list of users once a second only
SMALL = "userdb_quota_rule=*:storage=10K"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{home}/mail/%u
mail_max_userip_connections = 100
mail_plugins = quota
first_valid_uid = 1
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {home}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
userdb {{
  driver = prefetch
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  service_count = 100
}}
protocol imap {{
  mail_plugins = $mail_plugins imap_quota
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage=1G
}}
"""


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Dovecot:
    """Starts and ends one, and puts mails into its mailboxes as a mail server would."""

    def __init__(self) -> None:
        if shutil.which("dovecot") is None:
            msg = "These tests need Dovecot: apt-get install dovecot-imapd"
            raise RuntimeError(msg)
        self.home = Path(tempfile.mkdtemp(prefix="dovecot"))
        self.port, self.tls_port, self.check_port = free_port(), free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        is_root = os.geteuid() == 0
        account = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
        self._write(account)
        if is_root:
            for path in [self.home, *self.home.rglob("*")]:
                os.chown(path, account.pw_uid, account.pw_gid)
        who: dict[str, Any] = {}
        if is_root:
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        program = shutil.which("dovecot") or "dovecot"
        self.process = subprocess.Popen([program, "-F", "-c", str(self.home / "conf")], **who)
        end = time.monotonic() + 20
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        msg = f"Dovecot did not start: {self.told()}"
        raise RuntimeError(msg)

    def _write(self, account: pwd.struct_passwd) -> None:
        import grp

        for name in ("run", "state", "mail"):
            (self.home / name).mkdir()
        users = [f"user{number}:{{PLAIN}}{PASSWORD}::::::" for number in range(MOST)]
        users += [f"full{number}:{{PLAIN}}{PASSWORD}::::::{SMALL}" for number in range(10)]
        (self.home / "users").write_text("\n".join(users))
        check = f"http://127.0.0.1:{self.check_port}/check"
        (self.home / "oauth2.conf").write_text(
            f"introspection_url = {check}\nintrospection_mode = post\nusername_attribute = email\n"
            "active_attribute = active\nactive_value = true\n"
        )
        _certificate(self.home)
        config = CONFIG.format(
            home=self.home,
            user=account.pw_name,
            group=grp.getgrgid(account.pw_gid).gr_name,
            uid=account.pw_uid,
            gid=account.pw_gid,
            port=self.port,
            tls_port=self.tls_port,
        )
        (self.home / "conf").write_text(config)

    def told(self) -> str:
        """Return what it wrote into its log."""
        log = self.home / "log"
        return log.read_text() if log.exists() else ""

    def stop(self) -> None:
        """End it and take its folder away."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
        shutil.rmtree(self.home, ignore_errors=True)

    def client(self, user: str) -> IMAPClient:
        """Return a conversation in which somebody is signed in, as her mail program has it."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(user, PASSWORD)
        return client

    def deliver(
        self,
        user: str,
        raw: bytes,
        folder: str = "INBOX",
        at: datetime | None = None,
        flags: Any = (),
    ) -> None:
        """Put a mail into a folder."""
        client = self.client(user)
        with suppress(IMAPClientError):
            client.create_folder(folder)
        client.append(folder, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), flags, at)
        client.logout()


def _certificate(home: Path) -> None:
    """Make a certificate that nobody trusts."""
    from datetime import UTC, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    signed = made.sign(key, hashes.SHA256())
    (home / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (home / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
