"""What the design names and this version does not do yet: refused as such, not as a typo."""

PLANNED = frozenset(
    {
        "servwatch.public_url",
        "mail.auth:xoauth2",
        "mail.client_id",
        "mail.tenant",
        "mail.secret_file",
        "digest.review:window",
        "digest.review:required",
        "digest.draft",
        "digest.editors",
        "member.copy",
    }
)
"""Keys as `table.key`, values of a key as `table.key:value`."""
