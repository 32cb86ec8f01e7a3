"""A program for the tests: starts both services, says where they are, and waits to be killed."""

import json
import os
import sys
import time
from pathlib import Path

from server.embedded.postgres import EmbeddedPostgres
from server.embedded.valkey import EmbeddedValkey

directory = Path(sys.argv[1])
postgres = EmbeddedPostgres(directory / "postgres")
valkey = EmbeddedValkey(directory / "valkey")
said = {
    "app": postgres.start().app,
    "valkey": valkey.start(),
    "servers": [postgres.process_id, valkey.process_id],
    "user": os.geteuid(),
}
sys.stdout.write(json.dumps(said) + "\n")
sys.stdout.flush()
if "--stop" in sys.argv:
    postgres.stop()
    valkey.stop()
else:
    time.sleep(60)
