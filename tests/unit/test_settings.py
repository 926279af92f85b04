"""What an operator may set, and what they are told when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import ALLOWED, SECRETS, Settings, SettingsError, load_settings

TOKEN = "123456789:" + "AAE-x_" * 6
SECRET = "thirty-two characters at the least"


def _problems(environ: dict[str, str], file: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, file)
    assert str(caught.value) == "\n".join(caught.value.problems)
    assert all("\n" not in problem for problem in caught.value.problems)
    return caught.value.problems


def test_nothing_set_is_enough_to_begin() -> None:
    settings = load_settings({"PATH": "/usr/bin", "HOME": "/root"})
    assert settings.data_dir == Path("data")
    assert settings.database_url == "sqlite:///data/palabre.db"
    assert settings.telegram_url == "https://api.telegram.org"
    assert (settings.bot_token, settings.secret, settings.operator) == (None, None, None)
    assert (settings.rate, settings.log) == (25, "info")


def test_everything_can_be_set() -> None:
    settings = load_settings(
        {
            "PALABRE_BOT_TOKEN": TOKEN,
            "PALABRE_DATA_DIR": "/var/lib/palabre",
            "PALABRE_DATABASE_URL": "sqlite:////srv/wheel.db",
            "PALABRE_TELEGRAM_URL": "http://localhost:8081/",
            "PALABRE_SECRET": SECRET,
            "PALABRE_OPERATOR": " Réseau des pairs ",
            "PALABRE_RATE": "1000000",
            "PALABRE_QUIET_HOURS": "off",
            "PALABRE_RETENTION_DAYS": "30",
            "PALABRE_LOG": "debug+json",
        }
    )
    assert settings.quiet_hours is False
    assert settings.retention_days == 30
    assert settings.token() == TOKEN
    assert settings.secret is not None
    assert settings.secret.get_secret_value() == SECRET
    assert settings.data_dir == Path("/var/lib/palabre")
    assert settings.database_url == "sqlite:////srv/wheel.db"
    assert settings.telegram_url == "http://localhost:8081"
    assert (settings.operator, settings.rate, settings.log) == ("Réseau des pairs", 1_000_000, "debug+json")


def test_the_database_is_in_the_data_folder_unless_it_is_set() -> None:
    assert load_settings({"PALABRE_DATA_DIR": "/srv/100 %"}).database_url == "sqlite:////srv/100%20%25/palabre.db"


@pytest.mark.parametrize(
    "url", ["https://bot.example.org", "https://bot.example.org:8443/a/b", "http://127.0.0.1:8080/x", "http://[::1]:80"]
)
def test_a_webhook_is_posted_to_safely_or_on_this_machine(url: str) -> None:
    assert load_settings({"PALABRE_WEBHOOK_URL": url}).webhook_url == url


@pytest.mark.parametrize("where", ["127.0.0.1:8080", "0.0.0.0:1", "[::]:65535", "bot-1.internal:9100"])
def test_where_to_listen_is_a_host_and_a_port(where: str) -> None:
    settings = load_settings({"PALABRE_LISTEN": where, "PALABRE_WATCH": where})
    assert (settings.listen, settings.watch) == (where, where)


def test_the_environment_of_the_process_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALABRE_RATE", "7")
    assert load_settings({}).rate == 25


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PALABRE_DATA_DIR", ""),
        ("PALABRE_RATE", ""),
        ("PALABRE_BOT_TOKEN", ""),
    ],
)
def test_an_empty_value_is_no_value(name: str, value: str) -> None:
    assert load_settings({name: value}) == load_settings({})


@pytest.mark.parametrize("value", ["0", "1000001", "-1", "2.5", "many"])
def test_a_rate_out_of_bounds_is_told_with_its_bounds(value: str) -> None:
    expected = f"PALABRE_RATE is {value!r}: it must be a whole number from 1 to 1000000: messages a second"
    assert _problems({"PALABRE_RATE": value}) == [expected]


@pytest.mark.parametrize(
    ("paid", "rate", "url", "fits"),
    [
        ("off", 30, "https://api.telegram.org", True),
        ("off", 31, "https://api.telegram.org/", False),
        ("off", 31, "http://localhost:8081", True),
        ("on", 1000, "https://api.telegram.org", True),
        ("on", 1001, "https://api.telegram.org", False),
        ("on", 1001, "http://localhost:8081", False),
    ],
)
def test_telegram_is_not_asked_for_more_than_it_takes(paid: str, rate: int, url: str, fits: bool) -> None:
    environ = {"PALABRE_PAID_BROADCAST": paid, "PALABRE_RATE": str(rate), "PALABRE_TELEGRAM_URL": url}
    if fits:
        assert load_settings(environ).paid_broadcast == (paid == "on")
    else:
        expected = f"PALABRE_RATE is '{rate}': it must be at most {rate - 1}, since PALABRE_PAID_BROADCAST is {paid}"
        assert _problems(environ) == [expected]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PALABRE_TELEGRAM_URL", "api.telegram.org"),
        ("PALABRE_TELEGRAM_URL", "ftp://api.telegram.org"),
        ("PALABRE_TELEGRAM_URL", "https://api.telegram.org/?a=b"),
        ("PALABRE_WEBHOOK_URL", "bot.example.org/hook"),
        ("PALABRE_WEBHOOK_URL", "http://bot.example.org/hook"),
        ("PALABRE_WEBHOOK_URL", "http://localhost.example.org/hook"),
        ("PALABRE_WEBHOOK_URL", "https://u:p@bot.example.org/hook"),
        ("PALABRE_WEBHOOK_URL", "https://bot.example.org/hook?a=b"),
        ("PALABRE_LISTEN", "8080"),
        ("PALABRE_LISTEN", ":8080"),
        ("PALABRE_LISTEN", "127.0.0.1"),
        ("PALABRE_LISTEN", "127.0.0.1:0"),
        ("PALABRE_LISTEN", "127.0.0.1:65536"),
        ("PALABRE_LISTEN", "::1:8080"),
        ("PALABRE_WATCH", "http://127.0.0.1:9100"),
        ("PALABRE_WATCH", "[::1:9100"),
        ("PALABRE_OPERATOR", "x" * 65),
        ("PALABRE_OPERATOR", " "),
        ("PALABRE_OPERATOR", "two\nlines"),
        ("PALABRE_PAID_BROADCAST", "maybe"),
        ("PALABRE_QUIET_HOURS", "22:00"),
        ("PALABRE_RETENTION_DAYS", "0"),
        ("PALABRE_LOG", "loud"),
        ("PALABRE_LOG", "info+xml"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(name: str, value: str) -> None:
    allowed = ALLOWED[name.removeprefix("PALABRE_").lower()]
    assert _problems({name: value}) == [f"{name} is {value!r}: it must be {allowed}"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PALABRE_BOT_TOKEN", "hunter2-is-not-a-token"),
        ("PALABRE_BOT_TOKEN", "1234567hunter2"),
        ("PALABRE_BOT_TOKEN", TOKEN + " hunter2"),
        ("PALABRE_SECRET", "hunter2"),
        ("PALABRE_WEBHOOK_SECRET", "hunter2 with a space"),
        ("PALABRE_WEBHOOK_SECRET", "hunter2" * 37),
        ("PALABRE_WEBHOOK_SECRET", "hunter2"),  # to be guessed
        ("PALABRE_DATABASE_URL", "hunter2@host"),
    ],
)
def test_a_wrong_secret_is_told_without_showing_it(name: str, value: str) -> None:
    (problem,) = _problems({name: value})
    assert problem.startswith(f"{name} is not valid: it must be ")
    assert "hunter2" not in problem
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    chain = repr([caught.value.__cause__, caught.value.__context__])
    assert "hunter2" not in chain


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("PALABRE_TOKEN", "did you mean PALABRE_BOT_TOKEN?"),
        ("PALABRE_BOT_TOKENS", "did you mean PALABRE_BOT_TOKEN?"),
        ("PALABRE_DATADIR", "did you mean PALABRE_DATA_DIR?"),
        ("PALABRE_DATABASE_URI", "did you mean PALABRE_DATABASE_URL?"),
        ("PALABRE_SETTING", "did you mean PALABRE_SETTINGS?"),
        ("PALABRE_rate", "did you mean PALABRE_RATE?"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(name: str, end: str) -> None:
    assert _problems({name: "x"}) == [f"{name} is not a setting: {end}"]


def test_a_name_like_no_other_is_refused_with_all_there_are() -> None:
    (problem,) = _problems({"PALABRE_QQQQQQ": "x"})
    assert all(f"PALABRE_{field.upper()}" in problem for field in ALLOWED)


def test_all_that_is_wrong_is_told_at_once() -> None:
    problems = _problems({"PALABRE_RATE": "0", "PALABRE_LOGS": "info", "PALABRE_BOT_TOKEN": "x", "PALABRE_LOG": "x"})
    assert [problem.split()[0] for problem in problems] == [
        "PALABRE_LOGS",
        "PALABRE_BOT_TOKEN",
        "PALABRE_RATE",
        "PALABRE_LOG",
    ]


@pytest.mark.parametrize("named", [True, False], ids=["named by a variable", "given"])
def test_a_file_completes_the_environment_which_wins(tmp_path: Path, named: bool) -> None:
    file, token = tmp_path / "settings.env", tmp_path / "token"
    token.write_text(TOKEN + "\n")
    lines = [
        "# ours",
        "",
        "PALABRE_RATE=7",
        "export PALABRE_LOG = debug",
        "PALABRE_OPERATOR='Réseau = ${HOME} # 1'",
        "PALABRE_SECRET=",
        f"PALABRE_BOT_TOKEN_FILE={token}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    environ = {"PALABRE_RATE": "9"}
    by_name = {"PALABRE_SETTINGS": str(file)}
    settings = load_settings(environ | by_name) if named else load_settings(environ, file)
    assert (settings.rate, settings.log, settings.operator) == (9, "debug", "Réseau = ${HOME} # 1")
    assert settings.token() == TOKEN


def test_what_is_wrong_in_the_file_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("PALABRE_RATES=7\nRATE=1\nthe quick brown fox\n")
    assert _problems({}, file) == [
        f"{file}, line 3: it must be NAME=value, or begin with #",
        f"PALABRE_RATES (in {file}) is not a setting: did you mean PALABRE_RATE?",
        f"RATE (in {file}) is not a setting: did you mean PALABRE_RATE?",
    ]


def test_a_settings_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert _problems({"PALABRE_SETTINGS": f"{tmp_path}/none"}) == [
        f"PALABRE_SETTINGS is '{tmp_path}/none': it must be a file of text that can be read (No such file or directory)"
    ]


@pytest.mark.parametrize("field", SECRETS)
def test_a_secret_may_be_in_a_file_of_its_own(tmp_path: Path, field: str) -> None:
    values = {"bot_token": TOKEN, "secret": SECRET, "database_url": "sqlite:///x.db", "webhook_secret": "a_b-C" * 4}
    value = values[field]
    (tmp_path / "one").write_text(f"{value}\n")
    name = f"PALABRE_{field.upper()}"
    assert load_settings({f"{name}_FILE": str(tmp_path / "one")}) == load_settings({name: value})
    assert _problems({f"{name}_FILE": str(tmp_path / "one"), name: value}) == [
        f"{name}_FILE and {name} are both set: keep one"
    ]


@pytest.mark.parametrize(("content", "end"), [(b" \n", "that file is empty"), (b"\xff\xfe", "can be read (not UTF-8)")])
def test_a_secret_file_without_a_secret_is_told(tmp_path: Path, content: bytes, end: str) -> None:
    (tmp_path / "one").write_bytes(content)
    (problem,) = _problems({"PALABRE_BOT_TOKEN_FILE": str(tmp_path / "one")})
    assert problem.startswith(f"PALABRE_BOT_TOKEN_FILE is '{tmp_path}/one': ")
    assert problem.endswith(end)


def test_settings_shown_anywhere_show_no_secret() -> None:
    settings = load_settings(
        {"PALABRE_BOT_TOKEN": TOKEN, "PALABRE_SECRET": SECRET, "PALABRE_DATABASE_URL": "postgresql://u:hunter2@h/d"}
    )
    for shown in (repr(settings), str(settings)):
        assert TOKEN not in shown
        assert SECRET not in shown
        assert "hunter2" not in shown


def test_a_missing_token_is_told_when_it_is_needed() -> None:
    with pytest.raises(SettingsError, match=r"PALABRE_BOT_TOKEN is missing: it must be a bot token as @BotFather"):
        load_settings({}).token()


def test_every_setting_says_what_it_is_and_what_it_may_be() -> None:
    assert set(ALLOWED) == set(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "a" / "data")
    assert settings.make_data_dir() == settings.make_data_dir() == tmp_path / "a" / "data"
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=f"cannot make the data folder {tmp_path}/file/data: Not a directory"):
        Settings(data_dir=tmp_path / "file" / "data").make_data_dir()
