from datetime import date

from claimbook.intake.digest import bring_in
from claimbook.intake.network import Client
from claimbook.intake.post import parse_posts
from claimbook.notebook.source import read
from small_project import Project

POST = """2025-03-01
Tiny LLMs and Water
https://arxiv.org/abs/2401.00001
(J. Doe et al.)
We show.
#llm
"""
ONCE = Client(attempts=1, seconds=5)


def test_arxiv_completes_what_the_post_says(project: Project, registries) -> None:
    """Date, authors and the year of the key are the paper's, not the post's."""
    registries()
    (post,) = parse_posts(POST, where="post.txt")
    found = bring_in(project.book, post, where="post.txt", client=ONCE)
    paper = read(found.made[0].path).front.paper
    assert (paper.key, paper.date) == ("doe2024tiny", date(2024, 1, 2))
    assert (paper.authors, paper.primaryclass) == (("von Doe, Jane", "{Tiny Team}"), "cs.LG")
    assert found.notes == ()


def test_without_a_network_the_number_tells_the_year(project: Project) -> None:
    """Nobody answers: the post's words stand, the month is the identifier's, and it is said once."""
    second = "Another Thing\nhttps://arxiv.org/abs/2402.00001\n(Karl Roe)\nWe do.\n#b\n"
    (post,) = parse_posts(f"{POST}{second}", where="post.txt")
    found = bring_in(project.book, post, where="post.txt", client=ONCE)
    papers = [read(made.path).front.paper for made in found.made]
    assert [paper.key for paper in papers] == ["doe2024tiny", "roe2024another"]
    assert papers[0].date == date(2024, 1, 1)
    assert len(found.notes) == 1


def test_an_identifier_of_another_paper_is_said(project: Project, registries) -> None:
    """Where arXiv knows another title under the number, the post's word stands."""
    registries()
    (post,) = parse_posts(POST.replace("Tiny LLMs and Water", "Zzz"), where="post.txt")
    found = bring_in(project.book, post, where="post.txt", client=ONCE)
    assert "arXiv says that 2401.00001 is" in found.notes[0]
    assert read(found.made[0].path).front.paper.title == "Zzz"
