"""The JSON interface, held against its own description by requests that schemathesis makes up."""

from collections import Counter

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as of_openapi

from servwatch.model.account import Role
from tests.web.console.archived import archived

PATHS = ("/items", "/items/{number}", "/deadlines", "/sources", "/digests", "/editions", "/status")
CHECKS = [
    not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
    of_openapi.response_schema_conformance,
]
FEW = 6
MANY = 100


@pytest.fixture(scope="module")
def interface(tmp_path_factory):
    """The description of an interface that answers, and a client with an editor's key."""
    with archived(tmp_path_factory.mktemp("interface")) as house, requests.Session() as client:
        client.trust_env = False
        account = house.account(Role.EDITOR)
        with house.archive() as archive:
            client.headers["Authorization"] = f"Bearer {archive.reading_keys.of(account.id)}"
        document = house.visitor().get("/api/v1/openapi.json").json()
        yield schemathesis.openapi.from_dict(document), client, f"{house.address}/api/v1"


def held(interface, path, examples):
    """Ask in ways that the description allows and in ways that it does not; each answer is as it is described."""
    schema, client, address = interface
    operation = schema[path]["GET"]
    answered = Counter()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.NEGATIVE and path in ("/sources", "/digests", "/status"):
            continue  # without parameters nothing can be asked wrongly

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asks(case):
            answer = case.call(base_url=address, session=client)
            case.validate_response(answer, checks=CHECKS)
            answered[answer.status_code] += 1

        asks()
    return answered


@pytest.mark.parametrize("path", PATHS)
def test_the_interface_is_as_it_is_described(interface, path):
    assert held(interface, path, FEW)[200 if "{" not in path else 404]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_the_interface_is_as_it_is_described_whatever_is_asked(interface, path):
    assert held(interface, path, MANY)
