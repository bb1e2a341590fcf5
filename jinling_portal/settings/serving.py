"""How `serve` serves (docs/decisions/one-server-process.md). What an office may choose comes from the environment."""

import environ

env = environ.Env()

PROCESSES = env.int("PROCESSES", default=1)  # that serve; each has its own memory and so many threads:
THREADS = env.int("THREADS", default=16)  # half for pages, half for what is sent; more only wait for the processor
CONNECTIONS = env.int("CONNECTIONS", default=500)  # open ones, of one process; 900 at most where files end at 1024

# --- Slow clients -----------------------------------------------------------

HEAD_SECONDS = env.int("HEAD_SECONDS", default=15)  # for a request's head; and how long an idle connection stays
BODY_SECONDS = env.int("BODY_SECONDS", default=20)  # the stretch over which an upload's pace is measured
BODY_LONGEST_SECONDS = env.int("BODY_LONGEST_SECONDS", default=900)  # of one upload
ANSWER_SECONDS = env.int("ANSWER_SECONDS", default=20)  # the stretch over which a reader's pace is measured
CLIENT_RATE = env.int("CLIENT_RATE", default=2048)  # bytes a second, which a client must keep up

# --- What requests may take -------------------------------------------------

LONGEST_ADDRESS = 4096  # bytes of an address with its query
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=64 * 1024 * 1024)  # bytes, one request
# Bytes of all uploads of one process, arriving or worked on; the public's have half of it. As many for answers.
BODIES_LIMIT = env.int("BODIES_LIMIT", default=4 * UPLOAD_LIMIT)
