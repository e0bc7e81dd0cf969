"""Reports of mail systems, made up in the forms that these systems write.

The forms, and where each is described:

    standard        RFC 3464, appendix E: multipart/report with delivery-status and the message
    headers only    RFC 6522: text/rfc822-headers in the place of the message
    delayed         RFC 3464: Action: delayed, the message is still tried
    several         RFC 3464, 2.3: one group of fields for each recipient
    internationalised   RFC 6533: message/global-delivery-status
    vague           Exchange: Status: 5.0.0, and the true status in the diagnostic
    qmail           the qmail-send bounce message format (QSBMF): plain text, no report
    Exim            plain text, "A message that you sent could not be delivered", header X-Failed-Recipients
    Postfix as text older relays that strip the parts: "<a@b>: host ... said: 550 5.1.1 ..."
"""

MESSAGE_ID = "<brief.20261127T0600.abcdefghijklmnop@example.org>"
HEADER = f"""From: Watch <watch@example.org>
To: lid@example.com
Subject: 3 deadlines, 7 berichten
Message-ID: {MESSAGE_ID}
"""


def group(recipient="lid@example.com", action="failed", status="5.1.1", said="smtp; 550 5.1.1 No such user"):
    return (
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
        f"Remote-MTA: dns; mx.example.com\nDiagnostic-Code: {said}\n"
    )


def standard(*groups, original="message/rfc822", kind="message/delivery-status"):
    body = HEADER + ("\nDe tekst.\n" if original == "message/rfc822" else "")
    parts = "\n".join(groups or (group(),))
    return f"""From: MAILER-DAEMON@relay.example.org
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261127070102.1@relay.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: {kind}

Reporting-MTA: dns; relay.example.org
Arrival-Date: Fri, 27 Nov 2026 07:00:00 +0100

{parts}
--B
Content-Type: {original}

{body}
--B--
""".encode()


def qmail(recipient="lid@example.com"):
    return f"""From: MAILER-DAEMON@example.com
To: bounces@example.org
Subject: failure notice
Message-ID: <1@example.com>

Hi. This is the qmail-send program at example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{recipient}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{HEADER}
De tekst.
""".encode()


def exim(recipient="lid@example.com"):
    return f"""From: Mail Delivery System <Mailer-Daemon@example.com>
To: bounces@example.org
X-Failed-Recipients: {recipient}
Subject: Mail delivery failed: returning message to sender
Message-ID: <E1@example.com>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {recipient}
    SMTP error from remote mail server after RCPT TO:<{recipient}>:
    550 5.2.2 Mailbox full

------ This is a copy of the message, including all the headers. ------

{HEADER}
De tekst.
""".encode()


def answer(subject="Afwezig", sender="Lid <lid@example.com>", **fields):
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"From: {sender}\nTo: watch@example.org\nSubject: {subject}\nMessage-ID: <a@example.com>\n{more}\nDag.\n".encode()
