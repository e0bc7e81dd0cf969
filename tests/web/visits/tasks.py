"""The twenty tasks of docs/console.md, each as a visitor does it: by the names of what stands on the page.

A task takes a Person who is signed in, and the console. It begins on the page "Today" and ends with seeing that it is done.
"""

import httpx
from playwright.sync_api import expect

from tests.web.visits.house import HELD, NEW_ADDRESS

MEMBER = "an@servwatch.example"
DRAFT = "International brief"
OVERVIEW = "International overview"


def find_and_ask_why(person, console):
    find(person, "violence", "Two more countries ratify")
    person.sees("Sent on Tue 24 Nov")
    person.follow("Why, step by step")
    person.sees("Its place is by its rank")


def say_that_a_theme_does_not_fit(person, console):
    find(person, "platformwerk", "Nieuwe regels voor platformwerk")
    person.press("Does not fit: Job quality and working conditions")
    person.told(".")
    person.sees("visitor: does not fit")


def see_what_was_covered(person, console):
    person.go("Archive", "Was it covered?")
    asked = "COM(2049) 837\nGlobal wage report: real wages recover, inequality remains\nhttps://elders.example.org/nergens"
    person.write("Links, references or titles, one a line", asked)
    person.press("Look up")
    person.sees("of 3 reached a reader, or will.")
    expect(person.main.get_by_role("row")).to_have_count(4)


def keep_a_search(person, console):
    search(person, "telewerk")
    person.write("Keep this search as", "Telewerk")
    person.press("Keep")
    person.told("Telewerk")
    expect(person.main.get_by_role("button", name="Forget Telewerk")).to_be_visible()


def take_the_address_of_a_feed(person, console):
    keep_a_search(person, console)
    person.follow("As feeds")
    address = person.main.get_by_role("link", name="Atom: Telewerk").get_attribute("href")
    answer = httpx.get(person.page.url.split("/feeds")[0] + "/" + address.split("/", 3)[3], trust_env=False)
    assert answer.status_code == 200
    assert "telewerk" in answer.text


def follow_a_dossier(person, console):
    person.go("Dossiers", "Quality jobs")
    person.sees("Trade unions ask for binding rules")
    person.sees("Employers see no need for new rules")


def tune_a_theme(person, console):
    person.go("Themes", "Migration and refugees")
    field = person.main.get_by_label("Dutch", exact=True)
    before = field.input_value()
    person.fill(field, f"{before.rstrip()}\nmuseum")
    person.press("Show what changes")
    person.sees("bezoek van een commissaris aan een")
    person.write("Why, in a few words", "Musea horen erbij")
    person.press("Save")
    person.told("Saved")
    assert "museum" in field.input_value().split("\n")
    person.press("Undo")
    person.told("as it was before")
    assert "museum" not in field.input_value().split("\n")


def add_a_source(person, console):
    person.go("Sources", "Add a source")
    person.write("Address", NEW_ADDRESS)
    person.press("See what is there")
    person.sees("levenslang leren")  # without script the page asks for itself again
    person.follow("Take this one")
    person.write("Name", "Raad, nieuws")
    person.write("Id", "raad-nieuws")
    person.write("Body", "raad")
    person.press("Save")
    person.told("Raad, nieuws")
    person.go("Sources")
    person.sees("Raad, nieuws")


def disable_a_source(person, console):
    person.go("Sources", "Wereldhandel (voorbeeld)")
    person.press("Disable")
    person.told("Wereldhandel")
    expect(person.main.get_by_role("button", name="Enable", exact=True)).to_be_visible()


def note_a_fault(person, console):
    person.use(
        person.main.get_by_role("listitem").filter(has_text="Vertrokken dienst").get_by_role("link").first
    )
    person.unfold("The fault is known")
    person.write("What is known of it", "De dienst is verhuisd")
    person.press("Note it")
    person.sees("De dienst is verhuisd")


def shape_a_draft(person, console):
    person.go("Drafts", DRAFT)
    entries = (
        person.main.get_by_role("list")
        .filter(has=person.page.locator(".entry"))
        .get_by_role("heading", level=3)
    )
    titles = entries.all_inner_texts()
    person.press(f"Take out: {titles[-1]}")
    person.told("Taken out")
    person.press(f"Pin: {titles[1]}")
    person.told("stays in")
    person.press(f"Up: {titles[4]}")
    expect(entries.nth(3)).to_have_text(titles[4])
    entry = person.main.locator(".entry").filter(has_text=titles[0])
    if not entry.get_by_label("Headline", exact=True).is_visible():
        person.unfold("Headline and note", within=entry)
    person.write("Headline", "Brussel vraagt wat goed werk is", within=entry)
    person.write("What it means for Flanders", "Raakt de werkbaarheidsmonitor.", within=entry)
    person.use(entry.get_by_role("button", name="Save"))
    person.sees("Raakt de werkbaarheidsmonitor. (VS)")
    person.follow("As text")
    person.sees("Brussel vraagt wat goed werk is")


