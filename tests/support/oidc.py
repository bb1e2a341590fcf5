"""A small OpenID Connect provider on this machine: everybody is `provider.claims`."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

MOMENT = 0.01  # seconds between two looks at whether to stop, of which each test waits for one
CLIENT, SECRET = "portal", "a-secret-of-the-tests-a-secret-of-the-tests"


class Provider(ThreadingHTTPServer):
    """`with Provider({"sub": "1", ...}) as provider:` serves at `provider.issuer`."""

    def __init__(self, claims: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.claims, self.codes = claims, {}
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.thread = threading.Thread(target=self.serve_forever, args=[MOMENT], daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        place, issuer = urlsplit(self.path), self.server.issuer
        match place.path:
            case "/.well-known/openid-configuration":
                ends = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
                ends |= {"userinfo_endpoint": "userinfo", "jwks_uri": "jwks"}
                self.send({"issuer": issuer} | {name: f"{issuer}/{end}" for name, end in ends.items()})
            case "/authorize":
                asked = {name: values[0] for name, values in parse_qs(place.query).items()}
                self.server.codes["code-1"] = asked
                self.send_response(302)
                back = urlencode({"code": "code-1", "state": asked["state"]})
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            case "/userinfo" if self.headers["Authorization"] == "Bearer access-1":
                self.send(self.server.claims)
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(text).items()}
        asked = self.server.codes.pop(given["code"], {})
        proof = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if (given["client_id"], given["client_secret"], proof) != (CLIENT, SECRET, asked.get("code_challenge")):
            self.send_error(401)
            return
        claims = self.server.claims | {"iss": self.server.issuer, "aud": CLIENT, "exp": int(time.time()) + 60}
        token = jwt.encode(claims, SECRET, algorithm="HS256")
        self.send({"access_token": "access-1", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def send(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
