r"""Records that try every corner of BibTeX and still are sound: each tool has to take them."""

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib

ENTRIES = r"""
@article{erdos1960evolution,
  author    = {Erd{\H o}s, P\'{a}l and R{\'e}nyi, Alfr\'ed and {\O}ksendal, Bernt and Ho{\v c}evar, Andr\'e},
  title     = {{\"U}ber \textit{na\"{\i}ve} r\^oles, fa\c{c}ades and {\AA}ngstr\"om units},
  journal   = {Publ.\ Math.\ Inst.\ Hung.\ Acad.\ Sci.},
  volume    = {5},
  number    = {1--2},
  pages     = {17--60},
  year      = {1960},
  month     = mar,
  doi       = {10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2}
}

@article{munoz2021energia,
  author    = {Muñoz, José and Çelik, Şule and Łukasiewicz, Jan and Škoda, Žan and Ørsted, Åse},
  title     = {Énergie für Straßen: the {ÉNS} of naïve façades},
  journal   = {Journal of Größe \& Maß},
  volume    = {12},
  pages     = {e1021, 33--35},
  year      = {2021},
  issn      = {0378-5955},
  ids       = {munoz2020energia, munoz2019energia},
  url       = {https://example.org/a%20b_c/~d?x=1&y=#frag%7E}
}

@inproceedings{vanderwaals2020math,
  author    = {van der Waals, Johannes and de la Cruz y {Garc\'{\i}a}, Mar\'{\i}a
               and von Neumann, Jr., John and King, Sr, M. L.
               and d'Alembert, J.-B. le Rond},
  title     = {Bounds of ${\mathcal{O}(n^{2} \log n)}$ on {$L_{\infty}$}: 100\% of {R\&D} \#1, \$5 a\_b},
  booktitle = {Proceedings of the 7\textsuperscript{th} {IEEE/CVF} Conference},
  editor    = {{The Editors} and Ban\'ach, Stefan},
  series    = {{LNCS}},
  volume    = {7},
  pages     = {1--9, 12--15},
  publisher = {Springer},
  address   = {Z\"urich},
  year      = {2020},
  doi       = {10.1007/978-3-030-58452-8_13}
}

@misc{openai2023gpt,
  author        = {{OpenAI} and {Barnes and Noble, Inc.} and others},
  title         = {{GPT-4} Technical Report: {What} {``GPT''} {Knows}, and {`why'}},
  year          = {2023},
  month         = mar,
  eprint        = {2303.08774},
  archiveprefix = {arXiv},
  primaryclass  = {cs.CL},
  doi           = {10.48550/arXiv.2303.08774},
  url           = {https://arxiv.org/abs/2303.08774}
}

@misc{perelman2002entropy,
  author        = {Perelman, Grisha},
  title         = {The entropy formula for the {R}icci flow},
  year          = {2002},
  eprint        = {math/0211159},
  archiveprefix = {arXiv},
  primaryclass  = {math.DG}
}

@proceedings{editors2010handbook,
  editor    = {Doe, Jane and Roe, Richard},
  title     = {A Handbook of {\LaTeX} and {{\TeX}}},
  publisher = {O'Reilly \& Sons},
  year      = {2010},
  isbn      = {0-306-40615-2},
  doi       = {10.1000/182}
}

@incollection{knuth1974computer,
  author    = {Knuth, Donald E.},
  title     = {Computer programming as an art},
  booktitle = {A Collection},
  editor    = {Roe, Richard},
  publisher = {ACM},
  pages     = {667--673},
  year      = {1974}
}

@phdthesis{noether1907ueber,
  author = {N{\oe}ther, Emmy},
  title  = {{\"U}ber die Bildung des Formensystems der tern{\"a}ren biquadratischen Form},
  school = {Universit{\"a}t Erlangen},
  year   = {1907}
}

@techreport{shannon1940report,
  author      = {Shannon, C. E.},
  title       = {A report of 50\,\% ~---~ and of {nested {braces {in {braces}}}}},
  institution = {Bell Labs},
  number      = {7a},
  year        = {1940}
}
"""


def records(crowd_size: int = 3000) -> tuple[Record, ...]:
    """Return the entries, and one of so many authors."""
    crowd = " and ".join(f"Author{number:04}, A. B." for number in range(crowd_size))
    huge = Record(
        "atlas2012observation",
        "misc",
        {"author": crowd, "title": "Observation of a New Particle", "year": "2012"},
    )
    return (*read_bib(ENTRIES, where="nasty"), huge)
