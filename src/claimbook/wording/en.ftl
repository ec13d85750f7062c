# What a reader or a terminal sees from the engine, in English.
#
# One message a thing that is said; `{ $n }` and the like are filled in. An id begins with the place
# where it is said. A test looks for messages that nothing says and for ids that nothing defines.

## Numbers and days

seeds =
    { $n ->
        [one] { $n } seed
       *[other] { $n } seeds
    }
seeds-between = { $least } to { $most } seeds
day = { DATETIME($day, dateStyle: "long") }
measured-range = { $low } to { $high }
measured-one-seed = { $value } (one seed)

## Verdicts

verdict-reproduced = reproduced
verdict-same-direction = same direction
verdict-inconclusive = inconclusive
verdict-not-reproduced = not reproduced
verdict-holds = holds
verdict-does-not-hold = does not hold
verdict-answered-yes = answered yes
verdict-answered-in-part = answered in part
verdict-open = open
verdict-answered-no = answered no
verdict-not-tested-here = not tested here
verdict-not-tested = not tested
verdict-pending = not run yet
verdict-provisional = { $verdict } (provisional)

## Evidence

counted-reproduced = { $n } reproduced
counted-same-direction = { $n } same direction
counted-inconclusive = { $n } inconclusive
counted-not-reproduced = { $n } not reproduced
counted-answered-yes = { $n } answered yes
counted-answered-in-part = { $n } answered in part
counted-open = { $n } open
counted-answered-no = { $n } answered no
counted-not-tested-here = { $n } not tested here
counted-not-tested = { $n } not tested
counted-holds =
    { $n ->
        [one] { $n } holds
       *[other] { $n } hold
    }
counted-does-not-hold =
    { $n ->
        [one] { $n } does not hold
       *[other] { $n } do not hold
    }
counted-pending = { $n } not run yet
group-paper = The paper’s claims
group-checks = Checked exactly
group-others = Claims of others
group-ours = Our questions
tally = { $group }: { $counted }

evidence-experiment = experiment
evidence-recheck = recheck of printed numbers
evidence-derivation = derivation, checked exactly
asserted-by = asserted by { $who }
by-paper = the paper
by-news = the news
by-other-work = another work
by-digest = the digest
by-ours = us

## Rules, as a reader would write them

rule-at-least = ≥ { $bound }
rule-at-most = ≤ { $bound }
rule-positive = > 0
rule-negative = < 0
rule-near = { $value } ± { $tolerance }
rule-identity = |·| ≤ { $tolerance }
rule-slope = within [{ $low }, { $high }]
rules-all = { $first } and { $second }

## Citations and references

heading-references = References
rerun-here = rerun here
cite-these = Cite these:
back-to-footnote = Jump back to footnote { $number } in the text
back-to-citation = Back to citation { $place } of { $places }

## A paper's page

papers = Papers
more-authors = and { $n } more
published = published { DATETIME($day, dateStyle: "long") }
digest-of = digest of { DATETIME($day, dateStyle: "long") }
source-notebook = source notebook
executed-notebook = executed notebook
cite-this-paper = Cite this paper
rerun-this-page = Rerun this page:
moved = Moved: { $title }
moved-to = This page has moved. It is here now:
link-to-section = Link to this section
heading-verdicts = Verdicts
heading-provenance = Provenance
measured = measured { $value }
rule = rule: { $limit }
stated-in = Stated in { $place }
stated-elsewhere = Where it comes from: { $place }
untested-claims = { $n } not tested, and why
own-questions =
    { $n ->
        [one] { $n } question that the paper did not raise, with what was measured
       *[other] { $n } questions that the paper did not raise, with what was measured
    }
