"""What findings say, as tests compare them."""


def states(findings):
    """Each finding as "what state", in order."""
    return [f"{finding.what}: {finding.state}" for finding in findings]


def of(findings, what):
    """The findings about one thing."""
    return [finding for finding in findings if finding.what == what]


def only(findings, what):
    (finding,) = of(findings, what)
    return finding


def ends(findings):
    """Every finding that is not good names what to do."""
    return [finding for finding in findings if not finding.well and not finding.remedy]
