"""Says of each delivery on standard input whether PyPI standardwebhooks takes it for genuine."""

import json
import sys
from importlib.metadata import version
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def is_genuine(delivery: dict[str, Any]) -> bool:
    """Whether the library verifies the body, as bytes, by its headers."""
    try:
        Webhook(delivery["secret"]).verify(delivery["body"].encode(), delivery["headers"])
    except WebhookVerificationError:
        return False
    return True


found = {name: is_genuine(each) for name, each in json.load(sys.stdin).items()}
print(  # noqa: T201 - the test reads it
    json.dumps({"versions": {"standardwebhooks": version("standardwebhooks")}, "genuine": found})
)