ours-here = here:
unmet = Not tested here, since the run does not meet the precondition: measured { $value }, needed { $limit }.
printed = paper: { $text }
printed-elsewhere = printed: { $text }
more-measured = , and { $n } more
opening-claimed = Claimed.
opening-happened = What happened.
opening-read = What was read:
how-far-to-trust = How far to trust this.
claim-place = where it is tested
claim-place-untested = why not
heading-take-away = Cite, download, rerun
no-run-yet = no run yet
in-profile = { $profile } profile
run-failed = The run of this page failed.
run-failed-before = What stands below is from before: { $changes }.
outdated = Being rerun.
outdated-why = These results stay until the new ones are there. Since their run: { $changes }.
not-run-yet = This page has not been run yet.
not-run-yet-why = Its verdicts, figures and numbers come from a run of its notebook:
not-tested-yet = Not tested yet.
not-tested-yet-why = The claims are written down; their experiments are still to come.
provisional = Provisional.
provisional-why =
    The quick profile made this page: it proves that every cell runs, with few seeds and short
    training. Only a full run gives verdicts:
setting = Setting
setting-aspect = aspect
setting-paper = the paper
setting-here = here
lengths-reading =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    } to read
lengths-run-seconds =
    its run took { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    }
lengths-run-minutes = its run took { $n } minutes
lengths-code = Show all code
code-cell = Code
parameters-cell = Parameters
code-elsewhere = The code of all cells, as text
lines =
    { $n ->
        [one] { $n } line
       *[other] { $n } lines
    }
skipped-cell = This cell is tagged skip-execution: it has not been run, and it shows nothing.
figure-number = Figure { $number }.
figure-awaited = Figure { $number } comes from a run of this notebook.
figure-made-by = Made by cell { $cell } of { $notebook }:
chart-reset = Reset
data = Data
cites-nothing = This page cites nothing.
not-fit-to-publish = Not fit to publish

## Provenance

provenance-commit = commit
provenance-fingerprint = fingerprint
provenance-profile = profile
provenance-parameters = parameters
provenance-seeds = seeds
provenance-device = device
provenance-time = time
provenance-started = started
provenance-python = Python
provenance-versions = versions
provenance-undeclared = read undeclared
provenance-rerun = rerun
python-on = { $version } on { $platform }
wall-time = { $wall } s of wall time
wall-and-cpu-time = { $wall } s of wall time, { $cpu } s of CPU time
no-version-control = not under version control
uncommitted-changes = and uncommitted changes
never-run = This notebook has not been run yet.

## History and changes

heading-history = History
history-run = Last run { DATETIME($day, dateStyle: "long") }, { $profile } profile
history-verdict = a verdict last changed { DATETIME($day, dateStyle: "long") }
history-no-verdict = no verdict has changed
history-text = the text last changed { DATETIME($day, dateStyle: "long") }
history-unchanged = This page is unchanged since it was added.
history-unchanged-since = This page is unchanged since it was added on { DATETIME($day, dateStyle: "long") }.
event-added = Added.
event-verdict = Verdict changed.
event-correction = Corrected.
event-text = Text changed.
was-now = { $was } → { $now }
news-added = New: { $title }
news-verdict = Verdict changed, { $title }: { $was } → { $now }
news-correction = Corrected: { $title }
news-claim = “{ $statement }” { $text }
changes = Changes
changes-description = New papers, verdicts that changed, corrections, and what else is new, newest first.

## Taking a page elsewhere

report-error = Report an error in this claim
launch = Run it in a browser:
launch-binder = Binder
launch-colab = Colab
launch-install = Colab wants one cell first: it installs what the notebook imports
badge = Badge
badge-of-claim = A claim has one of its own: its id stands between the page’s name and .svg, after a slash.
no-claims = no claims
site-address = ⟨site⟩/
told = { $happened } Verdicts: { $counted }.
card-kicker = { $site } · { $title }
missing-heading = This page is not here
missing-why = The address is wrong, or the page has moved. What you look for may be a search away.
missing-search = Search
missing-find = Find

## Home and scoreboard

digest-heading = Digest of { DATETIME($day, dateStyle: "long") }
no-paper-yet = No paper yet.
card-untested = Not tested yet: the experiments are still to come.
card-provisional = Provisional: the quick profile gave these verdicts.
et-al = et al.
all-papers = All papers
papers-found =
    { $n ->
        [one] { $n } paper
       *[other] { $n } papers
    }
