"""The door and the hall: who joined, at which seat, and how it is there. In memory, but for the seats themselves.

Nothing here ever meets what somebody sent: the domain sees a role, and a table or a name where the activity asks.
"""

import hashlib
from dataclasses import dataclass

import msgspec

from server.domain.figures import Count
from server.domain.kernel import STAFF, Refused, Role, Who
from server.domain.root import Info, Table
from server.joining import Grants, is_key
from server.protocol.hall import HallView
from server.protocol.joining import Room, ServerJoin
from server.protocol.messages import VERSION, Enter, Say, Welcome
from server.records import Person
from server.roomplan import away_laptops, persons_of, raised_hands, table_rows

SILENCE = 6.0  # seconds without a word after which a connection is given up
MAX_SEATS = 10_000  # twice the largest hall there was; each stays in memory and in the file


@dataclass
class Peer:
    """One connection: how far it joined, its seat, and what it said of itself."""

    number: int
    address: str
    join: ServerJoin
    heard: float
    person: Person | None = None
    role: Role = Role.PARTICIPANT  # of its seat, once it sits
    ready: bool = False
    drafts: int = 0
    hand_since: float = 0.0  # of its raised hand; 0 while it is down
    host: bool = False


class Hall:
    """The seats of a workshop and the connections at them."""

    def __init__(self, room: Room, facilitator_key: str, people: list[Person]) -> None:
        self.room = room
        self.grants = Grants()
        self._key = facilitator_key
        self.people: dict[str, Person] = {person.seat: person for person in people}
        self._numbered: dict[str, int] = {}  # role → the highest laptop number so far
        for person in people:
            self._number(person)
        self.peers: dict[int, Peer] = {}
        self._seated: dict[str, set[int]] = {}  # seat → its connections
        self._guests: dict[int, Peer] = {}  # connections of participants
        self._present: Count | None = None  # until somebody comes, goes or says for how many it speaks
        self.left: dict[int, float] = {}  # laptop → when it was last heard, while it is away
        self.hands_seen: dict[int, float] = {}  # laptop → when its raised hand was last seen by the staff
        self.backup_at, self.backup_fault = 0.0, ""
        self._voters: dict[tuple[str, str], set[str]] = {}  # seat and activity → voter keys; in memory only

    def enter(self, peer: Peer, asked: Enter, now: float) -> Person:
        """The seat that an `Enter` takes, known or new; `Refused` when it may not."""
        if asked.version != VERSION:
            raise Refused("version", server=VERSION, client=asked.version)
        seat = hashlib.sha256(asked.seat.encode()).hexdigest()
        known = self.people.get(seat)
        role = self._role(asked, known, now)
        if known is None and not peer.join.joined and role not in STAFF:
            raise Refused("not_joined")
        if known is None and len(self.people) >= MAX_SEATS:
            raise Refused("too_many")
        if known is None:
            person = Person(seat, self._next(role), role, asked.table, asked.name, asked.persons)
        else:
            person = msgspec.structs.replace(
                known,
                role=role,
                table=asked.table or known.table,
                name=asked.name or known.name,
                persons=asked.persons if asked.persons > 1 else known.persons,
            )
        self._sit(peer, person)
        return person

    def _role(self, asked: Enter, known: Person | None, now: float) -> str:
        """The role that a key opens; a code given at the desk opens the one it was given for."""
        if asked.role not in STAFF:
            return asked.role
        if asked.key and is_key(self._key, asked.key):
            return asked.role
        granted = self.grants.redeem(asked.key, now)
        if granted is not None:
            return granted
        if known is not None and known.role in STAFF:
            return known.role
        raise Refused("wrong_key")

    def _next(self, role: str) -> int:
        return self._numbered.get(role, 0) + 1

    def _number(self, person: Person) -> None:
        self._numbered[person.role] = max(person.laptop, self._numbered.get(person.role, 0))

    def _sit(self, peer: Peer, person: Person) -> None:
        self._rise(peer)
        self._number(person)
        self.people[person.seat] = peer.person = person
        peer.role = Role(person.role)
        self._seated.setdefault(person.seat, set()).add(peer.number)
        if peer.role is Role.PARTICIPANT:
            self._guests[peer.number] = peer
            self.left.pop(person.laptop, None)

    def _rise(self, peer: Peer) -> None:
        self._present = None
        self._guests.pop(peer.number, None)
        if peer.person:
            self._seated[peer.person.seat].discard(peer.number)

    def taken_by(self, person: Person) -> list[int]:
        """The connections at the same seat, of which the newest keeps it."""
        return sorted(self._seated.get(person.seat, ()))

    def say(self, peer: Peer, said: Say, now: float) -> Person | None:
        """Take in what a laptop says of itself; the seat where that changed it."""
        peer.ready, peer.drafts = said.ready, said.drafts
        peer.host = peer.host if said.host is None else said.host
        if said.hand is not None:
            peer.hand_since = (peer.hand_since or now) if said.hand else 0.0
        if peer.person is None:
            return None
        fields = {"table": said.table, "name": said.name, "persons": said.persons}
        person = msgspec.structs.replace(peer.person, **{k: v for k, v in fields.items() if v is not None})
        if person == peer.person:
            return None
        self._sit(peer, person)
        return person

    def gone(self, peer: Peer, now: float) -> None:
        """A connection ended."""
        self.peers.pop(peer.number, None)
        self._rise(peer)
        person = peer.person
        if person and person.role == Role.PARTICIPANT and not self.taken_by(person):
            self.left[person.laptop] = now

    def silent(self, now: float) -> list[int]:
        """Connections not heard for too long."""
        return [peer.number for peer in self.peers.values() if now - peer.heard > SILENCE]

    def speaks_for(self, peer: Peer, activity: str, voter: str, rounds: int) -> None:
        """Refuse more voters of one seat in an activity than it has persons, for each round."""
        if peer.person is None:
            raise Refused("not_joined")
        used = self._voters.setdefault((peer.person.seat, activity), set())
        if voter not in used and len(used) >= peer.person.persons * rounds:
            raise Refused("one_vote")
        used.add(voter)

    def forget_voters(self, activity: str) -> None:
        """Nothing keeps who voted in an activity that is sealed."""
        self._voters = {key: used for key, used in self._voters.items() if key[1] != activity}

    def who(self, peer: Peer) -> Who:
        """What the domain may know of a peer."""
        person = peer.person
        if person is None:
            raise Refused("not_joined")
        desk = desk_label(person) if person.role in STAFF else ""
        return Who(Role(person.role), person.table, person.name, desk)

    def present(self) -> Count:
        """Who takes part now, in persons and devices."""
        if self._present is None:
            self._present = Count(persons_of(self._guests.values()), len(self._guests))
        return self._present

    def reset_ready(self) -> None:
        """Nobody is ready with what has only just begun."""
        for peer in self.peers.values():
            peer.ready = False

    def view(self, tables: tuple[Table, ...], staff: bool) -> HallView:
        """The hall as counts; for the staff by table, with the laptops that are away and the drafts not yet sent."""
        seats = self._guests.values()
        known = sum(person.role == Role.PARTICIPANT for person in self.people.values())
        view = HallView(
            here=len(seats),
            known=known,
            expected=sum(table.seats for table in tables),
            persons=self.present().persons,
            ready=persons_of(peer for peer in seats if peer.ready),
        )
        if not staff:
            return view
        away = away_laptops(self.people.values(), self.left)
        return msgspec.structs.replace(
            view,
            drafts=sum(peer.drafts for peer in seats),
            sorters=sum(peer.role is Role.SORTER for peer in self.peers.values()),
            tables=table_rows(tables, list(seats), away),
            away=away,
            hands=raised_hands(seats),
            backup_at=self.backup_at,
            backup_fault=self.backup_fault,
        )

    def hand_seen(self, laptop: int, now: float) -> None:
        """The staff saw a laptop's raised hand: it goes down, here and there."""
        self.hands_seen[laptop] = now
        for peer in self._guests.values():
            if peer.person and peer.person.laptop == laptop:
                peer.hand_since = 0.0

    def welcome(self, person: Person, info: Info, now: float) -> Welcome:
        """What who sits down is told first; the room code only where it may be known."""
        staff = person.role in STAFF
        return Welcome(
            workshop=info.id,
            title=info.title,
            language=info.language,
            role=person.role,
            laptop=person.laptop,
            now=now,
            table=person.table,
            name=person.name,
            persons=person.persons,
            desk=desk_label(person) if staff else "",
            code=self.room.code if staff or person.role == Role.WALL else "",
        )


def desk_label(person: Person) -> str:
    """What the log book calls a seat of the staff: "desk 1", "sorter 2"."""
    return f"{'desk' if person.role == Role.FACILITATOR else 'sorter'} {person.laptop}"
