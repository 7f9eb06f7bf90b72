"""The services that the supervisor runs as its own children: PostgreSQL, Valkey, web, worker, beat.

Nothing in this package imports Django; settings start nothing.
"""
