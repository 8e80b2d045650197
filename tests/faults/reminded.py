"""Alice, whom a real server reminds by mail, and its sender at any time of day."""

import re
from datetime import datetime

from fake_time import FakeTime
from form_browser import FormBrowser
from homes import Home
from senders import Mailbox
from served import closeknit

ADDRESS = "alice@example.org"
REMINDERS = "/settings/reminders/"


def want(browser: FormBrowser, mailbox: Mailbox, *, at: str, zone: str) -> None:
    """Ask for a reminder each day at that time, by mail, through the pages."""
    browser.open(REMINDERS)
    browser.send(
        browser.form(REMINDERS),
        is_on="on",
        at=at,
        zone=zone,
        pace="more",
        quiet_from="12:00",
        quiet_until="13:00",
    )
    assert browser.status == 200, browser.page
    browser.open(f"{REMINDERS}mail/")
    browser.send(browser.form(f"{REMINDERS}mail/"), address=ADDRESS)
    code = re.search(r"^Subject: .*?(\d{6})", mailbox.mails[-1][1], re.MULTILINE).group(1)
    browser.send(browser.form("/code/"), code=code)
    assert ADDRESS in browser.page
    mailbox.mails.clear()


def sent(home: Home, clock: FakeTime, mailbox: Mailbox, at: datetime) -> int:
    """Run the sender at an instant; return how many mails that made."""
    before = len(mailbox.mails)
    clock.set(at)
    done = closeknit("send-due", home=home.folder, EMAIL_URL=mailbox.url)
    assert done.returncode == 0, done.stderr
    return len(mailbox.mails) - before
