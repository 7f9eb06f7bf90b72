"""Take from the web's database role what would let it rewrite what was done."""

from django.apps import apps
from django.conf import settings
from django.db import connections


def append_only_tables():
    """Tables whose rows the web adds and reads, never changes: audit, moves, decisions, history."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model")
    )


def restrict_web_role(sender=None, using="default", **kwargs):
    """After each migrate: eh_web reads and adds, and changes only what is meant to change."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.WEB_DATABASE_ROLE])
        if not cursor.fetchone():
            return
        existing = set(connection.introspection.table_names(cursor))
        for table in append_only_tables():
            if table in existing:
                rights = f'UPDATE, DELETE, TRUNCATE ON "{table}"'
                cursor.execute(f"REVOKE {rights} FROM {settings.WEB_DATABASE_ROLE}")
