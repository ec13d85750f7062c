from pathlib import Path

import pytest

from claimbook.lab import corpus


def library(folder: Path, names: list[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {Path(name).name}\n")
    return folder


NAMES = [f"package/module{i}.py" for i in range(30)]


def test_digest_and_split_do_not_depend_on_the_place(tmp_path: Path) -> None:
    """The same files give the same digest and split wherever they lie, in any order made."""
    first = corpus.read(library(tmp_path / "a", NAMES), held_out=0.2)
    second = corpus.read(library(tmp_path / "b" / "c", NAMES[::-1]), held_out=0.2)
    assert first.digest == second.digest
    assert first.held_out_files == second.held_out_files


def test_what_a_machine_adds_is_left_out(tmp_path: Path) -> None:
    """Installed packages, tests and files with a machine's paths do not enter the corpus."""
    plain = corpus.read(library(tmp_path / "a", NAMES), held_out=0.2)
    odd = ["site-packages/x.py", "json/tests/t.py", "_sysconfigdata__linux.py", "sitecustomize.py"]
    more = corpus.read(library(tmp_path / "b", NAMES + odd), held_out=0.2)
    assert more.digest == plain.digest


def test_new_file_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    """Adding a file changes the digest but moves no other file across the split."""
    before = corpus.read(library(tmp_path / "a", NAMES), held_out=0.3)
    after = corpus.read(library(tmp_path / "b", [*NAMES, "new.py"]), held_out=0.3)
    assert after.digest != before.digest
    assert set(before.held_out_files) <= set(after.held_out_files)
    assert set(before.train_files) <= set(after.train_files)


def test_standard_library_is_read_whole_and_split_by_file() -> None:
    """The corpus is some megabytes of code; no file is on both sides; its digest is stable."""
    found = corpus.python_source()
    assert found.train.size > 2_000_000
    assert found.held_out.size > 100_000
    assert not set(found.train_files) & set(found.held_out_files)
    assert len(found.digest) == 64
    assert corpus.read(corpus.library(), held_out=0.1).digest == found.digest


def test_text_of_a_file_is_part_of_its_side() -> None:
    """A held-out file's source lies in the held-out bytes."""
    found = corpus.python_source()
    name = found.held_out_files[0]
    assert found.text(name).encode() in found.held_out.tobytes()


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0])
def test_share_is_checked(share: float) -> None:
    """A share that sets nothing or everything aside is refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        corpus.python_source(held_out=share)


def test_too_few_files_are_refused(tmp_path: Path) -> None:
    """A folder that cannot be split is an error, not an empty test set."""
    with pytest.raises(ValueError, match="too few source files"):
        corpus.read(library(tmp_path, NAMES[:1]), held_out=0.1)


def test_held_out_files_are_dealt_into_disjoint_parts() -> None:
    """Validation and test together are the held-out text, and neither is empty."""
    found = corpus.python_source()
    parts = found.held_out_parts(2)
    assert sum(part.size for part in parts) == found.held_out.size
    assert min(part.size for part in parts) > 50_000