def release_a_draft(person, console):
    person.go("Drafts", DRAFT)
    person.press("Release")
    expect(person.main.get_by_role("button", name="Take the release back")).to_be_visible()


def hold_a_draft_and_send_it_to_oneself(person, console):
    person.go("Drafts", DRAFT)
    person.press("Send to myself")
    person.told("Sent to visitor@servwatch.example")
    person.press("Hold")
    expect(person.main.get_by_role("button", name="Hold no longer")).to_be_visible()


def own_a_deadline(person, console):
    person.go("Deadlines")
    person.unfold("Decide")
    person.write("Owner", "Studiedienst")
    person.press("Save")
    person.sees("Studiedienst")


def add_a_member(person, console):
    person.go("Members", "Add a member")
    person.write("Address", MEMBER)
    person.write("Name", "An Voorbeeld")
    person.tick(person.main.get_by_label("dagelijks-bestuur"))
    person.press("Save")
    person.sees(MEMBER)
    person.sees(DRAFT)


def stop_mail_and_start_it_again(person, console):
    person.go("Members", HELD)
    person.unfold("Mail no more")
    person.write("Note", "Vraagt een pauze")
    person.press("Mail no more")
    person.sees("Vraagt een pauze")
    person.use(person.main.get_by_role("button", name="Mail again").first)
    person.sees("mailed")
    expect(person.main.get_by_role("button", name="Mail again")).to_have_count(0)


def pause_a_digest(person, console):
    person.go("Digests", OVERVIEW)
    person.unfold("Pause")
    person.write("First day on which it may come again", "2026-12-14")
    person.press("Let it pause")
    person.told("It pauses until")
    expect(person.main.get_by_role("button", name="Pause no longer")).to_be_visible()


def see_that_the_sums_come_out(person, console):
    person.go("Digests", OVERVIEW, "no. 1", "Audit")
    person.sees("The sums come out.")


def mistype_mend_and_bring_back(person, console):
    person.go("Settings", "feeds.toml")
    field = person.main.get_by_label("Text of feeds.toml")
    right = field.input_value()
    person.fill(field, right.replace("limit = 8", "limit = eight"))
    person.press("Check, and show what would change")
    person.sees("feeds.toml, line ")
    person.fill(field, right.replace("limit = 8", "limit = 6"))
    person.write("Why, in a few words", "Korter voor het bestuur")
    person.press("Save")
    person.told("Saved")
    person.go("Settings")
    person.use(person.main.get_by_role("region", name="Revisions").get_by_role("link").nth(1))
    person.press("Bring back")
    person.told("brought back")
    person.go("Settings", "feeds.toml")
    assert "limit = 8" in field.input_value()


def release_a_message_and_let_somebody_in(person, console):
    person.go("Outbox", "held")
    person.tick(person.main.get_by_label(f"Choose the message to {HELD}"))
    person.press("Send after all")
    person.told("1 message")
    person.go("Accounts")
    person.write("Name", "nieuw")
    person.choose("Role", "Editor")
    person.press("Add, and show a sign-in link")
    link = person.main.get_by_label("Sign-in link").input_value()
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        path = link.split("/sign-in/")[1]
        assert "nieuw" in client.post(f"{console.address}/sign-in/{path}").text


def search(person, words):
    """From the field above every page."""
    field = person.page.get_by_role("searchbox", name="Search the archive").first
    person.fill(field, words)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/items?q=*")


def find(person, words, title):
    """An item, by words of it."""
    search(person, words)
    person.follow(title)


TASKS = (
    find_and_ask_why, say_that_a_theme_does_not_fit, see_what_was_covered, keep_a_search, take_the_address_of_a_feed,
    follow_a_dossier, tune_a_theme, add_a_source, disable_a_source, note_a_fault, shape_a_draft, release_a_draft,
    hold_a_draft_and_send_it_to_oneself, own_a_deadline, add_a_member, stop_mail_and_start_it_again, pause_a_digest,
    see_that_the_sums_come_out, mistype_mend_and_bring_back, release_a_message_and_let_somebody_in,
)  # fmt: skip
"""In the order of docs/console.md."""
