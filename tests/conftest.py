"""The fixtures that several files of tests share."""

from tests.postgres import place, postgres_server, postgres_url

__all__ = ["place", "postgres_server", "postgres_url"]
