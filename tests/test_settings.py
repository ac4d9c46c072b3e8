"""Settings survive what happens to files: other versions, damage, a full disk, a wrong hand."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import sys
from pathlib import Path

import pytest

from app import paths, settings
from app.irc.servertime import EARLIEST, LATEST
from app.launch_options import parse
from app.security.security_errors import SecurityError
from app.settings import RecentRecord, Settings, SettingsProblem

ANCHOR = Path.cwd().anchor  # what absolute paths begin with here


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    chosen = Settings(
        name="Mara Lind",
        colour="#223496",
        removed_picture="a" * 64,
        recent=[
            RecentRecord("192.168.1.5", "Robotics club", True, 1700000000.5, "#robotics-club"),
            RecentRecord("10.0.0.7", "tea", False, 1600000000.5, "#club", "ab12" * 16, "#tea", "Club"),
        ],
        theme="dark",
        text_scale=150,
        compact=True,
        presence="speakers",
        cancel_out=True,
        announce="mentions",
        tell_typing=False,
        auto_away=False,
        recent_reactions=["🍕"],
        skin_tone=3,
        layout={"panes": [240, 700, 200]},
        notify=False,
        notify_text=False,
        do_not_disturb=True,
        tray_icon=False,
        keep_running=True,
        room_order="opened",
        accounts={"irc.example.org:6697": "mara"},
        room_rules={"hub:aa": {"#robotics": "none", "bob": "all"}},
    )
    settings.save(chosen, path)
    assert settings.load(path) == settings.Loaded(chosen)


def test_every_setting_has_a_reader() -> None:
    names = {one.name for one in dataclasses.fields(Settings)} - {"unknown"}
    assert names == set(settings._READERS)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.json") == settings.Loaded(Settings())


def test_keys_of_a_newer_version_are_written_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"name": "Ada", "holograms": {"on": true}}')
    loaded = settings.load(path).settings
    loaded.name = "Ada L"
    settings.save(loaded, path)
    assert json.loads(path.read_text())["holograms"] == {"on": True}
    assert settings.load(path).settings.name == "Ada L"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'"text"', b"[" * 200_000, b'{"a":' * 300 + b"1" + b"}" * 300],
)
def test_a_damaged_file_is_set_aside_and_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = settings.load(path)
    assert loaded.settings == Settings()
    assert loaded.problem == SettingsProblem(path, aside=tmp_path / "settings.json.damaged")
    assert not path.exists()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content


def test_a_second_damaged_file_takes_the_place_of_none_before_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for number, content in enumerate((b"first", b"second", b"third"), 1):
        path.write_bytes(content)
        aside = tmp_path / f"settings.json.damaged{'' if number == 1 else f'-{number}'}"
        assert settings.load(path).problem == SettingsProblem(path, aside=aside)
    kept = sorted(each.read_bytes() for each in tmp_path.iterdir())
    assert kept == [b"first", b"second", b"third"]


def test_where_nothing_can_be_written_a_damaged_file_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"{")
    monkeypatch.setattr(Path, "replace", read_only)
    assert settings.load(path).problem == SettingsProblem(path)
    assert path.read_bytes() == b"{"


def read_only(*_what: object) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_file_of_absurd_size_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    with path.open("wb") as file:
        file.truncate(settings.FILE_LIMIT + 1)
    assert settings.load(path).problem == SettingsProblem(path, aside=tmp_path / "settings.json.damaged")


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        ({"theme": "mauve"}, "theme", "system"),
        ({"theme": 5}, "theme", "system"),
        ({"text_scale": 5000}, "text_scale", 200),
        ({"text_scale": -1}, "text_scale", 80),
        ({"text_scale": True}, "text_scale", 100),
        ({"name": ["x"]}, "name", ""),
        ({"keep_awake": "yes"}, "keep_awake", True),
        ({"layout": [1, "2"]}, "layout", {}),
        ({"recent": "none"}, "recent", []),
        ({"presence": "some"}, "presence", "collapsed"),
        ({"announce": None}, "announce", "all"),
        ({"compact": 1}, "compact", False),
        ({"colour": "red"}, "colour", ""),
        ({"colour": 5}, "colour", ""),
        ({"removed_picture": "x"}, "removed_picture", ""),
        ({"removed_picture": 5}, "removed_picture", ""),
        ({"recent_reactions": {"a": 1}}, "recent_reactions", []),
        ({"accounts": ["a"]}, "accounts", {}),
        ({"accounts": {"a:1": "mara", "b:2": 5, "c:3": ""}}, "accounts", {"a:1": "mara"}),
        ({"recent_reactions": ["🍕", 5, "", *"x" * 20]}, "recent_reactions", ["🍕", *"x" * 15]),
        (
            {"recent": [5, {"address": 1}, {"address": "a", "last_used": "x"}]},
            "recent",
            [RecentRecord("a", "")],
        ),
        *(
            (
                {"recent": [{"address": "a", "fingerprint": odd, "channel": 5}]},
                "recent",
                [RecentRecord("a", "")],
            )
            for odd in (5, "ab", "x" * 64, f"{'ab' * 32}\n")
        ),
        *(
            (
                {"recent": [{"address": "a", "last_used": when}]},
                "recent",
                [RecentRecord("a", "", False, kept)],
            )
            for when, kept in (
                (float("nan"), 0.0),
                (float("-inf"), EARLIEST),
                (1e14, LATEST),
                (10**400, LATEST),
                (True, 0.0),
                ([], 0.0),
                (-5, EARLIEST),
                (1_700_000_000, 1_700_000_000.0),
            )
        ),
    ],
)
def test_a_value_that_cannot_be_falls_back(
    tmp_path: Path, raw: dict[str, object], name: str, value: object
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(raw))
    loaded = settings.load(path)
    assert loaded.problem is None
    assert getattr(loaded.settings, name) == value


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    settings.save(Settings(name="before"), path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SecurityError, match="No space"):
        settings.save(Settings(name="after"), path)
    assert settings.load(path).settings.name == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_no_more_rooms_are_read_than_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    many = [RecentRecord(f"10.0.0.{number}", "Room") for number in range(settings.RECENT_LIMIT + 3)]
    settings.save(Settings(recent=many), path)
    assert settings.load(path).settings.recent == many[: settings.RECENT_LIMIT]


@pytest.mark.parametrize(
    ("platform", "environ", "config", "data"),
    [
        ("linux", {}, "/home/a/.config/hubbub", "/home/a/.local/share/hubbub"),
        (
            "linux",
            {"XDG_CONFIG_HOME": f"{ANCHOR}c", "XDG_DATA_HOME": f"{ANCHOR}d"},
            f"{ANCHOR}c/hubbub",
            f"{ANCHOR}d/hubbub",
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": ""},
            "/home/a/.config/hubbub",
            "/home/a/.local/share/hubbub",
        ),
        (
            "darwin",
            {},
            "/home/a/Library/Application Support/hubbub",
            "/home/a/Library/Application Support/hubbub",
        ),
        ("win32", {"APPDATA": "/r", "LOCALAPPDATA": "/l"}, "/r/hubbub", "/l/hubbub"),
        ("win32", {}, "/home/a/AppData/Roaming/hubbub", "/home/a/AppData/Local/hubbub"),
    ],
)
def test_each_system_has_its_folders(platform: str, environ: dict[str, str], config: str, data: str) -> None:
    places = paths.places_for(platform=platform, environ=environ, home=Path("/home/a"))
    assert places == paths.Places(Path(config), Path(data))


def test_profiles_share_no_folder(tmp_path: Path) -> None:
    ordinary = paths.places_for(home=tmp_path, platform="linux", environ={})
    second = paths.places_for("second", home=tmp_path, platform="linux", environ={})
    assert {ordinary.config, ordinary.data}.isdisjoint({second.config, second.data})
    assert paths.places_for("second", tmp_path).settings_file == tmp_path / "second" / "settings.json"


@pytest.mark.parametrize(
    ("name", "fits"),
    [("second", True), ("zwölf-2", True), ("", False), ("../x", False), ("a b", False), ("x" * 41, False)],
)
def test_a_profile_name_can_be_a_folder_name(name: str, fits: bool) -> None:
    assert paths.is_profile_name(name) is fits


def test_a_folder_beside_the_program_takes_what_it_keeps(tmp_path: Path) -> None:
    program = tmp_path / "stick" / "hubbub" / "hubbub"
    assert paths.portable_folder(program) is None
    (program.parent / paths.PORTABLE).mkdir(parents=True)
    assert paths.portable_folder(program) == program.parent.resolve() / "hubbub-data"
    assert paths.portable_folder() is None, "a program that runs from its sources is not carried about"


def test_beside_an_application_of_macos_is_where_people_see_it(tmp_path: Path) -> None:
    (tmp_path / paths.PORTABLE).mkdir()
    program = tmp_path / "Hubbub.app" / "Contents" / "MacOS" / "hubbub"
    assert paths.portable_folder(program) == tmp_path.resolve() / "hubbub-data"


def test_profiles_of_a_program_that_is_carried_stand_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / paths.PORTABLE).mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hubbub.exe"))
    kept = (tmp_path / "hubbub-data").resolve()
    assert parse([]).places == paths.Places(kept, kept)
    assert parse(["--profile", "second"]).places.data == kept / "second"
    elsewhere = parse(["host", "--data-dir", str(tmp_path / "elsewhere")]).places
    assert elsewhere.data == tmp_path / "elsewhere", "what is typed counts more"


def test_resources_are_found() -> None:
    assert (paths.resources() / "icon.svg").is_file()


def test_half_a_character_in_a_file_is_read_as_a_question_mark_and_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        r'{"name": "Ma\ud800ra", "later": {"\udc00": ["\udbff"]}, "layout": {"a\ud800": 1},'
        r' "recent": [{"address": "\ud800", "name": "\udfff Club"}], "recent_reactions": ["\ud83d\ude00"]}'
    )
    loaded = settings.load(path).settings
    assert loaded.name == "Ma?ra"
    assert loaded.unknown == {"later": {"?": ["?"]}}
    assert loaded.layout == {"a?": 1}
    assert loaded.recent == [RecentRecord("?", "? Club")]
    assert loaded.recent_reactions == ["😀"], "two halves of one character are one"
    settings.save(loaded, path)
    assert settings.load(path).settings == loaded


def test_settings_that_hold_half_a_character_are_saved_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings.save(Settings(name="Ma\ud800ra"), path)
    assert settings.load(path).settings.name == "Ma?ra"
