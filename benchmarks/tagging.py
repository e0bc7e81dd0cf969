"""How fast themes are found: items a second, beside a bare Aho-Corasick pass over the same text.

    python benchmarks/tagging.py            all of the table
    python benchmarks/tagging.py 1500 100000    one line of it: so many terms, so many items

Terms and items are made from the word lists below, the same at every run. Words occur about as often
as in Dutch parliamentary questions (there the 100 most frequent are 48 % of the text, the 4,000 most
frequent 87 %); an item has a title and a summary of some hundred characters, in Dutch, English or
French. Each line is measured in a process of its own; times are processor time, of a matcher that
starts cold. The bare pass looks for the terms as plain strings in the lower-cased text: no stems, no
words, no compounds, no score. It is the floor.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import accumulate, chain, product
from pathlib import Path

import ahocorasick

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servwatch.insight.themes import compile_themes
from servwatch.model import Term, Theme

LANGUAGES = ("nl", "en", "fr")
THEMES = 24
SEED = 20261122

FUNCTION = {
    "nl": """
        de van het een en in op te voor met dat die is aan door bij naar over uit om tot als ook niet zijn
        worden
    """,
    "en": """
        the of and to in a for on with by from at as is that an be are this their its it or will has have
        which
    """,
    "fr": """
        de la le les des et en du à un une dans pour sur par au que qui aux avec est ce sont plus ou sa se
        d l
    """,
}
ROOTS = {
    "nl": """
        arbeid loon zorg markt beleid bedrijf handel sector energie klimaat water vervoer school opleiding
        pensioen uitkering migratie asiel belasting begroting groei industrie onderzoek gezondheid woning
        armoede overleg raad wet regel verdrag akkoord vergadering advies overheid gemeente regio grens
        data netwerk veiligheid milieu afval landbouw voedsel haven spoor lucht bodem steun fonds bank
        rente prijs kosten dienst verslag commissie voorstel
    """,
    "en": """
        work wage care market policy company trade sector energy climate water transport school training
        pension benefit migration asylum tax budget growth industry research health housing poverty
        dialogue council law rule treaty agreement meeting opinion government city region border data
        network safety environment waste farm food port rail air soil support fund bank interest price
        cost service report commission proposal skill union
    """,
    "fr": """
        travail salaire soin marché politique entreprise commerce secteur énergie climat eau transport
        école formation pension prestation migration asile impôt budget croissance industrie recherche
        santé logement pauvreté dialogue conseil loi règle traité accord réunion avis gouvernement ville
        région frontière donnée réseau sécurité environnement déchet ferme alimentation port rail air sol
        soutien fonds banque intérêt prix coût service rapport
    """,
}
ADJECTIVES = {
    "nl": """
        sociale Europese nieuwe duurzame digitale lokale openbare economische regionale jonge groene vrije
    """,
    "en": """
        social European new sustainable digital local public economic regional young green free
    """,
    "fr": """
        social européen nouveau durable numérique local public économique régional jeune vert libre
    """,
}
SYLLABLES = (
    "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sta spe tri sco plu"
)
USUAL = 4_000
"""The rank after which words become rare faster (Ferrer i Cancho and Solé 2001)."""

RARE = 30_000
"""Rare words beside those built of the roots: names, foreign words, slips of the pen."""


def vocabulary(language: str) -> tuple[list[str], list[str], list[str]]:
    """The usual words, those built of them, the rare ones: each in the order of how often they occur."""
    chance = random.Random(SEED)
    roots, adjectives = ROOTS[language].split(), ADJECTIVES[language].split()
    if language == "nl":
        built = [a + b for a, b in product(roots, roots) if a != b] + [root + "en" for root in roots]
    else:
        endings = ("s", "ment", "ing", "ity") if language == "en" else ("s", "ment", "ité", "iste")
        built = [root + ending for root in roots for ending in endings]
        built += [a[:4] + b for a, b in product(roots, roots) if a != b]
    chance.shuffle(built)
    syllables = SYLLABLES.split()
    rare = {"".join(chance.choices(syllables, k=chance.randint(2, 5))): None for _ in range(RARE)}
    return FUNCTION[language].split() + adjectives + roots, list(dict.fromkeys(built)), list(rare)


def frequency(rank: int) -> float:
    """How often the word of a rank occurs: Zipf's law in its two regimes."""
    return 1 / (rank + 2.7) if rank < USUAL else USUAL / rank**2


