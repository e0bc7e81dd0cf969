"""Publishers for `sources probe` and `sources verify`: each a host on a loopback internet, with its quirks.

drupal.example      declares its feed on every page; the feed of comments stands beside it
wordpress.example   declares nothing; /category/<name>/feed/ is there, and /feed/ of the whole site;
                    robots.txt forbids /wp-admin/ only
europa.example      the component library of the Commission: node/NN/rss_en is linked from the page as "RSS"
council.example     no feed anywhere (every other path is 404); a page with a table
front.example       no feed; a front end with classes made by its builder
catchall.example    no feed, but every path answers 200 with the same page
api.example         JSON of a search
wall.example        a challenge of Cloudflare, 403 with `cf-mitigated`
shell.example       a page of scripts
private.example     robots.txt forbids everything, but its feed is there
map.example         nothing repeats; robots.txt names a sitemap
moved.example       301 to drupal.example
gone.example        410
slow.example        never answers
"""

from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "discovery"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body></body></html>"


def sample(name):
    """A page of tests/data/discovery."""
    return (DATA / name).read_bytes()


def open_doors(internet):
    """Let all of them answer."""
    html = {"content_type": "text/html; charset=utf-8"}
    rss = {"content_type": "application/rss+xml"}
    internet.at("drupal.example/en/news").serves(sample("drupal-view.html"), **html)
    internet.at("drupal.example/en/news/rss.xml").serves(sample("feed.xml"), **rss)
    internet.at("drupal.example/en/comments/feed/").serves(sample("feed.xml"), **rss)
    internet.at("wordpress.example/category/actualites/").serves(sample("wordpress-fr.html"), **html)
    internet.at("wordpress.example/robots.txt").serves("User-agent: *\nDisallow: /wp-admin/\n")
    feed = sample("wordpress-fr.html").decode()
    internet.at("wordpress.example/category/actualites/feed/").serves(_feed_of(feed), **rss)
    internet.at("europa.example/news_en").serves(
        b'<html lang="en"><title>News</title><main><a href="/node/2/rss_en" class="ecl-link">RSS</a></main></html>',
        **html,
    )
    internet.at("europa.example/node/2/rss_en").serves(sample("feed.xml"), **rss)
    internet.at("council.example/adviezen").serves(sample("table-nl.html"), **html)
    internet.at("front.example/publications").serves(sample("hashed-classes.html"), **html)
    internet.at("catchall.example/*").serves(sample("hashed-classes.html"), **html)
    internet.at("api.example/search").serves(sample("search.json"), content_type="application/json")
    internet.at("wall.example/*").answers(403, CHALLENGE, headers=(("cf-mitigated", "challenge"),), **html)
    internet.at("shell.example/newsroom").serves(sample("script-only.html"), **html)
    internet.at("private.example/robots.txt").serves("User-agent: *\nDisallow: /\n")
    internet.at("private.example/news").serves(sample("drupal-view.html"), **html)
    internet.at("private.example/rss.xml").serves(sample("feed.xml"), **rss)
    internet.at("map.example/news").serves(sample("script-only.html"), **html)
    internet.at("map.example/robots.txt").serves(
        "User-agent: *\nDisallow:\nSitemap: https://map.example/news-map.xml\n"
    )
    internet.at("map.example/news-map.xml").serves(
        sample("sitemap.xml").replace(b"publisher.example/en", b"map.example"), content_type="application/xml"
    )
    internet.at("moved.example/rss").redirects("https://drupal.example/en/news/rss.xml", 301)
    internet.at("gone.example/rss").answers(410)
    internet.at("slow.example/rss").answers(silent=True)


def _feed_of(page):
    """A feed of the posts on an archive page of WordPress."""
    from lxml import html

    posts = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")).cssselect(
        "h2.entry-title a"
    )
    items = "".join(f"<item><title>{a.text}</title><link>{a.get('href')}</link></item>" for a in posts)
    return f'<rss version="2.0"><channel><title>Actualités</title>{items}</channel></rss>'
