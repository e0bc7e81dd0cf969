"""The dossier that the whole edition tells of: its documents, and who stands where."""

from datetime import date

from servwatch.model import (
    Advice,
    Reference,
    Side,
    Stand,
)

PROCEDURE = Reference("procedure", "2026/0123(COD)", "https://ep.example.org/2026-0123", "own")


PROPOSAL = Reference("com", "COM(2026) 456", "https://ec.example.org/com-456", "title")


ADVICE = Advice(90, "SERV-advies Werkbaar werk", "https://serv.example.org/90", date(2026, 3, 12), "dossier")


WORKERS = Stand(
    Side.WORKERS,
    "EVV",
    "Binding directive on telework",
    "https://unions.example.org/1",
    "en",
    date(2026, 11, 12),
)


EMPLOYERS = Stand(
    Side.EMPLOYERS,
    "BusinessEurope",
    "No new rules on telework",
    "https://employers.example.org/1",
    "en",
    date(2026, 11, 19),
)
