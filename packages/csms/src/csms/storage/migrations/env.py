"""What Alembic runs: each step of the migration on the connection that `migrate` hands over."""

from alembic import context

from csms.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a table otherwise
)
with context.begin_transaction():
    context.run_migrations()
