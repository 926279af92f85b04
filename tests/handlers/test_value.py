"""Callback values: what buttons in chats said last year is still understood, and whatever else comes is None."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import routes
from handlers.value import MAX_BYTES, Value, Values

VALUES = routes().values
KINDS = {f"{kind.__module__.split('.')[-1]}.{kind.__name__}": kind for kind in routes().taps}

GOLDEN = {
    "start.Home": "1:su",
    "start.GroupLink": "1:sv:7",
    "start.CoordinatorLink": "1:sva:7",
    "start.Revoke": "1:svb:7:group",
    "setup.Begin": "1:sb:7",
    "setup.Summary": "1:ss:7",
    "setup.AllRight": "1:sa:7",
    "setup.Close": "1:sx:7",
    "setup.Languages": "1:sl:7",
    "setup.Language": "1:sm:7:fr",
    "setup.Countries": "1:sc:7",
    "setup.Country": "1:sd:7:BO",
    "setup.Zone": "1:sz:7:BO:America/La_Paz",
    "setup.FindCountry": "1:se:7",
    "setup.RestDays": "1:sta:7",
    "setup.RestDay": "1:stb:7:739999:1",
    "setup.Facilitators": "1:sf:7",
    "setup.Facilitator": "1:sg:7:7",
    "setup.AskAround": "1:sh:7",
    "setup.Facilitate": "1:si:7",
    "rhythm.Reminders": "1:stc:7",
    "rhythm.Way": "1:std:7:g",
    "rhythm.Numbers": "1:ste:7:b",
    "rhythm.Number": "1:stf:7:b:7",
    "rhythm.Digests": "1:stg:7",
    "rhythm.Digest": "1:sth:7:weekly",
    "tending.Groups": "1:ta:2",
    "tending.Look": "1:tb:7",
    "whose.Whose": "1:sw:7",
    "whose.OfNetwork": "1:sn:7",
    "whose.Organizations": "1:so:7:1",
    "whose.Of": "1:sp:7:7:1",
    "whose.Find": "1:sq:7:1",
    "whose.Name": "1:sr:7:1",
    "whose.Choose": "1:sk:7:7",
    "whose.Answer": "1:sy:7:0123456789abcdef:1",
    "organizations.Mine": "1:sia:7",
    "organizations.Change": "1:sib:7",
    "organizations.Belong": "1:sic:7:7",
    "organizations.Find": "1:sid:7",
    "organizations.Name": "1:sie:7",
    "companions.List": "1:sja:7:2",
    "companions.Look": "1:sjb:7",
    "companions.Offer": "1:sjc:7:7",
    "companions.End": "1:sjd:7:7:1",
    "companions.Sharing": "1:sje:7",
    "companions.Share": "1:sjf:7:1",
    "companions.Mine": "1:sjg",
    "claims.Settle": "1:st:7:7:7:1",
    "survey.Home": "1:rh",
    "survey.Organizations": "1:rj:7:2",
    "survey.Begin": "1:rb:g:7",
    "survey.Pick": "1:rp:g:7",
    "survey.Window": "1:rw:g:7:gender-equality",
    "survey.TypeDay": "1:rt:g:7:gender-equality",
    "survey.Preview": "1:rv:g:7:gender-equality:739999",
    "survey.Open": "1:ro:g:7:gender-equality:739999",
    "survey.Close": "1:rc:7:7:1",
    "survey.CloseOrganization": "1:rz:7:1",
    "survey.NewLink": "1:rk:7",
    "survey.RevokeLink": "1:rr:7",
    "survey.Extend": "1:re:7:7:739999",
    "survey.TypeExtension": "1:ry:7:7",
    "survey.Dismiss": "1:rd",
    "tailoring.Places": "1:oa",
    "tailoring.Shelf": "1:ob:g:7",
    "tailoring.Copies": "1:oo:g:7",
    "tailoring.Copy": "1:oc:g:7:gender-equality",
    "tailoring.Card": "1:od:7",
    "tailoring.Theme": "1:oe:7:talk",
    "tailoring.Word": "1:of:7:talk:t:fr",
    "tailoring.Add": "1:og:7",
    "tailoring.Drop": "1:oh:7:3:talk:1",
    "tailoring.TurnOn": "1:oi:7:3:talk:1",
    "tailoring.TurnOff": "1:oj:7:3:talk",
    "tailoring.Mark": "1:ok:7:3:talk",
    "tailoring.Use": "1:ol:7:3",
    "tailoring.Discard": "1:om:7:3:1",
    "tailoring.PutAway": "1:on:7:3:1",
    "survey.Look": "1:ru:7:7",
    "survey.Proposed": "1:rs:7:7",
    "survey.Accept": "1:ra:7:7:739999",
    "survey.Later": "1:rl:7:7",
    "survey.TypeStart": "1:rn:7:7",
    "survey.Decline": "1:rq:7:7",
    "answering.Open": "1:ao:7",
    "answering.Answer": "1:aa:7:3:5:1",
    "answering.Ask": "1:aq:7:3:1",
    "answering.Overview": "1:al:7",
    "answering.More": "1:am:7:3",
    "answering.Languages": "1:at:7:3:1",
    "answering.Speak": "1:au:7:3:1:fr",
    "answering.Done": "1:ad:7",
    "answering.Hide": "1:ah:7",
    "answering.Belong": "1:ac:7:7",
    "answering.Another": "1:an:7",
    "wheel.Show": "1:ws:7",
    "wheel.Answered": "1:wa:7:2",
    "wheel.Choose": "1:wc",
    "charter.List": "1:ca",
    "charter.Read": "1:cb:n:7:fr",
    "charter.Accept": "1:cc:n:7:7",
    "charter.Listen": "1:cd:n:7:fr",
    "charter.Begin": "1:ce:n:7:1",
    "charter.Draft": "1:cf:n:7",
    "charter.Version": "1:cg:n:7:fr",
    "charter.Write": "1:ch:n:7:fr",
    "charter.Drop": "1:ci:n:7:fr",
    "charter.Change": "1:cj:n:7:fr",
    "charter.Preview": "1:ck:n:7",
    "charter.Plain": "1:cl:n:7",
    "charter.Publish": "1:cm:n:7:3",
    "charter.Discard": "1:cn:n:7",
    "charter.Hear": "1:co:n:7:fr",
    "support.Need": "1:ha",
    "support.Elsewhere": "1:hb:7:BO",
    "support.Desk": "1:hc:7",
    "support.Where": "1:hd:7",
    "support.Add": "1:he:7:BO",
    "support.Facilitates": "1:hf:1",
    "support.Remove": "1:hg:7",
    "general.Section": "1:gi:talk",
    "workshop.Agreed": "1:wkr:7",
    "workshop.Hear": "1:wks:7:3",
    "workshop.Templates": "1:wka",
    "workshop.Mode": "1:wkb:gender-equality",
    "workshop.Present": "1:wkc:gender-equality",
    "workshop.TypePresent": "1:wkd:gender-equality",
    "workshop.Begin": "1:wke:gender-equality:7",
    "workshop.Level": "1:wkf:7:3:5",
    "workshop.Show": "1:wkg:7:3:1",
    "workshop.Agree": "1:wkh:7:3:5",
    "workshop.Wish": "1:wki:7:3:5",
    "workshop.Say": "1:wkj:7:3",
    "workshop.Talk": "1:wkk:7:3:7",
    "workshop.Go": "1:wkl:7:3:1",
    "workshop.Steer": "1:wkm:7",
    "workshop.Pause": "1:wkn:7",
    "workshop.Resume": "1:wko:7",
    "workshop.End": "1:wkp:7:1:1",
    "workshop.Cancel": "1:wkq:7:1",
    "actions.Begin": "1:pa:7",
    "actions.Plans": "1:pt",
    "actions.Into": "1:pb:g:7",
    "actions.Theme": "1:pc:3",
    "actions.Suggested": "1:pd:3",
    "actions.People": "1:ph:7:h:2",
    "actions.Month": "1:pe:7:m:739999",
    "actions.TypeDay": "1:pg:7:m",
    "actions.Look": "1:pk:7",
    "actions.Do": "1:pl:7:done",
    "actions.Say": "1:pw:7:done",
    "actions.Write": "1:pm:7:sign",
    "actions.Naming": "1:pma:7",
    "actions.Listen": "1:pp:7",
    "actions.Past": "1:po:7",
    "actions.Change": "1:pn:7",
    "actions.Choose": "1:pi:7:h:7",
    "actions.When": "1:pj:7:m",
    "actions.Day": "1:pf:7:m:739999",
    "actions.Share": "1:pq:7:g:7",
    "actions.Blank": "1:pz",
    "actions.Board": "1:pr:g:7:2:2",
    "actions.Coordinated": "1:prc:2",
    "actions.Ended": "1:pra:g:7:2",
    "actions.Give": "1:prb:7:2027",
    "actions.Back": "1:pv",
    "actions.MineEnded": "1:pua:2",
    "actions.Mine": "1:pu:2",
    "threads.Discuss": "1:da:7",
    "threads.Suggested": "1:dp:7",
    "threads.Themes": "1:db:7",
    "threads.Theme": "1:dc:7:3",
    "threads.WentWell": "1:dd",
    "threads.Subject": "1:de",
    "threads.List": "1:df:7:2",
    "threads.Look": "1:dg:7",
    "threads.Manage": "1:dh:7",
    "threads.Do": "1:di:7:done",
    "threads.Close": "1:dk:7",
    "threads.Write": "1:dj:7:sign",
    "threads.Days": "1:dl:7:7:7",
    "threads.Ask": "1:dm:7:7:7",
    "threads.Listen": "1:dn:7",
    "kept.KeepHere": "1:ka:7",
    "kept.Kind": "1:kb:7:practice",
    "kept.Terms": "1:kc:7:free",
    "kept.Look": "1:kd:7",
    "kept.Withdraw": "1:ke:7:1",
    "kept.Listen": "1:kf:7",
    "kept.List": "1:kg:g:7:2",
    "kept.Shared": "1:kh:7:2",
    "kept.Hear": "1:kj:7",
    "kept.Ask": "1:ki:7",
    "kept.Request": "1:kk:7:7",
    "kept.Answer": "1:kl:7:7:1",
    "kept.Reply": "1:km:7",
    "agenda.Plans": "1:ja",
    "agenda.List": "1:jb:g:7",
    "agenda.Point": "1:jc:7",
    "agenda.End": "1:jd:7:1",
    "agenda.Now": "1:je:g:7",
    "agenda.Paper": "1:jf:g:7:7:7:7",
    "agenda.Begin": "1:jg:g:7",
    "agenda.Title": "1:jh:3",
    "agenda.Often": "1:ji:w",
    "agenda.Month": "1:jj:739999",
    "agenda.First": "1:jk:739999",
    "agenda.At": "1:jl:540",
    "agenda.Ahead": "1:jm:7",
    "agenda.Step": "1:jn:day",
    "agenda.Save": "1:jo",
    "exports.Whose": "1:xa",
    "exports.Forms": "1:xb:g:7",
    "exports.Take": "1:xc:g:7:x",
    "announcements.List": "1:na:2:1",
    "announcements.Places": "1:nb",
    "sending.Leave": "1:nza:1",
    "announcements.Begin": "1:nc:7:7",
    "announcements.Look": "1:nd:7",
    "announcements.Write": "1:ne:7:fr",
    "announcements.Languages": "1:nf:7",
    "announcements.Version": "1:ng:7:fr",
    "announcements.Drop": "1:nh:7:fr",
    "announcements.Audience": "1:ni:7:1",
    "announcements.Tokens": "1:nj:7:1:group:2",
    "announcements.Aim": "1:nk:7:1:o7:1:2",
    "announcements.When": "1:nl:7",
    "announcements.TypeDay": "1:nm:7",
    "announcements.At": "1:nn:7:739999:540",
    "announcements.Sound": "1:no:7:1",
    "announcements.SeenButton": "1:np:7:1",
    "announcements.Preview": "1:nq:7",
    "announcements.Discard": "1:nt:7",
    "announcements.Send": "1:nr:7:4294967295",
    "sending.Steer": "1:ns:7:resume",
    "sending.Change": "1:nu:7",
    "sending.Rewrite": "1:nv:7:fr",
    "sending.Replace": "1:nw:7:fr",
    "sending.Remove": "1:nx:7:1",
    "sending.Seen": "1:ny:7",
    "sending.Sample": "1:nz",
    "sending.Log": "1:nzb:7:7:7",
    "general.Voice": "1:gs:fr",
    "general.Voices": "1:gl",
    "general.Help": "1:gh",
    "general.Forget": "1:gf",
    "general.Keep": "1:gk",
    "rights.Erase": "1:yd:7:7:1",
    "rights.Leave": "1:ya:g:7:1",
    "rights.Organizations": "1:yc:7:2",
    "rights.Stay": "1:yb",
    "rights.Stop": "1:ye:7",
}
"""Never changed: keyboards in chats live for years. A new form gets a new code, or a new version."""

EXAMPLES: dict[str, object] = {
    "language": "fr",
    "country": "BO",
    "zone": "America/La_Paz",
    "template_id": "gender-equality",
    "mark": "0123456789abcdef",
    "kind": "group",
    "of": "g",
    "whose": "n",
    "key": "talk",
    "blank": 1,
    "revision": 3,
    "day": 739_999,
    "place": 3,
    "level": 5,
    "page": 2,
    "token": "o7",
    "shown": 2**32 - 1,
    "minute": 540,
    "do": "resume",
    "before": 7,
    "every": "w",
    "to": "day",
    "purpose": "m",
    "role": "h",
    "deed": "done",
    "about": "sign",
    "order": 2,
    "form": "x",
    "year": 2027,
    "way": "g",
    "part": "b",
    "piece": "t",
    "number": 7,
    "often": "weekly",
    "what": "practice",
    "terms": "free",
    "where": "g",
    **dict.fromkeys(("listed", "yes", "sure", "several", "minus", "on", "off", "anew"), 1),
}
LONGEST: dict[str, object] = {
    **EXAMPLES,
    "zone": "America/Argentina/ComodRivadavia",
    "language": "zh-Hant",
    "day": 3_652_059,
    "person_id": 2**52,
    "token": "g9999999",
    "minute": 1439,
}
"""The longest of each field; Telegram's ids of people have at most 52 bits, and our own count from 1."""


