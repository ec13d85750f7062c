from datetime import date

from claimbook.intake.post import parse_posts, read_posts
from loopback import Serve, saying

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>
<entry><title>Tiny Models: A Study</title><published>2024-02-29T10:00:00Z</published>
<link href="https://blog.example.org/1"/><content type="html">&lt;p&gt;(Jane Doe, Karl Roe)&lt;/p&gt;
&lt;p&gt;We show &amp;amp; tell.&lt;/p&gt;&lt;p&gt;#llm&lt;/p&gt;</content></entry>
<entry><title>Papers</title><updated>2024-02-28T10:00:00Z</updated>
<content type="html">&lt;h2&gt;One&lt;/h2&gt;&lt;p&gt;First.&lt;/p&gt;
&lt;h2&gt;Two&lt;/h2&gt;&lt;p&gt;Second.&lt;/p&gt;</content>
</entry></feed>"""
RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Tiny LLMs</title><link>https://arxiv.org/abs/2401.00001</link>
<pubDate>Thu, 29 Feb 2024 10:00:00 GMT</pubDate>
<description><![CDATA[<p>We do &x; it.</p>]]></description></item></channel></rss>"""


def test_atom() -> None:
    """An item is one entry under its title, or a digest if its body has headings."""
    tiny, papers = parse_posts(ATOM, where="feed.xml")
    assert (tiny.day, papers.day) == (date(2024, 2, 29), date(2024, 2, 28))
    (entry,) = tiny.entries
    assert (entry.title, entry.authors) == ("Tiny Models: A Study", ("Jane Doe", "Karl Roe"))
    assert (entry.abstract, entry.tags) == (("We show & tell.",), ("llm",))
    assert [one.title for one in papers.entries] == ["One", "Two"]


def test_rss() -> None:
    """The link of an item may be the paper's; an entity of the outside is never read."""
    (post,) = parse_posts(RSS, where="feed.xml")
    (entry,) = post.entries
    assert (post.day, entry.title, entry.arxiv) == (date(2024, 2, 29), "Tiny LLMs", "2401.00001")
    assert "root:" not in "".join(entry.commentary)


def test_feed_at_an_address(serve: Serve) -> None:
    """A web address is read as a file is."""
    posts = read_posts(f"{serve(saying(ATOM))}/feed.xml")
    assert [len(post.entries) for post in posts] == [1, 2]
