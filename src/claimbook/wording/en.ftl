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

## The built site, read over

site-good =
    { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }, { $links ->
        [one] { $links } link
       *[other] { $links } links
    }: all good
