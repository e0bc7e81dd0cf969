"""Where there is no page, a person is led on, in their language, and a program is told in a word."""

from servwatch.model.account import Role

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_person_is_led_back_to_the_pages_there_are(open_console):
    answer = open_console.visitor(Role.READER, language="nl").client.get("/nope/<script>", headers=HTML)
    assert answer.status_code == 404
    assert "Er is geen bladzijde op dit adres." in answer.text
    assert 'href="/items"' in answer.text
    assert "<script>" not in answer.text.split("</head>")[1].replace('<script src="', "")


def test_a_stranger_sees_the_door_and_no_more(open_console):
    answer = open_console.visitor(language="fr").client.get("/nope", headers=HTML)
    assert answer.status_code == 404
    assert "Il n&#39;y a pas de page" in answer.text
    assert 'href="/items"' not in answer.text


def test_a_program_and_a_file_are_told_in_a_word(open_console):
    client = open_console.visitor(Role.READER).client
    assert client.get("/nope").text == "Not Found\n"
    assert client.get("/static/nope.css", headers=HTML).text == "Not Found\n"
    assert client.post("/nope", headers=HTML).status_code in (403, 404)
