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
day = { DATETIME($day, dateStyle: "long") }
measured-range = { $low } to { $high }
measured-one-seed = { $value } (one seed)
bound-number = measured: { $quantity }

## Verdicts

verdict-reproduced = reproduced
verdict-same-direction = same direction
verdict-inconclusive = inconclusive
verdict-not-reproduced = not reproduced
verdict-not-tested = not tested
verdict-pending = not run yet
verdict-provisional = { $verdict } (provisional)

## Rules, as a reader would write them

rule-at-least = ≥ { $bound }
rule-at-most = ≤ { $bound }
rule-positive = > 0
rule-negative = < 0
rule-near = { $value } ± { $tolerance }
rule-identity = |·| ≤ { $tolerance }
rule-slope = within [{ $low }, { $high }]
rules-all = { $first } and { $second }

## The terminal: runs

run-nothing-stale = nothing is stale
run-notebooks-failed =
    { $total ->
        [one] the notebook failed
       *[other] { $failed } of { $total } notebooks failed
    }
run-no-result = { $slug }: { $error }
run-failure = cell { $number } ({ $cell }): { $error }
run-failure-report = { $notebook }, { $failure }
run-worker-killed = its worker process was killed, perhaps out of memory; run it again
run-impossible = could not be run: { $error }

task-queued = queued
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

state-fresh = fresh
state-stale = stale
state-failed = failed
state-never-run = never run

## The terminal: everything else

usage = { $fault } See `{ $command } --help`.
check-good = all good
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
wrote-with-blanks = wrote { $path }; to fill in:
import-present = here already: { $path } ({ $title })
import-blanks = to fill in in each of them:
import-nothing = nothing new
lookup-silent = { $registry } could not be asked ({ $fault }); what it would have told is left blank
bib-up-to-date = { $path } is up to date
bib-sound = { $path } is up to date and sound
bib-added = added { $key } to { $path }
bib-added-without = added { $key } to { $path } (left out: { $fields })
bib-next = cite it, then run `claimbook bib`
