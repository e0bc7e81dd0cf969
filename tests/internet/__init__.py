"""A loopback internet for tests: one port that is every host, over HTTP/1.1, HTTP/2 and TLS.

    with Internet() as internet:
        internet.at("www.ilo.org/rss").serves(FEED, etag='"1"').then.answers(503, retry_after=120)
        settings = FetchSettings(connect_to=internet.connect_to(), ca_file=internet.ca_file)

The server runs in a thread with its own event loop, so that tests may be written with or without
asyncio. It looks at the first byte of each connection to tell TLS from plain HTTP, and issues a
certificate of its own authority for whatever name is asked for. The same port is a forward proxy
too (absolute-form requests and CONNECT). Every request is recorded: `internet.asked()`.

The quirks a `Reply` may have, and where each was met:

    status 202, empty         www.europarl.europa.eu and eur-lex.europa.eu: the wall answers 202 with
                              the header x-amzn-waf-action and no body
    status 200, empty         ec.europa.eu, Press Corner details: some references have no bytes, for ever
    a shell as body           ec.europa.eu: a wrong path gives 200 and 4 KB titled "Have your say"
    redirects to /challenge   www.cedefop.europa.eu: a sum to solve, for the whole address, for minutes
    status 406 by Accept      ec.europa.eu, Eurostat's catalogue: only */* is served (`only_accepts`)
    status 429 on robots.txt  www.eurofound.europa.eu
    status 403                www.imf.org for browsers' names, www.consilium.europa.eu for pages
    no_close_notify           ec.europa.eu, Press Corner: gzip whose TLS ends without a close
    no_last_chunk             the same, seen through clients that keep the chunked coding
    content_type              www.ecb.europa.eu/rss/press.html: a feed called text/html
    etag, last_modified       any Drupal; a 304 that repeats them (RFC 9110, 15.4.5) or not
                              (`repeats_validators=False`)
    moving_last_modified      Drupal 7 without page cache: the time of the request
    retry_after               any 429 or 503: seconds or a date
    delay, drip, silent       data.europarl.europa.eu: 25 to 120 seconds before or within an answer
    drop_after, claims_length  a proxy that is restarted in the middle of a body
    close_delimited           old servers: no Content-Length, the end is the end of the connection
    encoding                  gzip, deflate (zlib or "raw-deflate"), br, zstd; also "gzip, gzip"
    bomb                      nobody yet: so many bytes of zeros, compressed by `encoding`
    endless_headers, garbage  hostile or broken servers
    reset                     firewalls: RST instead of an answer
    resets_reused             servers that close an idle connection just as it is used again
    excess                    bytes behind the end of the body, on a connection that is kept
    interim                   103 Early Hints before the answer (RFC 8297)

and of a host: `internet.untrusted(host)` (a certificate of an unknown authority),
`internet.misnamed(host)` (a certificate of another name; data.europarl.europa.eu has been seen so).
"""

from tests.internet.internet import Internet
from tests.internet.replies import Asked, Reply, compressed

__all__ = ["Asked", "Internet", "Reply", "compressed"]
