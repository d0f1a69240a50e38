"""One connection to one server, up to the moment at which it may be trusted."""

import asyncio
import secrets
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from server.protocol import codec, messages
from server.protocol.joining import NONCE_SIZE, ClientJoin, JoinAccepted, JoinChallenge, JoinFailed, JoinRefused
from spilter_tui.link.pins import client_ssl_context, peer_fingerprint
from spilter_tui.link.place import Endpoint

OPEN_PATIENCE = 5.0  # seconds for TCP, TLS and the WebSocket together
JOIN_PATIENCE = 20.0  # seconds: after many wrong guesses the server waits ten before it answers
MAX_ANSWER = 64 * 1024 * 1024  # bytes: a whole report comes as one message
TROUBLE = (OSError, TimeoutError, WebSocketException)


@dataclass(frozen=True, slots=True)
class Door:
    """An open connection, and the fingerprint of the certificate that is really at its other end."""

    socket: ClientConnection
    seen: bytes

    async def join(self, code: str, beat: float) -> None:
        """Prove the code to each other; raises `JoinFailed`, or one of `TROUBLE`."""
        join = ClientJoin(code, self.seen, secrets.token_bytes(NONCE_SIZE))
        await self._send(join.hello())
        pinging = asyncio.create_task(self._ping(beat))
        try:
            async with asyncio.timeout(JOIN_PATIENCE):
                while not join.joined:
                    await self._turn(join)
        finally:
            pinging.cancel()
            await asyncio.wait([pinging])

    async def _turn(self, join: ClientJoin) -> None:
        try:
            message = codec.from_server(await self.socket.recv())
        except codec.Garbled as error:
            raise JoinFailed("out-of-turn") from error
        if isinstance(message, messages.Pong):
            return
        if not isinstance(message, JoinChallenge | JoinAccepted | JoinRefused):
            raise JoinFailed("out-of-turn")
        # In a thread: the arithmetic takes 50 to 100 ms, in which the screen would stand still.
        proof = await asyncio.to_thread(join.receive, message)
        if proof is not None:
            await self._send(proof)

    async def _ping(self, beat: float) -> None:
        try:
            while True:
                await asyncio.sleep(beat)
                await self._send(messages.Ping())
        except WebSocketException:
            return  # `recv` tells

    async def _send(self, message: messages.ToServer) -> None:
        await self.socket.send(codec.encode(message), text=True)

    def slam(self) -> None:
        """End the connection at once, without waiting for a peer that may be gone."""
        self.socket.transport.abort()


async def open_door(endpoint: Endpoint) -> Door:
    """Connect over TLS 1.3 to whatever is there; raises one of `TROUBLE`. Nothing may be trusted yet."""
    socket = await connect(
        f"wss://spilter{messages.PATH}",
        host=endpoint.host,
        port=endpoint.port,
        ssl=client_ssl_context(),
        compression=None,
        proxy=None,
        open_timeout=OPEN_PATIENCE,
        close_timeout=1,
        ping_interval=None,
        max_size=MAX_ANSWER,
    )
    return Door(socket, peer_fingerprint(socket.transport))
