"""Tables, their topics, and the guests' seats in an activity with rounds."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from server.domain.kernel import Item, Refused
from server.domain.roster import Guest
from server.domain.rotation import Topics
from server.domain.round_messages import Absent, Going, Late, Plan, Planned, RoundsSettings, Start
from server.domain.routes import Routes, planned, replanned, topic_at


class Seated(Protocol):
    """An activity whose received items are the topics of tables."""

    received: dict[str, Item]
    settings: RoundsSettings


class Seating:
    """The tables of an activity and who sits where; plans seats, and takes what was planned."""

    def __init__(self, activity: Seated) -> None:
        self.activity = activity
        self.tables: tuple[int, ...] = ()
        self.routes = Routes()

    def topic_of(self, table: int) -> Item | None:
        """What a table talks about: as the settings say, else the topics in turn; None where there are none."""
        topics = self.activity.received
        return topics[topic_at(table, self.activity.settings.tables, list(topics))] if topics and table > 0 else None

    def own_topic(self, table: int) -> Item:
        """What a table talks about, or `Refused`."""
        topic = self.topic_of(table)
        if topic is None and self.activity.received:
            raise Refused("at_no_table")
        if topic is None:
            raise Refused("no_topic")
        return topic

    @property
    def known(self) -> tuple[int, ...]:
        """The tables that guests were seated at; before that, those that the settings give a topic."""
        return self.tables or tuple(range(1, len(self.activity.settings.tables) + 1))

    def hall(self, tables: Sequence[int] = ()) -> Topics:
        """The topic's id of each table."""
        found = {table: self.topic_of(table) for table in tables or self.known}
        return {table: topic.id for table, topic in found.items() if topic is not None}

    def plan(self, command: Plan | Absent | Late, begun: int) -> Planned:
        """Seats for the rounds to come, or `Refused`; the rounds that began stay as they are."""
        tables, cards, starts = self.known, self.present(begun), {}
        match command:
            case Plan():
                tables, cards = tuple(sorted(set(command.tables))) or self.known, frozenset(command.cards)
                starts = {each.card: each.table for each in command.starts if each.table in tables}
            case Absent():
                cards -= frozenset(command.cards)
            case Late():
                cards |= frozenset(command.cards)
        hall = self.hall(tables)
        if not self.activity.received:
            raise Refused("no_topic")
        if not hall:
            raise Refused("no_tables")
        if not cards:
            raise Refused("nobody")
        rounds = max(self.activity.settings.rounds, begun)
        if isinstance(command, Plan) and not begun:
            routes = planned(hall, cards, rounds, starts)
        else:
            routes = replanned(self.routes, hall, cards, rounds, begun)
        return Planned(routes.cards, tables, routes.seats)

    def present(self, begun: int) -> frozenset[int]:
        """Who is expected in the rounds to come; in the last round, who sits in it."""
        return self.routes.expected(begun) or frozenset(self.routes.round(begun))

    def here(self, table: int, number: int) -> tuple[int, ...]:
        """Who sits at a table in a round."""
        return tuple(card for card, at in self.routes.round(number).items() if at == table)

    def going(self, table: int, number: int) -> tuple[Going, ...]:
        """Who sat at this table in the round before, and sits somewhere in this one."""
        now = self.routes.round(number)
        return tuple(Going(card, now[card]) for card in self.here(table, number - 1) if card in now)


def plan_of(guests: Iterable[Guest], tables: Sequence[int], hosts: bool) -> Plan:
    """The seats to ask for the guests of a list: who has one of the tables starts there, and where tables have hosts,
    who leads one stays and is not seated.
    """
    moving = [guest for guest in guests if not (hosts and guest.chair)]
    starts = (Start(guest.card, guest.table) for guest in moving if guest.table in tables)
    return Plan(tuple(sorted(guest.card for guest in moving)), tuple(tables), tuple(starts))
