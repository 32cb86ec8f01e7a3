"""What the portal's pages may do in a browser: whom they may ask, what they may run and load."""

from collections.abc import Collection
from typing import Final

# Nothing here needs a sensor, a device or money.
PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip


def of_portal(own_origins: Collection[str], nonce: str) -> str:
    """No code and no style but our files, save for one `<style>` that knows the nonce."""
    styles = f"style-src 'self' 'nonce-{nonce}'"
    return _policy(own_origins, styles, "img-src 'self' data:", "font-src 'self'")


def of_graphiql(own_origins: Collection[str]) -> str:
    """The same for code. The editor writes its own styles and runs its parsers in workers."""
    return _policy(
        own_origins,
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "worker-src 'self'",
    )


def _policy(own_origins: Collection[str], *directives: str) -> str:
    # Not every browser takes 'self' for the WebSockets of the same host.
    sockets = sorted(origin.replace("http", "ws", 1) for origin in own_origins)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            *directives,
            f"connect-src 'self' {' '.join(sockets)}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
