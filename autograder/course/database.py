"""Where the gradebook lies: SQLite in the course directory, or any database that a URL names.

A course says so in its `nbgrader_config.py`, `c.CourseDirectory.db_url = "postgresql+psycopg://…"`, or the environment
does with COURSE_GRADEBOOK; both hold for stock nbgrader as well.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from autograder import CourseError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook as StockGradebook
    from traitlets.config import Config


VARIABLE = "COURSE_GRADEBOOK"
CURE = "For PostgreSQL: pip install -e '.[postgresql]', and an address postgresql+psycopg://USER@HOST/DATABASE"


def settle(config: Config) -> None:
    """Let the environment say where the gradebook lies; what a course's own file says below comes later and wins."""
    if os.environ.get(VARIABLE):
        config.CourseDirectory.db_url = os.environ[VARIABLE]


def opened(url: str) -> StockGradebook:
    """nbgrader's own `Gradebook` on a database, whose tables are made on first use.

    Args:
        url: As SQLAlchemy reads it.

    Raises:
        CourseError: There is no such database, or nobody answers there; never with the password.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import ArgumentError, DBAPIError

    try:
        book = Gradebook(url)
        if not is_file(url):
            _name_the_nameless_course(book)
        return book
    except (ImportError, ArgumentError) as error:
        raise CourseError(f"the gradebook {shown(url)} cannot be opened ({error}). {CURE}") from None
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise CourseError(f"the gradebook {shown(url)} cannot be opened: {reason}") from None


def _name_the_nameless_course(book):
    """A row for the course id "", which nbgrader gives to assignments where a course names none and never enters.

    SQLite lets that pass; PostgreSQL holds the tables to their foreign keys.
    """
    from nbgrader.api import Course

    if book.db.get(Course, "") is None:
        book.db.add(Course(id=""))
        book.db.commit()


def reach(url: str) -> None:
    """Ask the database for a sign of life, and change nothing.

    Raises:
        CourseError: As `opened`.
    """
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import ArgumentError, DBAPIError
    from sqlalchemy.pool import NullPool

    try:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (ImportError, ArgumentError) as error:
        raise CourseError(f"{error}. {CURE}") from None
    except DBAPIError as error:
        raise CourseError(" ".join(str(error.orig).split())) from None


def is_file(url: str) -> bool:
    return url.startswith("sqlite:")


def shown(url: str) -> str:
    """The address without its password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "whose address is no database URL"
