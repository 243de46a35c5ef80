"""Lists that come in pages."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Mapping, Optional, TypeVar

from .errors import UnexpectedAnswer

Page = TypeVar("Page", bound=Mapping[str, Any])


def items(fetch_page: Callable[..., Page], *arguments: Any, **named: Any) -> Iterator[Any]:
    """The items of a list, each page fetched when it is reached.

    ``for participant in items(broker.participants.list_participants, limit=100): …``
    """
    cursor: Optional[str] = None
    while True:
        page = fetch_page(*arguments, cursor=cursor, **named)
        following = page.get("next")
        if following is not None and following == cursor:
            raise UnexpectedAnswer("A page names itself as the next one; the list cannot be read to its end.", 200)
        yield from page["items"]
        if following is None:
            return
        cursor = following