all-papers-why = Every paper of { $site }, by digest, newest first.
chart-awaited = This chart comes from a run of
groups-paper = The papers’ claims
groups-checks = Checked exactly
groups-others = Claims of others
groups-ours = Our questions
about-paper = What the papers assert, tried in small experiments over seeds; or not tested, with the reason.
about-checks = The papers’ printed numbers, recomputed, and their formulas, proofs and constructions, checked: no seeds, no interval.
about-others = What the news, other works or the digest assert: tried, checked or not tested.
about-ours = What we asked ourselves, and what was measured.
scoreboard = Scoreboard
column-verdict = verdict
column-claim = claim
column-measured = measured
column-paper = the paper
scale-key =
    On each line the range that was asked for is shaded, the 95 % interval is a bar, its mean a dot, zero a
    dotted line; the unit stands below. All claims:
schema = what its fields mean
kind-of-experiment = experiment
kind-of-recheck = recheck
kind-of-derivation = derivation
kind-of-none = not tested
claims-found =
    { $n ->
        [one] { $n } claim
       *[other] { $n } claims
    }
filter-tag = Subject
filter-verdict = Verdict
filter-any = any
filter-paper = Paper
filter-by = Asserted by
filter-group = Group by
sort-paper-order = as on the papers’ pages
sort-verdict = verdict
sort-paper = title of the paper
sort-distance = nearest to its limit
grouped-paper = paper
grouped-verdict = verdict
grouped-kind = kind of evidence
grouped-by = who asserts it
grouped-none = nothing

## Method

column-rule = rule
column-needs = needs
column-holds = supported if
needs-at-least = a bound
needs-at-most = a bound
needs-positive = nothing
needs-negative = nothing
needs-near = the paper’s value, a tolerance
needs-identity = a tolerance
needs-slope = a range
holds-at-least = the whole interval lies at or above the bound
holds-at-most = the whole interval lies at or below the bound
holds-positive = the whole interval of the paired difference lies above zero
holds-negative = the whole interval of the paired difference lies below zero
holds-near = the interval meets the value ± the tolerance, and is no wider than that range
holds-identity = every value lies within the tolerance of zero
holds-slope = the whole interval of the fitted exponent lies within the range
legend-experiments = Experiments
legend-experiments-why = over seeds, on what the paper, the news, another work or the digest asserts:
legend-checks = Rechecks and derivations
legend-checks-why = of printed numbers, formulas, proofs and constructions; nothing is drawn, so nothing is undecided:
legend-ours = Our own questions
legend-ours-why = by experiment, or exactly, and then yes or no:
legend-any = Any of them
legend-any-why = may be left untested:
meaning-reproduced = What was measured meets the rule that was written down before the run.
meaning-same-direction = The effect has the sign that the paper claims, without its size.
meaning-inconclusive = The interval straddles the limit, or is too wide: more seeds or a larger run would tell.
meaning-not-reproduced = What was measured lies on the wrong side of the limit.
meaning-holds = Printed numbers or a derivation, recomputed: every one meets its rule.
meaning-does-not-hold = At least one of the numbers does not.
meaning-answered-yes = A question of our own; what was measured says yes.
meaning-answered-in-part = The sign is as we supposed, the size is not.
meaning-open = A question of our own that the interval leaves open.
meaning-answered-no = A question of our own; what was measured says no.
meaning-not-tested-here = The run does not show the effect that the claim is about, so it tests nothing.
meaning-not-tested = No experiment of this size can test it, or none has been written yet.

## Bibliography

works = Works
filter-search = Search
filter-cited-in = Cited in
filter-any-page = any page
filter-kind = Kind
filter-any-kind = any
filter-from = From
filter-to = To
filter-year = year
filter-sort = Sort by
filter-clear = Clear
sort-author = author
sort-newest = newest first
sort-oldest = oldest first
sort-most-cited = most cited
works-found =
    { $n ->
        [one] { $n } work
       *[other] { $n } works
    }
