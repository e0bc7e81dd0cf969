"""Alembic's entry: runs the steps on the connection that `upgrade` hands over."""

from alembic import context

from servwatch.archive.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False
)
context.run_migrations()
