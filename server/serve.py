"""Runs the API process: what it refuses is said before anything listens."""

import uvicorn

from server import app, modes
from server.embedded import ports
from server.house import House
from server.http_protocol import BoundedHttp
from server.settings import Settings
from server.ws_protocol import LingeringSocket

# The longest GraphQL message is 256 KiB; a frame that is larger closes its socket.
_FRAME_BYTES = 512 * 1024


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; then finish what is in hand, within `stop_seconds`.

    Raises `Refused`, `PortUnusable` or one of the database's errors before it listens.
    """
    modes.require_safe(settings)
    ports.free_port_or_error(settings.host, settings.port)
    house = House(settings)
    config = uvicorn.Config(
        app.create_app(house),
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        http=BoundedHttp,
        ws=LingeringSocket,
        ws_max_size=_FRAME_BYTES,
        ws_per_message_deflate=False,  # messages are short, and a compressor for each socket is not
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=round(settings.stop_seconds),
    )
    try:
        uvicorn.Server(config).run()
    except SystemExit:
        if house.failure is None:
            raise
        raise house.failure from None