cited-in = Cited in
claims-resting =
    { $n ->
        [one] { $n } claim rests on it
       *[other] { $n } claims rest on it
    }
kind-journal-article = journal article
kind-conference-paper = conference paper
kind-chapter = chapter
kind-book = book
kind-thesis = thesis
kind-report = report
kind-software = software
kind-preprint = preprint
kind-other = other

## What the site's scripts say

script-queued = Its first run waits for another to end.
script-running = Running: cell { $cell } of { $cells }, { $seconds } s so far.
script-done = The run is done; the page reloads in a moment.
script-failed = The run failed: { $error }
script-see-terminal = see the terminal
script-progress = progress of the run
script-reference = Reference: { $title }
script-papers =
    { $n ->
        [one] { $n } paper
       *[other] { $n } papers
    }
script-papers-of =
    { $all ->
        [one] { $n } of { $all } paper
       *[other] { $n } of { $all } papers
    }
script-claims =
    { $n ->
        [one] { $n } claim
       *[other] { $n } claims
    }
script-claims-of =
    { $all ->
        [one] { $n } of { $all } claim
       *[other] { $n } of { $all } claims
    }
script-works =
    { $n ->
        [one] { $n } work
       *[other] { $n } works
    }
script-works-of =
    { $all ->
        [one] { $n } of { $all } work
       *[other] { $n } of { $all } works
    }
script-show-more = Show { $n } more of { $all }
script-copied-bibtex = Copied the BibTeX of { $key }.
script-copied = Copied
script-copy-bibtex = Copy BibTeX
script-search-enter = Press Enter to search
script-chart-dead = has no effect here
script-enlarge = Enlarge
script-enlarge-figure = Enlarge { $figure }
script-close = Close
script-figure-data = Data of the figure
script-first-rows = The first { $shown } of { $all } rows.
script-measured = measured: { $quantity }
script-measured-here = where it was recorded
script-source = Source of { $number }

## Beside a server

background-begins = running in the background: { $slug }
background-ended = { $slug }: run in { NUMBER($seconds, maximumFractionDigits: 1) } s
background-stopped = { $slug }: stopped after { NUMBER($seconds, maximumFractionDigits: 1) } s, for it has changed
background-restart = live reload is off: the pages show the new runs after a restart
background-failed = { $slug }: failed after { NUMBER($seconds, maximumFractionDigits: 1) } s, and its page says so
background-refused = notebooks could not be run

## Stripping

strip-done = stripped { $path }
## The built site, read over

site-good =
    { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }, { $links ->
        [one] { $links } link
       *[other] { $links } links
    }: all good
## The terminal: runs

ledger-kept =
    { $n ->
        [one] { $n } line added to { $path }
       *[other] { $n } lines added to { $path }
    }
changed-somehow = something else changed
run-plan = to run: { $slugs } ({ $takes })
run-takes =
    { $minutes ->
        [0] about { $seconds } s
        [1] about 1 min
       *[other] about { $minutes } min
    }
run-takes-unknown = nobody knows for how long
run-untimed = never timed, and not in that: { $slugs }
run-skipped = skipped, for they are fresh: { $slugs }
run-nothing-stale = nothing is stale
run-notebooks-failed =
    { $total ->
        [one] the notebook failed
       *[other] { $failed } of { $total } notebooks failed
    }
run-shard = shard { $shard }: { $slugs }
run-no-result = { $slug }: { $error }
run-failure = cell { $number } ({ $cell }): { $error }
warning = claimbook: warning: { $warning }
run-failure-report = { $notebook }, { $failure }
run-wants-lab = the notebook needs what experiments need: pip install 'claimbook[lab]'
run-worker-killed = its worker process was killed, perhaps out of memory; run it again
run-impossible = could not be run: { $error }

task-queued = queued
task-waiting = waits for another process that runs it
task-running = running
task-done = done
task-failed = failed
task-cell = { $cell } of { $cells }
task-seconds = { $seconds } s
task-column-notebook = notebook
task-column-cell = cell
task-column-elapsed = elapsed
task-line-bare = { $slug }: { $state }
task-line-running = { $slug }: { $state }, cell { $cell } of { $cells }, { $seconds } s
task-line-ended = { $slug }: { $state }, { $seconds } s
task-line-error = { $line }: { $error }

