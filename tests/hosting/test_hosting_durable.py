import pytest

from closeknit.hosting.durable import filling, write_whole


def fill_half(path):
    with filling(path) as part:
        part.write_text("aft", encoding="utf-8")
        raise OSError("No space left on device")


def test_a_file_that_is_filled_takes_the_place_of_the_one_before(tmp_path):
    write_whole(tmp_path / "kept", "before")

    write_whole(tmp_path / "kept", "after")

    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "after"


def test_a_file_that_cannot_be_filled_leaves_the_one_before_and_nothing_beside_it(tmp_path):
    write_whole(tmp_path / "kept", "before")

    with pytest.raises(OSError, match="No space left"):
        fill_half(tmp_path / "kept")

    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "before"


def test_what_is_written_is_its_owners_alone_from_the_first_byte(tmp_path):
    with filling(tmp_path / "new folder" / "kept") as part:
        assert part.stat().st_mode & 0o777 == 0o600

    assert (tmp_path / "new folder" / "kept").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new folder").stat().st_mode & 0o777 == 0o700
