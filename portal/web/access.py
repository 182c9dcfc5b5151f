"""Every route says who may use it: `@public` or `@access(see, act=…, load=…)`. A route that says neither is refused."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_login import current_user

from portal.errors import NotAllowedError, NotFoundError

View = Callable[..., Any]
Predicate = Callable[..., Any]
Loader = Callable[..., tuple[Any, ...]]


class SignInNeededError(Exception):
    """The page is for people who are signed in."""


class UnmarkedRouteError(Exception):
    """A route that does not say who may use it: a fault in the code, found by the first request."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a route is marked; read by the guard and by the tests of every role x every route."""

    public: bool = False
    see: Predicate | None = None
    act: Predicate | None = None
    load: Loader | None = None


def public(view: View) -> View:
    """Anybody may use the route, signed in or not."""
    view.__access__ = Rule(public=True)  # type: ignore[attr-defined]  # the mark that the guard looks for
    return view


def access(
    see: Predicate, *, act: Predicate | None = None, load: Loader | None = None, hidden: bool = False
) -> Callable[[View], View]:
    """Marks a route for signed-in people.

    `load` turns URL parameters of the same names into a tuple of objects (raising NotFoundError); they are handed to
    the predicates after the user, and to the view in their place. `see` refused answers 404 (an object that you may not
    know of), `act` refused answers 403 with its reason. Visitors are asked to sign in; where the page is `hidden`,
    `see` is asked about them as about everybody, so that they get 404 as well, or the page. A loader whose first
    parameter is `reader` gets the person there: what it finds is theirs.
    """
    names = tuple(inspect.signature(load).parameters) if load else ()
    asks_who = "reader" in names
    names = tuple(name for name in names if name != "reader")

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(**parameters: Any) -> Any:
            if not (current_user.is_authenticated or hidden):
                raise SignInNeededError
            given = {name: parameters.pop(name) for name in names}
            if asks_who:
                given["reader"] = current_user
            loaded = load(**given) if load else ()
            if not see(current_user, *loaded):
                raise NotFoundError
            if act is not None:
                ruling = act(current_user, *loaded)
                if not ruling:
                    raise NotAllowedError(ruling.reason.text, **ruling.reason.params)
            return view(*loaded, **parameters)

        guarded.__access__ = Rule(see=see, act=act, load=load)  # type: ignore[attr-defined]  # as above
        return guarded

    return mark


def init_app(app: Flask) -> None:
    """Refuses every request to a route without a mark. Flask's own static files are public."""

    @app.before_request
    def guard() -> None:
        if request.endpoint in (None, "static"):
            return
        if not hasattr(app.view_functions[request.endpoint], "__access__"):
            raise UnmarkedRouteError(request.endpoint)
