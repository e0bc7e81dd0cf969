"""The migrations make what a new archive is made of, and an older archive is brought up to date."""

import shutil
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from servwatch.archive import migrations
from servwatch.archive.database import HEAD, Database
from servwatch.archive.schema import metadata
from servwatch.archive.source_state import SourceStates
from servwatch.errors import ArchiveTooNew
from tests.archive.arrivals import all_items, arrival, stored

NEXT = '''
"""A step of tomorrow."""
from alembic import op
import sqlalchemy as sa
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.create_table("tomorrow", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("item", sa.Column("mood", sa.Text()))
    {more}
'''


@pytest.fixture
def migrated(empty_url):
    """A connection to a database that was made by the migrations alone."""
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        migrations.run(connection)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def of_search(name):
    return name is not None and name.startswith("item_search")


def told(index):
    """An index in words; the condition of a partial one is an object without a face of its own."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def shape(connection: Connection):
    """Every table with its columns, keys and indexes, as the database tells them."""
    found = inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)],
            found.get_pk_constraint(table),
            sorted(map(str, found.get_foreign_keys(table))),
            sorted(map(str, found.get_unique_constraints(table))),
            sorted(map(told, found.get_indexes(table))),
        )
        for table in sorted(found.get_table_names())
        if table != "alembic_version"
    }


def statements(connection: Connection):
    """What SQLite keeps of how everything was made, blind to spacing and to where a column was added."""
    rows = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    )
    return [(kind, name, parts(sql)) for kind, name, sql in rows if name != "alembic_version"]


def parts(sql):
    """The columns and constraints of a statement in one order, with what stands around them."""
    head, _, rest = " ".join(sql.split()).partition("(")
    body, _, tail = rest.rpartition(")")
    return head, sorted(part.strip().replace('"', "") for part in body.split(", ")), tail


def test_the_migrations_make_the_tables_that_the_program_knows(migrated):
    def ours(_object, name, kind, reflected, _other):
        return not (kind == "table" and reflected and (of_search(name) or name == "alembic_version"))

    options = {"compare_type": True, "include_object": ours}
    context = MigrationContext.configure(migrated, opts=options)
    assert compare_metadata(context, metadata) == []


def test_the_migrations_make_exactly_what_a_new_archive_has(migrated, request):
    kind = request.node.callspec.params["empty_url"]
    if kind == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path') / 'new.db'}"
    else:
        server = request.getfixturevalue("postgresql_server")
        url = server.url(server.new_empty())
    database = Database(url)
    with database.read() as connection:
        assert shape(migrated) == shape(connection)
        assert migrated.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
        if kind == "sqlite":
            assert statements(migrated) == statements(connection)
    database.close()


def test_an_archive_made_by_the_migrations_works(migrated, empty_url):
    database = Database(empty_url)
    assert len(stored(database, arrival(1, title="Found"))) == 1
    assert [i.title for i in all_items(database, words="found")] == ["Found"]
    database.close()


def test_the_program_knows_the_newest_step():
    assert ScriptDirectory(str(migrations.FOLDER)).get_heads() == [HEAD]


@pytest.fixture
def tomorrow(tmp_path):
    """The migrations of a later version: `tomorrow()` gives their folder."""

    def make(more="pass"):
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9999_next.py").write_text(NEXT.format(more=more, head=HEAD))
        return folder

    return make


def version(database):
    with database.read() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def upgrade(database, folder):
    with database.write() as connection:
        migrations.run(connection, folder)


def test_an_older_archive_is_brought_up_to_date_with_all_it_holds(database, tomorrow):
    before = stored(database, arrival(1))
    upgrade(database, tomorrow())
    assert version(database) == "9999"
    with database.read() as connection:
        assert inspect(connection).has_table("tomorrow")
        assert connection.execute(text("SELECT id, mood FROM item")).all() == [(before[0], None)]


def test_a_step_that_fails_changes_nothing(database, tomorrow):
    stored(database, arrival(1))
    with pytest.raises(RuntimeError, match="tomorrow"):
        upgrade(database, tomorrow("raise RuntimeError('tomorrow')"))
    assert version(database) == HEAD
    with database.read() as connection:
        assert not inspect(connection).has_table("tomorrow")
    assert len(all_items(database)) == 1


def test_steps_that_were_taken_are_not_taken_again(database, tomorrow):
    folder = tomorrow()
    upgrade(database, folder)
    upgrade(database, folder)
    assert version(database) == "9999"


def test_todays_program_refuses_tomorrows_archive(database, tomorrow):
    folder = tomorrow()
    upgrade(database, folder)
    with pytest.raises(ArchiveTooNew):
        Database(database.url)
    assert not migrations.knows("9999")
    assert migrations.knows("9999", folder)
    assert migrations.knows(HEAD)
    assert migrations.knows("0001")


@pytest.fixture
def of_the_first_version(empty_url, tmp_path):
    """An archive as version 0001 left it, with items on five days, and one announced and one held back."""
    folder = tmp_path / "first"
    later = shutil.ignore_patterns("__pycache__", "000[2-9]*", "00[1-9]*")
    shutil.copytree(migrations.FOLDER, folder, ignore=later)
    engine = create_engine(empty_url)
    day = "INSERT INTO item (source, kind, language, day, first_seen, baseline, quarantined, version,"
    day += " title_hash, text_hash, url, canonical, title, categories, summary) VALUES"
    day += " (:source, 'news', 'en', :day, '2026-09-03 16:00:00+00:00', false, :held, 1, '', '', 'u', 'c', 't', '[]', '')"
    seen = [("ilo", f"2026-08-{n:02}", False) for n in (3, 10, 17, 24)] + [("ilo", "2026-08-24", False)]
    seen += [("ilo", "2026-12-01", False), ("ilo", "2026-09-02", True), ("ec", "2026-09-01", False)]
    with engine.begin() as connection:
        migrations.run(connection, folder)
        for source, on, held in seen:
            values = {"source": source, "day": date.fromisoformat(on), "held": held}
            connection.execute(text(day), {**values, "day": on if engine.name == "sqlite" else values["day"]})
    engine.dispose()
    return empty_url


def test_an_archive_of_the_first_version_learns_the_days_of_its_items(of_the_first_version):
    database = Database(of_the_first_version)
    states = SourceStates(database)
    assert version(database) == HEAD
    assert states.habit("ilo").days == tuple(date(2026, 8, n) for n in (3, 10, 17, 24))
    assert states.habit("ec").days == (date(2026, 9, 1),)
    assert len(all_items(database)) == 8
    database.close()
