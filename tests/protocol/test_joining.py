"""The join between two pure halves: the vectors of the specification, and every way in which it must refuse."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol import joining
from server.protocol.joining import (
    ALPHABET,
    BadCode,
    ClientJoin,
    FailureReason,
    JoinAccepted,
    JoinChallenge,
    JoinFailed,
    JoinHello,
    JoinProof,
    JoinRefused,
    RefusalReason,
    Room,
    ServerJoin,
    base32,
    normalise,
    open_room,
    prove,
    room_code,
    shown,
    stretch,
    title_salt,
)

SPECIFICATION = Path(__file__).resolve().parents[2] / "docs" / "joining.md"
SERVER, ROGUE = b"\x11" * 32, b"\x22" * 32
CLIENT_NONCE, SERVER_NONCE, CODE_NONCE = b"c" * 16, b"s" * 16, b"n" * 16
SALT = title_salt("Knelpunten van zzp'ers")


class Vector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One test vector of docs/joining.md; byte strings are in hexadecimal."""

    title: str
    fingerprint: str
    code_nonce: str
    client_nonce: str
    server_nonce: str
    salt_title: str
    code: str
    key: str
    client_proof: str
    server_proof: str


def vectors() -> list[Vector]:
    text = SPECIFICATION.read_text(encoding="utf-8")
    found = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert found, "docs/joining.md holds no vectors"
    return msgspec.json.decode(found[1], type=list[Vector])


@pytest.fixture(scope="module")
def room() -> Room:
    return open_room(SERVER, CODE_NONCE, SALT)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.code)
def test_the_specification_and_the_code_agree(vector: Vector) -> None:
    seen = bytes.fromhex(vector.fingerprint)
    nonces = bytes.fromhex(vector.client_nonce), bytes.fromhex(vector.server_nonce)
    assert title_salt(vector.title).hex() == vector.salt_title
    room = open_room(seen, bytes.fromhex(vector.code_nonce), title_salt(vector.title))
    assert shown(room.code) == vector.code
    assert room.key.hex() == vector.key
    assert prove(room.key, "client", *nonces, seen).hex() == vector.client_proof
    assert prove(room.key, "server", *nonces, seen).hex() == vector.server_proof


def test_the_specification_names_the_parameters_and_every_word_on_the_wire() -> None:
    text = SPECIFICATION.read_text(encoding="utf-8")
    messages = (JoinHello, JoinChallenge, JoinProof, JoinAccepted, JoinRefused)
    words = [str(message.__struct_config__.tag) for message in messages]
    words += [field for message in messages for field in message.__struct_fields__]
    words += [*get_args(RefusalReason), *get_args(FailureReason)]
    words += [f"N = {joining.CODE_COST}", f"N = {joining.KEY_COST}", "spilter-code", "spilter-key", ALPHABET]
    assert [word for word in words if word not in text] == []


@given(data=st.binary(min_size=5, max_size=5))
def test_five_bytes_are_eight_characters_and_back(data: bytes) -> None:
    number = 0
    for char in base32(data):
        number = number * 32 + ALPHABET.index(char)
    assert number.to_bytes(5, "big") == data


@given(code=st.text(ALPHABET, min_size=8, max_size=8), data=st.data())
def test_a_code_is_understood_however_it_is_typed(code: str, data: st.DataObject) -> None:
    def typed(char: str) -> str:
        same = {"0": "0Oo", "1": "1IiLl"}.get(char, char + char.lower())
        return data.draw(st.sampled_from(same)) + data.draw(st.sampled_from(["", " ", "-", "–"]))

    assert normalise("".join(map(typed, code))) == code
    assert normalise(shown(code)) == code


@pytest.mark.parametrize(
    ("typed", "reason", "letter"),
    [
        ("", "empty", ""),
        (" - ", "empty", ""),
        ("3XMJ-02C", "length", ""),
        ("3XMJ-02CT9", "length", ""),
        ("3XMJ-02CU", "letter", "U"),
        ("3XMJ-02Cé", "letter", "é"),
        ("3XMJ-02Cß", "letter", "ß"),
        ("3XMJ-02C٣", "letter", "٣"),
        ("3XMJ-02\x1b", "letter", "\x1b"),
    ],
)
def test_a_code_of_a_wrong_shape_says_what_is_wrong(typed: str, reason: str, letter: str) -> None:
    with pytest.raises(BadCode) as caught:
        normalise(typed)
    assert (caught.value.reason, caught.value.letter) == (reason, letter)


def test_a_title_written_with_combining_accents_gives_the_same_code() -> None:
    assert title_salt("Coo\u0308rdinatie") == title_salt("Co\u00f6rdinatie")


def test_the_code_depends_on_certificate_nonce_and_title(room: Room) -> None:
    others = {
        room_code(ROGUE, CODE_NONCE, SALT),
        room_code(SERVER, b"m" * 16, SALT),
        room_code(SERVER, CODE_NONCE, title_salt("Iets anders")),
    }
    assert len(others - {room.code}) == 3


def accept(client: ClientJoin, server: ServerJoin) -> JoinAccepted | JoinRefused:
    challenge = server.receive(client.hello())
    assert isinstance(challenge, JoinChallenge)
    proof = client.receive(challenge)
    assert proof is not None
    answer = server.receive(proof)
    assert not isinstance(answer, JoinChallenge)
    return answer


