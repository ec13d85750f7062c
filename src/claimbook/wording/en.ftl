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
outputs-unplayable = an output of the type { $type }, which browsers cannot play
outputs-unknown = an output of the type { $type }, which a page cannot show
outputs-blank-raw = a raw cell with nothing in it
outputs-source-mermaid = A diagram, shown as its source in Mermaid.
outputs-source-javascript = JavaScript, which this page does not run.
outputs-source-json = Data in JSON.
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