def made(kind: type[Value], examples: dict[str, object], number: int) -> Value:
    return kind.model_validate({name: examples.get(name, number) for name in kind.model_fields})


def test_each_kind_of_tap_has_its_golden_string() -> None:
    """A new kind of tap is added to the list above, and none disappears."""
    assert {name: made(kind, EXAMPLES, 7).pack() for name, kind in KINDS.items()} == GOLDEN


@pytest.mark.parametrize("name", KINDS)
def test_a_golden_string_is_read_as_the_value_that_it_was(name: str) -> None:
    assert VALUES.read(GOLDEN[name]) == made(KINDS[name], EXAMPLES, 7)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_fits_with_the_longest_of_its_fields(name: str) -> None:
    longest = made(KINDS[name], LONGEST, 9_999_999)
    assert len(longest.pack().encode()) <= MAX_BYTES
    assert VALUES.read(longest.pack()) == longest


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        ":",
        "1",
        "1:",
        "1::",
        "2:gh",  # a version to come
        "0:gh",
        "gh",
        "1:GH",
        "1:zz:1",  # a kind that is no more
        "1:gh:1",  # a field too many
        "1:ao",  # one too few
        "1:ao:",
        "1:ao:x",
        "1:ao:1.0",
        "1:ao: 1",
        "1:ao:+1",
        "1:ao:01",
        "1:ao:1_0",
        "1:ao:\u0661",  # an Arabic one
        "1:ao:1\n",
        "1:ao:9223372036854775808",  # a number that no column holds
        "1:ao:-9223372036854775809",
        "1:rb:x:1",  # of no kind
        "1:gs:\ud800",  # half a character
        "1:gs:" + "x" * 60,
        "\x00",
    ],
)
def test_what_the_bot_never_wrote_is_no_value(forged: str | None) -> None:
    assert VALUES.read(forged) is None


@given(st.text(max_size=80))
def test_any_text_is_a_value_that_writes_it_again_or_none(data: str) -> None:
    value = VALUES.read(data)
    assert value is None or value.pack() == data


@given(
    st.sampled_from(sorted(kind.code for kind in KINDS.values())),
    st.lists(
        st.one_of(st.integers().map(str), st.text(max_size=12), st.sampled_from(["g", "fr", "1", "0"])), max_size=6
    ),
)
def test_any_fields_of_a_known_kind_are_a_value_that_writes_them_again_or_none(code: str, fields: list[str]) -> None:
    data = ":".join(["1", code, *fields])
    value = VALUES.read(data)
    assert value is None or value.pack() == data


def test_a_value_that_does_not_fit_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        made(KINDS["general.Voice"], {"language": "x" * 80}, 1).pack()


def test_two_kinds_cannot_share_a_code() -> None:
    class Twin(Value):
        code: ClassVar[str] = "gh"

    with pytest.raises(ValueError, match="share the code"):
        Values([*KINDS.values(), Twin])
