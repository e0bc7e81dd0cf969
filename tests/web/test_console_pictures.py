"""The pictures of the console: one of every page in every look, small enough, and none of a page that is gone."""

import pytest
from PIL import Image

from tests.web.pictures import LOOKS, MOST_BYTES, MOST_HIGH, PICTURES, file_of
from tests.web.visits.places import LOOKED_AT


def test_every_page_is_pictured_and_no_other():
    wanted = {file_of(name, look) for name in LOOKED_AT for look, *_ in LOOKS}
    assert {path.name for path in PICTURES.iterdir()} == wanted


@pytest.mark.parametrize(("look", "phone"), [(look, phone) for look, _, phone in LOOKS])
def test_pictures_are_as_wide_as_their_screen_and_small(look, phone):
    for name in LOOKED_AT:
        file = PICTURES / file_of(name, look)
        assert file.stat().st_size <= MOST_BYTES, file.name
        with Image.open(file) as drawn:
            assert drawn.width == (390 if phone else 1280), file.name
            assert 300 < drawn.height <= MOST_HIGH, file.name
            assert len(drawn.convert("RGB").getcolors()) > 5, f"{file.name} is blank"
