"""A provider of OpenID Connect on loopback, over plain HTTP, with the quirks of those that councils use.

It follows OpenID Connect Core 1.0 (3.1), Discovery 1.0 (4), RFC 6749 (4.1) and RFC 7636: a discovery document, an
authorization endpoint that signs its `person` in at once, a token endpoint that takes each code once with its PKCE
verifier and the client's secret, and keys as JWKS (RFC 7517). What it refuses is in `refused`.

Its quirks; each is a field that a test sets:

    entra_keys            Microsoft Entra ID: its JWKs name no `alg`, and have `x5t` and `issuer` besides
    claims                whatever an ID token holds besides; Entra has no `email` for many, a `preferred_username` in
                          mixed case, `roles` (app roles) or `groups` (ids), and where somebody is in more than 200
                          groups none of them but `_claim_names` (Microsoft identity platform, "groups overage claim")
    issuer_told           another issuer in the discovery document than the one asked: Entra's `common` has the literal
                          text "{tenantid}" in it
    issuer_signed         another `iss` in the tokens: Entra's v1 endpoint signs as https://sts.windows.net/TENANT/
    audience              another client's token; a list of several (Core, 2) is allowed with `azp`
    lasts, early          tokens that are over, or not good yet: clocks differ by minutes
    nonce_told            another nonce than the one asked, or none
    algorithm             "none", or HS256 with the public key or the client's secret as key: alg confusion
    key_changed           keys are rolled: the next token has a key that was not there before
    unknown_key           a token signed by a key that is in no JWKS
    no_id_token           an answer of plain OAuth
    slow, status          an endpoint that is down, or answers 500
    state_told            another state than the one asked
    error                 an error in place of a code (RFC 6749, 4.1.2.1), with a hostile description
    subject               "" for none: an ID token must have one
"""

from __future__ import annotations

import base64
import json
import threading
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "servwatch-console", "a secret of the console"


class Provider:
    """One provider. Use with ``with``; `issuer` is its address. `now` gives the time of its tokens."""

    def __init__(self, now):
        self.now = now
        self.claims = {"preferred_username": "An@Example.org", "roles": ["Watch.Editor"]}
        self.entra_keys = False
        self.issuer_told = self.issuer_signed = self.nonce_told = self.state_told = None
        self.audience = CLIENT
        self.lasts, self.early = 3600, 0
        self.algorithm = "RS256"
        self.unknown_key = self.no_id_token = False
        self.slow, self.status = 0.0, 200
        self.error = ""
        self.subject = "subject-1"
        self.asked, self.refused = [], []
        self._codes = {}
        self._keys = {}
        self.key_changed()

    def key_changed(self):
        """Roll the keys."""
        self._key_id = token_urlsafe(8)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._keys = {self._key_id: self._key}

    @property
    def issuer(self):
        return "http://{}:{}/tenant/v2.0".format(*self._server.server_address)

    def __enter__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                provider._answer(self, urlsplit(self.path), "")

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                provider._answer(self, urlsplit(self.path), body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def authorize(self, address):
        """What a browser is sent to after its person signed in: the address of the console with a code."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        state = asked["state"] if self.state_told is None else self.state_told
        if self.error:
            answer = {"error": self.error, "error_description": "<script>alert(1)</script>", "state": state}
            return asked["redirect_uri"] + "?" + urlencode(answer)
        code = token_urlsafe(16)
        self._codes[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": state, "session_state": "x"})

    def _answer(self, handler, parts, body):
        place = parts.path.removeprefix("/tenant/v2.0")
        self.asked.append(place)
        time.sleep(self.slow)
        status, document = self.status, {}
        if place == "/.well-known/openid-configuration":
            document = self._discovery()
        elif place == "/keys":
            document = {"keys": [self._public(key_id, key) for key_id, key in self._keys.items()]}
        elif place == "/token":
            status, document = self._token({k: v[0] for k, v in parse_qs(body).items()})
        else:
            status = 404
        content = json.dumps(document).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _discovery(self):
        return {
            "issuer": self.issuer_told or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code", "id_token"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        }

    def _public(self, key_id, key):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        document = {"kid": key_id, "use": "sig", "kty": "RSA", "n": public["n"], "e": public["e"]}
        return document | ({"x5t": key_id, "issuer": self.issuer} if self.entra_keys else {"alg": "RS256"})

    def _token(self, form):
        asked = self._codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        faults = {
            "code": asked is None,
            "verifier": asked is not None and challenge != asked["code_challenge"],
            "redirect_uri": asked is not None and form.get("redirect_uri") != asked["redirect_uri"],
            "client": (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET),
            "grant": form.get("grant_type") != "authorization_code",
        }
        wrong = [name for name, fault in faults.items() if fault]
        if wrong:
            self.refused += wrong
            return 400, {"error": "invalid_grant"}
        if self.status != 200:
            return self.status, {}
        answer = {"access_token": token_urlsafe(16), "token_type": "Bearer", "expires_in": 3600}
        return 200, answer if self.no_id_token else answer | {"id_token": self._signed(asked)}

    def _signed(self, asked):
        now = int(self.now().timestamp())
        claims = {
            "iss": self.issuer_signed or self.issuer,
            "sub": self.subject,
            "aud": self.audience,
            "iat": now + self.early,
            "nbf": now + self.early,
            "exp": now + self.lasts,
            "nonce": asked["nonce"] if self.nonce_told is None else self.nonce_told,
            **self.claims,
        }
        headers = {"kid": self._key_id}
        if self.algorithm == "none":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if self.algorithm == "HS256":  # the public key as the secret of HMAC
            return _by_hand(claims, headers, self._key.public_key())
        key = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048) if self.unknown_key else self._key
        )
        return jwt.encode(claims, key, algorithm="RS256", headers=headers)


def _by_hand(claims, headers, public):
    """A token signed with a public key as if it were a shared secret; the library refuses to make one."""
    import hmac

    def encoded(document):
        return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=")

    head = encoded({"alg": "HS256", "typ": "JWT", **headers}) + b"." + encoded(claims)
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    mark = base64.urlsafe_b64encode(hmac.new(secret, head, sha256).digest()).rstrip(b"=")
    return (head + b"." + mark).decode()
