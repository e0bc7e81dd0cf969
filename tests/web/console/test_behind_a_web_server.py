"""The examples of the documentation: what they tell nginx to pass on is what the console needs."""

import re

import pytest

from servwatch.model.account import Role
from tests.docs.pages import ROOT
from tests.web.console.conftest import NOW
from tests.web.console.visitor import PASSWORD, Console

PAGE = (ROOT / "docs" / "administration.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("### Reach it from elsewhere")[2].partition("### Ways to sign in")[0]
CLIENT = "192.0.2.7"


def example(kind):
    return re.search(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)[1]


def passed_on(path):
    """The headers that nginx sets for a path: by the longest location it begins with."""
    found = re.findall(r"location (\S+) \{(.*?)\}", example("nginx"), re.DOTALL)
    _, body = max((one for one in found if path.startswith(one[0])), key=lambda one: len(one[0]))
    values = {"$host": re.search(r"server_name (\S+);", example("nginx"))[1], "$remote_addr": CLIENT}
    return {name: values[value] for name, value in re.findall(r"proxy_set_header (\S+) (\S+);", body)}


@pytest.fixture
def house(watch):
    general = example("toml").replace("127.0.0.1:8080", "127.0.0.1:0").replace("[servwatch]\n", "")
    watch.general = general
    watch.write()
    with Console(watch.path, NOW) as console:
        yield console


def test_the_example_lets_people_in_by_https_under_its_own_name(house):
    house.account(Role.ADMINISTRATOR)
    client = house.visitor().client
    page = client.get("/sign-in", headers=passed_on("/sign-in"))
    assert page.status_code == 200
    answer = client.post(
        "/sign-in", data={"name": "administrator", "password": PASSWORD}, headers=passed_on("/sign-in")
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "strict-transport-security" in answer.headers
    headers = {"Cookie": cookie.partition(";")[0], **passed_on("/log")}
    assert CLIENT in client.get("/log", headers=headers).text


def test_links_and_readers_pass_too(house):
    for path in ("/sign-in/none", "/u/none"):
        answer = house.visitor().client.get(path, headers=passed_on(path))
        assert answer.status_code == 200
        assert "<button" in answer.text
