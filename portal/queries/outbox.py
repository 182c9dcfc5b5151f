"""Reading the outbox."""

from sqlalchemy import select

from portal.models import Mail
from portal.queries.paging import Page, paginate


def list_letters(page: int) -> Page[Mail]:
    """The newest first."""
    return paginate(select(Mail).order_by(Mail.id.desc()), page)
