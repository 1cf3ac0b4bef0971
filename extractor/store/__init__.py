"""The store of an import: what is known of every file, in SQLite or PostgreSQL, through SQLAlchemy Core."""