status-notebook = notebook
status-accepted = { $accepted } of { $tested } tested claims have an accepted verdict
status-renamed = { $slug } has the code that was run as { $former }; if it was renamed, add `moved_from: [{ $former }]` to its front matter, and its runs and links follow
status-waiting = waits for `claimbook accept { $slug }`: { $names }
status-since = since its newest run: { $reasons }
status-nearest = against the nearest run kept: { $profile }, { $started }, { $fingerprint }
status-nothing-kept = no run of it is kept, in either profile
status-other-machine = it ran on { $there }, and this is { $here }: the last digits of its numbers may differ
state-fresh = fresh
state-stale = stale
state-failed = failed
state-never-run = never run

## The terminal: the store

store-latest = latest
store-failed = failed
store-total =
    { $n ->
        [one] { $n } run
       *[other] { $n } runs
    }, { $size }, in { $url }
store-unsealed = runs of an earlier version have no seal: `claimbook store seal` accepts them as they are
store-sealed =
    { $n ->
        [0] every run has its seal
        [one] { $n } run sealed
       *[other] { $n } runs sealed
    }
store-freed =
    { $n ->
        [one] { $n } file removed
       *[other] { $n } files removed
    }, { $freed }; { $left } are left
store-would-free =
    { $n ->
        [one] { $n } file would be removed
       *[other] { $n } files would be removed
    }, { $freed }; { $left } would be left

## The terminal: everything else

usage = { $fault } See `{ $command } --help`.
check-good = all good
translation-missing-here = Not translated yet; in English:
translation-stale = The original has changed since { DATETIME($day, dateStyle: "long") }.
reference-figure = Figure { $number }
reference-elsewhere = of { $title }
palette-dark = Switch to dark mode
palette-light = Switch to light mode
translation-missing =
    { $n ->
        [0] { $language }: whole
        [one] { $language }: 1 piece is not translated
       *[other] { $language }: { $n } pieces are not translated
    }
check-faults =
    { $n ->
        [one] { $n } fault found
       *[other] { $n } faults found
    }
claims-unaccepted =
    { $n ->
        [one] { $n } verdict is not the accepted one
       *[other] { $n } verdicts are not the accepted ones
    }
wrote = wrote { $path }
accept-change = { $name }: { $was } → { $now }
accept-nothing = nothing
accept-none = nothing waits in { $slug }: its fresh full run gave what is accepted
accept-ask = Write this into the front matter?
accept-left = left as it was
accept-done =
    { $n ->
        [one] wrote 1 verdict into { $path }
       *[other] wrote { $n } verdicts into { $path }
    }
accept-not-run = has no fresh full run
diff-nothing-accepted = no run with its accepted verdicts is known
diff-gone = the accepted run of { $started } is no longer kept; only its verdicts are compared
diff-head = accepted: { $old }; now: { $new }
diff-none = nothing changed
diff-change =
    { $what ->
        [verdict] verdict
        [figure] figure
       *[other] quantity
    } { $name }
diff-drawn = { $change }: its data or its picture
adopt-figures = its pictures became figures; caption, alt text and data are blank in: { $ids }
adopt-by-hand = pictures to turn into figures by hand:
adopt-place = cell { $cell }, line { $line }: { $what }
adopt-records = numbers that it prints; record those that a claim needs, with a value for each seed, or deterministic=True:
adopt-often = { $record }, once, behind the loop or the function
adopt-faults = to mend:
adopt-next = the file that it came from is left as it was; `claimbook check { $slug }` names what is still missing
adopt-refused =
    { $n ->
        [one] cannot be adopted, for 1 reason; nothing was written
       *[other] cannot be adopted, for { $n } reasons; nothing was written
    }
