"""Bodies the tests serve: written here, in the shape of what real hosts send."""

FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>News</title><link>https://www.ilo.org/</link>
<item><title>Global employment trends</title><link>https://www.ilo.org/resource/news/1</link></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>urn:x</id></feed>"""

JSON = b'{"totalNumber": 2, "docuLanguageListResources": []}'

PAGE = (
    b"<!DOCTYPE html><html lang=en><head><title>All news</title></head><body>"
    + b"".join(
        b'<article><a href="/news/%d">Decent work, part %d</a></article>' % (n, n) for n in range(1000)
    )
    + b"</body></html>"
)

SHELL = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Have your say</title>'
    + b'<link rel="stylesheet" href="/styles.css">' * 80
    + b'</head><body><app-root></app-root><script src="/main.js"></script></body></html>'
)

SUM = b"""<!DOCTYPE html><html><head><title>Mathematical challenge | CEDEFOP</title></head>
<body><form>Please solve: 3 + 4 = <input name=answer></form></body></html>"""

CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="refresh" content="360"></head><body><script>window._cf_chl_opt={cvId:'3'};
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8';</script></body></html>"""

IMPERVA = b"""<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW">
<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head>
<body style="margin:0px;height:100%"></body></html>"""