def client_of(room: Room, seen: bytes = SERVER) -> ClientJoin:
    return ClientJoin(shown(room.code), seen, CLIENT_NONCE)


def test_who_knows_the_code_joins_the_server_that_made_it(room: Room) -> None:
    client, server = client_of(room), ServerJoin(room, SERVER_NONCE)
    client.receive(accept(client, server))
    assert client.joined
    assert server.joined


def test_a_wrong_code_is_refused(room: Room) -> None:
    server = ServerJoin(room, SERVER_NONCE)
    client = ClientJoin("0000-0000", SERVER, CLIENT_NONCE)
    refused = accept(client, server)
    assert refused == JoinRefused("wrong-code")
    assert not server.joined
    with pytest.raises(JoinFailed) as caught:
        client.receive(refused)
    assert caught.value.reason == "wrong-code"
    assert not client.joined


def test_a_relay_with_its_own_certificate_is_refused_by_the_server(room: Room) -> None:
    client, server = client_of(room, seen=ROGUE), ServerJoin(room, SERVER_NONCE)
    assert accept(client, server) == JoinRefused("wrong-code")
    assert not server.joined


def test_a_rogue_that_knows_the_code_but_has_its_own_key_is_refused_by_the_client(room: Room) -> None:
    rogue = Room(ROGUE, CODE_NONCE, SALT, room.code, stretch(room.code, ROGUE))
    client = client_of(room, seen=ROGUE)
    accepted = accept(client, ServerJoin(rogue, SERVER_NONCE))
    assert isinstance(accepted, JoinAccepted)
    with pytest.raises(JoinFailed) as caught:
        client.receive(accepted)
    assert caught.value.reason == "other-server"
    assert not client.joined


def test_a_server_that_does_not_know_the_code_is_refused_by_the_client(room: Room) -> None:
    client = client_of(room)
    client.receive(JoinChallenge(SERVER_NONCE, SALT))
    with pytest.raises(JoinFailed) as caught:
        client.receive(JoinAccepted(b"\x00" * 32, CODE_NONCE))
    assert caught.value.reason == "not-proven"


def test_the_clients_own_proof_sent_back_proves_nothing(room: Room) -> None:
    client = client_of(room)
    proof = client.receive(JoinChallenge(SERVER_NONCE, SALT))
    assert proof is not None
    with pytest.raises(JoinFailed) as caught:
        client.receive(JoinAccepted(proof.proof, CODE_NONCE))
    assert caught.value.reason == "not-proven"


def test_a_proof_heard_earlier_is_worth_nothing_to_a_new_connection(room: Room) -> None:
    client = client_of(room)
    proof = client.receive(JoinChallenge(SERVER_NONCE, SALT))
    assert proof is not None
    later = ServerJoin(room, b"S" * 16)
    later.receive(JoinHello(CLIENT_NONCE))
    assert later.receive(proof) == JoinRefused("wrong-code")


def test_a_connection_is_worth_one_guess(room: Room) -> None:
    server = ServerJoin(room, SERVER_NONCE)
    client = client_of(room)
    proof = client.receive(JoinChallenge(SERVER_NONCE, SALT))
    assert proof is not None
    server.receive(client.hello())
    assert server.receive(JoinProof(b"\x00" * 32)) == JoinRefused("wrong-code")
    assert server.receive(proof) == JoinRefused("out-of-turn")
    assert server.receive(client.hello()) == JoinRefused("out-of-turn")
    assert not server.joined


def test_a_proof_without_a_hello_is_out_of_turn(room: Room) -> None:
    assert ServerJoin(room, SERVER_NONCE).receive(JoinProof(b"\x00" * 32)) == JoinRefused("out-of-turn")


def test_a_client_that_failed_stays_out(room: Room) -> None:
    client, server = client_of(room), ServerJoin(room, SERVER_NONCE)
    good = accept(client, server)
    with pytest.raises(JoinFailed):
        client.receive(JoinRefused("wrong-code"))
    with pytest.raises(JoinFailed) as caught:
        client.receive(good)
    assert caught.value.reason == "out-of-turn"
    assert not client.joined


def test_an_acceptance_nobody_asked_for_is_out_of_turn(room: Room) -> None:
    with pytest.raises(JoinFailed) as caught:
        client_of(room).receive(JoinAccepted(b"\x00" * 32, CODE_NONCE))
    assert caught.value.reason == "out-of-turn"


def test_the_messages_are_bounded_and_tagged_on_the_wire() -> None:
    union = JoinHello | JoinChallenge | JoinProof | JoinAccepted | JoinRefused
    hello = JoinHello(CLIENT_NONCE)
    assert b'"join-hello"' in msgspec.json.encode(hello)
    assert msgspec.json.decode(msgspec.json.encode(hello), type=union) == hello
    for wrong in (b"", b"c" * 15, b"c" * 17):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(msgspec.json.encode(JoinHello(wrong)), type=union)


def test_a_room_does_not_print_its_secrets(room: Room) -> None:
    assert room.code not in repr(room)
    assert room.key.hex() not in repr(room)
