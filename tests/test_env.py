"""The environment is read strictly: what cannot be meant is an error that names its variable."""

import stat
from pathlib import Path

import pytest

from config import env
from config.env import Misconfigured


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("Yes", True), ("0", False), ("", True)])
def test_a_boolean_is_read_or_its_default_is_taken(
    monkeypatch: pytest.MonkeyPatch, value: str, meant: bool
) -> None:
    monkeypatch.setenv("DEMO", value)
    assert env.boolean("DEMO", True) is meant


def test_a_boolean_that_is_neither_is_an_error_naming_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "maybe")
    with pytest.raises(Misconfigured, match="DEMO is 'maybe': write 1 or 0"):
        env.boolean("DEMO", True)


@pytest.mark.parametrize("value", ["eight", "8e3", "0", "65536", "-1", "8_0", "٨"])
def test_a_number_that_is_no_port_is_an_error_naming_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Misconfigured, match=r"PORT is .* from 1 to 65535"):
        env.integer("PORT", 8000, least=1, most=65535)


@pytest.mark.parametrize("value", ["localhost:6379", "http://x", "redis:", "redis://h:port/0"])
def test_an_address_of_another_kind_is_an_error_naming_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("REDIS_URL", value)
    with pytest.raises(Misconfigured, match="REDIS_URL is not an address"):
        env.url("REDIS_URL", ["redis", "rediss", "unix"])


def test_a_folder_that_is_a_file_is_an_error_naming_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file"))
    with pytest.raises(Misconfigured, match=r"DATA_DIR is .*, which is a file"):
        env.folder("DATA_DIR", tmp_path)


def test_a_folder_that_cannot_be_looked_at_is_an_error_naming_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / ("long" * 100)))
    with pytest.raises(Misconfigured, match=r"DATA_DIR is .*: File name too long"):
        env.folder("DATA_DIR", tmp_path)


def test_the_env_file_gives_way_to_the_real_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "# a comment\n\nSIGHTLINE_A=from file\nexport SIGHTLINE_B='quo ted'\nSIGHTLINE_C=a=b\n"
    )
    monkeypatch.setenv("SIGHTLINE_A", "real")
    for name in ("SIGHTLINE_B", "SIGHTLINE_C"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    env.read_file(tmp_path / ".env")
    assert [env.text(f"SIGHTLINE_{x}") for x in "ABC"] == ["real", "quo ted", "a=b"]


def test_a_line_of_the_env_file_that_says_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DEMO=0\nPORT 8000\n")
    with pytest.raises(Misconfigured, match="Line 2 of"):
        env.read_file(tmp_path / ".env")


def test_the_secret_key_is_made_once_and_is_for_this_account_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    folder = env.private_folder(tmp_path / "private")
    made = env.secret_key(folder)
    assert len(made) >= 50
    assert env.secret_key(folder) == made
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_a_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    with pytest.raises(Misconfigured, match="SECRET_KEY is too short"):
        env.secret_key(tmp_path)


def test_the_socket_of_a_deep_folder_lies_elsewhere_and_is_its_own(tmp_path: Path) -> None:
    shallow, deep = Path("/srv/sightline"), tmp_path / ("deep" * 30)
    assert env.redis_socket(shallow) == shallow / "redis" / "redis.sock"
    assert len(str(env.redis_socket(deep))) < 100
    assert env.redis_socket(deep) != env.redis_socket(deep / "other")
