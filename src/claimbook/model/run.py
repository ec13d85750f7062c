"""A run: one executed notebook, and the only code that knows its JSON.

What the engine adds to an executed notebook stands in its metadata under one key; papermill's
parameters stand in a cell of their own. Whoever wants to know of a run asks this record.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model import measurement
from claimbook.model.measurement import Measurement, read_measurement

FIGURE = "application/vnd.claimbook.figure+json"
CAPTION = "caption"  # a figure's caption as JupyterLab shows it; a page has its own
INJECTED = "injected-parameters"  # papermill's tag of the cell that it puts in
KEY = "claimbook"


@dataclass(frozen=True)
class Failure:
    """Why and where a run ended before its end."""

    cell_id: str
    cell_number: int  # from 1, as a reader of the source notebook would count
    name: str
    value: str
    traceback: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """Where a run came from: machine, code, versions and time."""

    profile: str
    parameters: Mapping[str, Any]  # all that the notebook declares, as this run had them
    device: str
    python: str
    platform: str
    versions: Mapping[str, str]  # of the distributions that the notebook imports
    commit: str | None  # None where git is not
    dirty: bool | None
    started: str  # ISO 8601
    wall_seconds: float = 0.0
    cpu_seconds: float | None = None  # None if the kernel died
    machine: str = ""  # the kind of processor, such as x86_64
    undeclared: tuple[str, ...] | None = None  # files that it read; None if nobody looked


@dataclass(frozen=True)
class Cell:
    """One cell of the source notebook as it was run."""

    id: str
    kind: str
    source: str
    tags: tuple[str, ...]
    outputs: tuple[Mapping[str, Any], ...]  # as nbformat has them
    ran: bool  # a code cell that was executed


@dataclass(frozen=True)
class Run:
    """An executed notebook with what the runner noted about it.

    `document` is the notebook as JSON, whole; everything else is read from it. Whoever holds many may
    hand on one that is read when it is asked for, so nothing but what is small is kept of it here.
    """

    slug: str
    profile: str
    fingerprint: str
    parts: Mapping[str, str]  # what the fingerprint was made from
    failure: Failure | None
    provenance: Provenance
    document: Mapping[str, Any]
    definitions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # local modules'
    seal: str = field(default="", compare=False)  # the digest of its file, if it was read from one

    @property
    def good(self) -> bool:
        """Whether it ran to its end."""
        return self.failure is None

    @property
    def full(self) -> bool:
        """Whether it was run in the profile that gives verdicts."""
        return self.profile == "full"

    @property
    def content(self) -> str:
        """The digest of all that it says."""
        return self.seal or sha256(json.dumps(self.document).encode()).hexdigest()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the source notebook, in order, each with what it left."""
        return tuple(_read_cell(cell) for cell in self.document["cells"] if not _is_injected(cell))

    @cached_property
    def measurements(self) -> Mapping[str, Measurement]:
        """What was recorded, by name.

        Raises `ClaimbookError` if a record is malformed or a name is recorded twice.
        """
        found: dict[str, Measurement] = {}
        for number, payload in self._find_payloads(measurement.MIME):
            place = f"{self.slug}.ipynb, cell {number}"
            one = read_measurement(payload, where=place)
            if one.name in found:
                raise ClaimbookError(
                    f'the quantity "{one.name}" is recorded twice',
                    where=place,
                    fix="give each record its own name",
                )
            found[one.name] = one
        return found

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures that were drawn, in order."""
        about = (payload for _, payload in self._find_payloads(FIGURE))
        return tuple(str(one["id"]) for one in about if isinstance(one, dict) and "id" in one)

    def _find_payloads(self, mime: str) -> Iterator[tuple[int, Any]]:
        for number, cell in enumerate(self.cells, start=1):
            for output in cell.outputs:
                if mime in output.get("data", {}):
                    yield number, output["data"][mime]


def is_caption(output: Mapping[str, Any]) -> bool:
    """Whether an output is the caption that follows a figure in JupyterLab."""
    return bool(output.get("metadata", {}).get(KEY) == CAPTION)


def _is_injected(cell: Mapping[str, Any]) -> bool:
    return INJECTED in cell["metadata"].get("tags", ())


def _is_shaped(output: Mapping[str, Any]) -> bool:
    """Whether what an output displays and says of itself are mappings, if it has any."""
    return all(isinstance(output.get(name, {}), Mapping) for name in ("data", "metadata"))


def _read_cell(cell: Mapping[str, Any]) -> Cell:
    source = cell["source"]
    outputs = tuple(cell.get("outputs", ()))
    if not all(isinstance(one, Mapping) and _is_shaped(one) for one in outputs):
        raise TypeError("an output is no mapping")
    return Cell(
        id=str(cell.get("id", "")),
        kind=_require_text(cell["cell_type"]),
        source=source if isinstance(source, str) else "".join(source),
        tags=tuple(cell["metadata"].get("tags", ())),
        outputs=outputs,
        ran=cell.get("execution_count") is not None,
    )


def read_run(document: Mapping[str, Any]) -> Run:
    """Read an executed notebook.

    Raises `ValueError` if it is none, or what the runner notes about a run is damaged.
    """
    try:
        noted = document["metadata"][KEY]
        error, about = noted["error"], noted["provenance"]
        run = Run(
            slug=_require_text(noted["slug"]),
            profile=_require_text(noted["profile"]),
            fingerprint=_require_text(noted["fingerprint"]),
            parts=_read_texts(noted["parts"]),
            definitions={
                _require_text(module): _read_texts(names)
                for module, names in noted.get("definitions", {}).items()
            },
            failure=_read_failure(error) if error is not None else None,
            provenance=_read_provenance(about),
            document=document,
        )
        _ = run.cells
    except (KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise ValueError(f"is no executed notebook: {fault!r}") from fault
    return run


def _read_provenance(noted: Mapping[str, Any]) -> Provenance:
    about = Provenance(**noted)
    texts = (about.profile, about.device, about.python, about.platform, about.machine)
    for value in (*texts, about.started):
        _require_text(value)
    if not isinstance(about.parameters, Mapping) or not isinstance(about.versions, Mapping):
        raise TypeError("parameters and versions are mappings")
    return replace(
        about,
        versions=_read_texts(about.versions),
        wall_seconds=float(about.wall_seconds),
        cpu_seconds=None if about.cpu_seconds is None else float(about.cpu_seconds),
        undeclared=(
            None if about.undeclared is None else tuple(map(_require_text, about.undeclared))
        ),
    )


def _read_texts(noted: Mapping[str, Any]) -> dict[str, str]:
    return {_require_text(name): _require_text(text) for name, text in noted.items()}


def _require_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _read_failure(noted: Mapping[str, Any]) -> Failure:
    return Failure(
        cell_id=_require_text(noted["cell_id"]),
        cell_number=int(noted["cell_number"]),
        name=_require_text(noted["ename"]),
        value=_require_text(noted["evalue"]),
        traceback=tuple(map(_require_text, noted["traceback"])),
    )


def make_run(
    document: Mapping[str, Any],
    *,
    slug: str,
    fingerprint: str,
    parts: Mapping[str, str],
    failure: Failure | None,
    provenance: Provenance,
    definitions: Mapping[str, Mapping[str, str]] | None = None,
) -> Run:
    """Return the run whose notebook is `document`, with what is known of it noted inside."""
    noted = {
        "slug": slug,
        "profile": provenance.profile,
        "fingerprint": fingerprint,
        "parts": dict(parts),
        "definitions": {module: dict(names) for module, names in (definitions or {}).items()},
        "status": "failed" if failure else "ok",
        "error": _write_failure(failure) if failure else None,
        "provenance": _write_provenance(provenance),
    }
    metadata = {**document["metadata"], KEY: noted}
    return Run(
        slug=slug,
        profile=provenance.profile,
        fingerprint=fingerprint,
        parts=parts,
        failure=failure,
        provenance=provenance,
        document={**document, "metadata": metadata},
        definitions=definitions or {},
    )


def rename_run(run: Run, slug: str) -> Run:
    """Return a run as that of a notebook which has another slug now."""
    if run.slug == slug:
        return run
    seal = sha256(f"{run.seal} {slug}".encode()).hexdigest() if run.seal else ""
    return replace(run, slug=slug, document=add_note(run.document, "slug", slug), seal=seal)


def replace_document(run: Run, document: Mapping[str, Any]) -> Run:
    """Return a run with another `document` that says the same; what is small is read before."""
    made = replace(run, document=document)
    _ = made.figures
    with suppress(ClaimbookError):  # which whoever asks for them is told again
        _ = made.measurements
    return made


def add_note(document: Mapping[str, Any], name: str, text: str) -> dict[str, Any]:
    """Return the JSON of an executed notebook with one more thing noted of it."""
    metadata = document["metadata"]
    return {**document, "metadata": {**metadata, KEY: {**metadata[KEY], name: text}}}


def remove_note(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return it without what `add_note` added."""
    metadata = document["metadata"]
    noted = {key: value for key, value in metadata[KEY].items() if key != name}
    return {**document, "metadata": {**metadata, KEY: noted}}


def _write_provenance(about: Provenance) -> dict[str, Any]:
    undeclared = None if about.undeclared is None else list(about.undeclared)
    return asdict(about) | {"undeclared": undeclared}


def _write_failure(failure: Failure) -> dict[str, Any]:
    return {
        "cell_id": failure.cell_id,
        "cell_number": failure.cell_number,
        "ename": failure.name,
        "evalue": failure.value,
        "traceback": list(failure.traceback),
    }