not-adopted = { $path } is no notebook of the project yet, and is left out
strip-on-save = wrote { $path }: JupyterLab of this environment saves notebooks with front matter without outputs
strip-kept = left { $path } as it is: it has outputs, and git does not track it; name it to strip it
wrote-with-blanks = wrote { $path }; to fill in:
import-present = here already: { $path } ({ $title })
import-other = arXiv says that { $arxiv } is "{ $title }", and the post "{ $told }"; the post's word stands
import-merged = named again in line { $line }, one notebook: { $title }
import-unread = line { $line } was not understood: { $text }
import-blanks = to fill in in each of them:
import-encoding = read as { $name }, which it declares
import-nothing = nothing new
translate-done =
    { $path }: { $missing ->
        [0] nothing is missing
        [one] 1 piece is missing
       *[other] { $missing } pieces are missing
    }, { $stale ->
        [0] nothing is stale
        [one] 1 is stale
       *[other] { $stale } are stale
    }
lookup-silent = { $registry } could not be asked ({ $fault }); what it would have told is left blank
bib-up-to-date = { $path } is up to date
bib-sound = { $path } is up to date and sound
bib-added = added { $key } to { $path }
bib-added-without = added { $key } to { $path } (left out: { $fields })
bib-volume = left out { $key }: what its parts take from it stands in them
bib-refused = { $added } added, { $refused } not:
bib-next = cite it, then run `claimbook bib`
## Outputs of cells

outputs-stdout = Printed
outputs-stderr = Messages
outputs-result = Result
outputs-error = Error
outputs-html = Output
outputs-source = Source
outputs-lines = { NUMBER($n) } { $n ->
        [one] line
       *[other] lines
    }
outputs-rows = { NUMBER($n) } { $n ->
        [one] row
       *[other] rows
    }
outputs-left-out =
    { $n ->
        [one] One more line is left out or cut short; the executed notebook holds it.
       *[other] { NUMBER($n) } more lines are left out; the executed notebook holds them.
    }
outputs-not-shown = Not shown here: { $what }.
outputs-widget = an interactive widget, which needs a running kernel
outputs-pdf = a PDF document
outputs-object = an object of the type { $type }, which says nothing of its content
outputs-empty-html = HTML in which there is nothing to see
outputs-too-large = HTML of { NUMBER($kilobytes) } kB, too large for a page; the executed notebook holds it
outputs-too-many =
    { NUMBER($n) } { $n ->
        [one] further output
       *[other] further outputs
    } of this cell; the executed notebook holds what was kept
outputs-too-much = an output of { NUMBER($kilobytes) } kB, too much for this page; the executed notebook holds it
outputs-cut-from-file = { NUMBER($kilobytes) } kB of output were left out of this file.
outputs-unplayable = an output of the type { $type }, which browsers cannot play
outputs-unknown = an output of the type { $type }, which a page cannot show
outputs-blank-raw = a raw cell with nothing in it
outputs-source-mermaid = A diagram, shown as its source in Mermaid.
outputs-source-javascript = JavaScript, which this page does not run.
outputs-source-json = Data in JSON.
outputs-source-markdown = Shown as its source in Markdown.
outputs-source-latex = Shown as its source in LaTeX.
outputs-source-raw = A raw cell, shown as it is.
outputs-source-raw-type = A raw cell of the type { $type }, shown as it is.
outputs-no-alt = a picture without a description
outputs-audio = Sound
outputs-video = Film
outputs-media = Recording
outputs-progress = Progress
outputs-download = Download ({ $ending }, { NUMBER($kilobytes) } kB)
outputs-dropped-audio = a sound
outputs-dropped-audio-from = a sound from { $origin }
outputs-dropped-frame = a frame
outputs-dropped-frame-from = a frame from { $origin }
outputs-dropped-media = a sound or a film
outputs-dropped-media-from = a sound or a film from { $origin }
outputs-dropped-picture = a picture
outputs-dropped-picture-from = a picture from { $origin }
outputs-dropped-video = a film
outputs-dropped-video-from = a film from { $origin }
outputs-dropped-script = a script
outputs-dropped-drawing = a drawing
outputs-dropped-math = a formula in MathML
outputs-dropped-form = a form to fill in
outputs-dropped-style = a style sheet
outputs-dropped-link = a link to { $address }
outputs-dropped-link-of-drawing = a link from a drawing
outputs-dropped-part-of-drawing = a part of a drawing that does more than draw
outputs-dropped-address = an address that a drawing would have asked
outputs-dropped-address-of-chart = what a chart would have loaded from an address