def make_items(count: int) -> Iterator[tuple[str, str, str]]:
    """`count` items: title, summary, language."""
    chance = random.Random(SEED)
    words = {code: list(chain(*vocabulary(code))) for code in LANGUAGES}
    weights = {code: list(accumulate(map(frequency, range(len(words[code]))))) for code in LANGUAGES}
    for number in range(count):
        code = LANGUAGES[number % len(LANGUAGES)]
        drawn = chance.choices(words[code], cum_weights=weights[code], k=24)
        yield " ".join(drawn[:8]).capitalize(), " ".join(drawn[8:])[:100] + ".", code


def make_themes(count: int) -> list[Theme]:
    """24 themes with `count` terms in all: 60 % words, 30 % pairs, and stars and exact words.

    Every third word of them is a rare one, as names and technical words are.
    """
    chance = random.Random(SEED + 1)
    terms: list[dict[str, list[Term]]] = [{code: [] for code in LANGUAGES} for _ in range(THEMES)]
    for code in LANGUAGES:
        usual, built, rare = vocabulary(code)
        made: dict[str, None] = {}
        while len(made) < count // len(LANGUAGES):
            kind, word = chance.random(), chance.choice(chance.choice((built, built, rare)))
            pair = f"{chance.choice(usual[-60:])} {word}"
            made[
                word if kind < 0.6 else pair if kind < 0.9 else f"{word}*" if kind < 0.95 else f"={word}"
            ] = None
        for number, text in enumerate(made):
            terms[number % THEMES][code].append(Term(text))
    return [
        Theme(
            f"theme-{number}", {"en": f"Theme {number}"}, {code: tuple(own) for code, own in by_code.items()}
        )
        for number, by_code in enumerate(terms)
    ]


def bare(themes: list[Theme]) -> ahocorasick.Automaton:
    """The terms as plain strings in one automaton."""
    automaton = ahocorasick.Automaton()
    for theme in themes:
        for terms in theme.terms.values():
            for term in terms:
                automaton.add_word(term.text.strip("=*").lower(), 1)
    automaton.make_automaton()
    return automaton


def measure(terms: int, items: int) -> dict[str, float]:
    """One line of the table. Items are made in batches, so that they do not fill the memory."""
    themes = make_themes(terms)
    automaton = bare(themes)
    start = time.process_time()
    matcher = compile_themes(themes, languages=LANGUAGES)
    compiling = time.process_time() - start
    matching = floor = 0.0
    themed = matches = 0
    source = make_items(items)
    while batch := [item for item, _ in zip(source, range(10_000), strict=False)]:
        start = time.process_time()
        for title, summary, code in batch:
            found = matcher.match(title, summary, code)
            themed += bool(found)
            matches += sum(len(theme.matches) for theme in found)
        middle = time.process_time()
        for title, summary, _ in batch:
            list(automaton.iter(title.lower()))
            list(automaton.iter(summary.lower()))
        matching += middle - start
        floor += time.process_time() - middle
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    return {
        "compile_ms": compiling * 1e3,
        "rate": items / matching,
        "floor": items / floor,
        "ratio": matching / floor,
        "themed": themed / items,
        "matches": matches / items,
        "peak_mib": peak,
    }


def main() -> None:
    if len(sys.argv) == 3:
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
        return
    print("  terms     items   compile   items/s    bare/s  ratio  themed  matches  peak RSS")
    for terms, items in ((1_500, 100_000), (15_000, 100_000), (1_500, 1_000_000)):
        command = [sys.executable, __file__, str(terms), str(items)]
        line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"{terms:>7} {items:>9} {line['compile_ms']:>6.0f} ms {line['rate']:>9.0f} {line['floor']:>9.0f} "
            f"{line['ratio']:>6.2f} {line['themed']:>7.0%} {line['matches']:>8.2f} "
            f"{line['peak_mib']:>5.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
