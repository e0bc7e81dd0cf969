"""Values read by their types, as the configuration reads them."""

import pytest
from pydantic import TypeAdapter, ValidationError


def read(kind, value):
    return TypeAdapter(kind, config={"strict": True, "arbitrary_types_allowed": True}).validate_python(value)


def refusal(kind, value):
    with pytest.raises(ValidationError) as error:
        read(kind, value)
    (detail,) = error.value.errors()
    assert detail["type"] == "servwatch"
    return detail["ctx"]