init-made = wrote { $folder }: { $title }, { $n ->
    [one] one file
   *[other] { $n } files
}
init-translated = the pages are in { $language }; the example notebook is in English
init-english = there are no pages in { $language } to begin with: they are in English, and yours to translate
init-next = next: cd { $folder }, then the first command of its README.md
init-present = { $folder } has already:
init-kept = these were there, and are as they were:
init-nothing = nothing was written: { $n ->
    [one] one file is there
   *[other] { $n } files are there
}
init-added = { $path }: new
init-replaced = { $path }: as it was written; would be written anew
init-kept-edited = { $path }: you have changed it; it stays as it is
init-up-to-date = everything is as it would be written now
init-applied = wrote { $n ->
    [one] one file
   *[other] { $n } files
}; what you have changed is as it was
init-to-apply = { $n ->
    [one] one file
   *[other] { $n } files
} would be written otherwise now

doctor-python = Python
doctor-python-told = { $version }, { $program }
doctor-claimbook = Claimbook
doctor-claimbook-told = { $version }, in { $folder }
doctor-site = site
doctor-notebooks = notebooks
doctor-missing = not installed: { $names }
doctor-lab = lab
doctor-no-lab = not installed: { $names }; pip install 'claimbook[lab]' brings what experiments need
doctor-store = store
doctor-store-told = { $place }, { $n ->
    [one] one run
   *[other] { $n } runs
}, can be written to
doctor-kernel = kernel
doctor-kernel-told = started, computed and ended in { $seconds } s
doctor-browser = browser
doctor-no-browser = no Chromium; only the tests of the site need one
doctor-network = network
doctor-network-told = arXiv answers
doctor-no-network = { $fault }; papers are begun without what arXiv knows of them
doctor-faults = { $n ->
    [one] one fault
   *[other] { $n } faults
} found

column-setting = setting
column-default = unless set
column-meaning = meaning
setting-default = { $value } (unless set)
setting-site-name = the name of the digest: on every page, in feeds and on cards
setting-site-description = one sentence on what it is; the text of the home page is docs/index.md
setting-site-author = who makes it; else it is named after the digest
setting-copyright = the footer of every page: who made it, under which licences
setting-site-url = its own address, which whole links, the site map, feeds and cards need
setting-repo-url = the address of its repository, which links to edit, to commits and to report errors need
setting-theme-language = the language of menus and search
setting-citations = author-year or numeric
setting-profile = what a build runs first if it is missing: full, quick or none
setting-html = live HTML that pages may hold, by the names that a fault told
setting-languages = the languages of the pages, the first that of the notebooks
setting-store = where runs are kept: a folder, or an address such as s3://bucket/folder
setting-time-limit = seconds after which a notebook's run is ended
setting-memory = memory of one notebook's processes together, such as "2G"; else by the machine's
setting-processes = processes of one notebook; else 256
setting-quick-seconds = budget of the quick profile: a run that takes longer is a warning
setting-full-seconds = budget of the full profile: a run that takes longer is a warning
setting-claimbook-profile = in place of extra.claimbook.profile, where mkdocs.yml asks for it
setting-claimbook-store = in place of store
setting-claimbook-arxiv-api = whom to ask in place of arXiv
setting-claimbook-crossref-api = whom to ask in place of Crossref
setting-claimbook-fork = `never`: each kernel is started by a command, and none is forked
run-over-budget = its run took { $seconds } s, and the budget of the { $profile } profile is { $budget } s

new-then = then run `claimbook bib`: so far bib/claimbook.bib lacks the paper
