"""Where people stand in the database: what each is told of it, and what becomes of it when they are forgotten.

A column that names a person has a line here, or a test fails. The statements get `:id`, the person; `:lane`, theirs of
the intake; `:spoke`, what a raw update looks like that came from them.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row

GOES = "DELETE FROM {table} WHERE {column} = :id"
"""The row is about the person alone."""

UNNAMED = "UPDATE {table} SET {column} = NULL WHERE {column} = :id"
"""The row is the network's, and says no more who it was."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One column that names a person. `told` is a query, empty for what only helps the bot to go on.

    `ends` are the statements that come one after another when the person is forgotten.
    """

    table: str
    column: str
    told: str
    ends: tuple[str, ...] = (GOES,)

    @property
    def statements(self) -> tuple[str, ...]:
        return tuple(one.format(table=self.table, column=self.column) for one in self.ends)


def parameters(person_id: int) -> dict[str, int | str]:
    """What the statements are given."""
    return {
        "id": person_id,
        "lane": f"p{person_id}",
        "spoke": f'%"id":{person_id},%',
    }


TRACES: tuple[Trace, ...] = (
    Trace(
        "person",
        "id",
        "SELECT id AS number, name, language, hint AS telegram_language, zone, met_at, private_since, blocked_at,"
        " announcements_off_at, away_until FROM person WHERE id = :id",
    ),
    Trace(
        "member",
        "person_id",
        "SELECT n.name AS network, o.name AS organization, x.since, x.confirmed_at FROM member x"
        " JOIN network n ON n.id = x.network_id LEFT JOIN organization o ON o.id = x.organization_id"
        " WHERE x.person_id = :id ORDER BY x.network_id",
    ),
    Trace(
        "coordinator",
        "person_id",
        "SELECT n.name AS network, x.name, x.since FROM coordinator x JOIN network n ON n.id = x.network_id"
        " WHERE x.person_id = :id ORDER BY x.network_id",
    ),
    Trace(
        "group_member",
        "person_id",
        "SELECT g.title, x.since FROM group_member x JOIN peer_group g ON g.id = x.group_id"
        " WHERE x.person_id = :id ORDER BY x.group_id",
    ),
    Trace(
        "companion",
        "person_id",
        "SELECT o.name AS organization, x.name, x.since, x.until_at FROM companion x"
        " JOIN organization o ON o.id = x.organization_id WHERE x.person_id = :id ORDER BY x.organization_id",
    ),
    Trace(
        "facilitator",
        "person_id",
        "SELECT g.title, x.name, x.since FROM facilitator x JOIN peer_group g ON g.id = x.group_id"
        " WHERE x.person_id = :id ORDER BY x.group_id",
    ),
    Trace(
        "administrator",
        "person_id",
        "SELECT g.title, x.name FROM administrator x JOIN peer_group g ON g.id = x.group_id"
        " WHERE x.person_id = :id ORDER BY x.group_id",
    ),
    Trace(
        "member",
        "confirmed_by",
        "SELECT n.name AS network, o.name AS organization, x.confirmed_at FROM member x"
        " JOIN network n ON n.id = x.network_id LEFT JOIN organization o ON o.id = x.organization_id"
        " WHERE x.confirmed_by = :id ORDER BY x.confirmed_at",
        # Not NULL: that would say that a group alone confirmed the member.
        ("UPDATE member SET confirmed_by = 0 WHERE confirmed_by = :id",),
    ),
    Trace(
        "peer_group",
        "added_by",
        "SELECT title, created_at FROM peer_group WHERE added_by = :id ORDER BY id",
        (UNNAMED,),
    ),
    Trace(
        "round",
        "opened_by",
        "SELECT template_id AS survey, opens_at, closes_at FROM round WHERE opened_by = :id ORDER BY id",
        (UNNAMED,),
    ),
    Trace(
        "invite",
        "used_by",
        "SELECT x.kind, n.name AS network, x.used_at FROM invite x JOIN network n ON n.id = x.network_id"
        " WHERE x.used_by = :id ORDER BY x.used_at",
        (UNNAMED,),
    ),
    Trace(
        "action",
        "owner_id",
        "SELECT what AS text, sign, voice, state, reason, created_at, changed_at, ended_at FROM action"
        " WHERE owner_id = :id ORDER BY id",
        (
            "DELETE FROM action WHERE owner_id = :id AND group_id IS NULL AND organization_id IS NULL",
            "UPDATE action SET state = 'proposed', remind_at = NULL, remind_step = NULL"
            " WHERE owner_id = :id AND ended_at IS NULL",
            "UPDATE action SET owner_id = NULL, owner_name = '', voice = NULL, in_work_plan = NULL, may_mention = 0,"
            " revision = revision + 1 WHERE owner_id = :id",
        ),
    ),
    Trace(
        "action",
        "proposed_by",
        "SELECT what AS text, sign, voice, created_at FROM action WHERE proposed_by = :id ORDER BY id",
        ("UPDATE action SET proposed_by = NULL, voice = NULL WHERE proposed_by = :id",),
    ),
    Trace(
        "action_helper",
        "person_id",
        "SELECT a.what AS text, x.name FROM action_helper x JOIN action a ON a.id = x.action_id"
        " WHERE x.person_id = :id ORDER BY a.id",
    ),
    Trace(
        "action_change",
        "person_id",
        "SELECT a.what AS text, x.kind, x.name, x.at FROM action_change x JOIN action a ON a.id = x.action_id"
        " WHERE x.person_id = :id ORDER BY x.id",
        ("UPDATE action_change SET person_id = NULL, name = '' WHERE person_id = :id",),
    ),
    Trace(
        "action_change",
        "about_id",
        "SELECT a.what AS text, x.kind, x.at FROM action_change x JOIN action a ON a.id = x.action_id"
        " WHERE x.about_id = :id ORDER BY x.id",
        ("UPDATE action_change SET detail = '{{}}', about_id = NULL WHERE about_id = :id",),
    ),
    Trace(
        "agenda_item",
        "created_by",
        "SELECT title, created_at FROM agenda_item WHERE created_by = :id ORDER BY id",
        (UNNAMED,),
    ),
    Trace(
        "thread",
        "opened_by",
        "SELECT title, summary AS text, created_at, closed_at FROM thread WHERE opened_by = :id ORDER BY id",
        (UNNAMED,),
    ),
    Trace(
        "kept",
        "author_id",
        "SELECT kind, text, voice, author_name AS name, terms, at FROM kept WHERE author_id = :id ORDER BY id",
        (
            # What nobody may use without asking goes, but for decisions, which are the group's; a voice is a name.
            "DELETE FROM kept WHERE author_id = :id"
            " AND (voice IS NOT NULL OR (terms <> 'free' AND kind <> 'decision'))",
            "UPDATE kept SET terms = 'stays' WHERE author_id = :id AND terms = 'ask'",
            "UPDATE kept SET author_id = NULL, author_name = '' WHERE author_id = :id",
        ),
    ),
    Trace(
        "kept_request",
        "person_id",
        "SELECT k.kind, x.at, x.answer FROM kept_request x JOIN kept k ON k.id = x.kept_id"
        " WHERE x.person_id = :id ORDER BY x.kept_id",
    ),
    Trace(
        "spoken",
        "person_id",
        "SELECT voice FROM spoken WHERE person_id = :id ORDER BY voice",
        (
            "UPDATE thread SET summary_voice = NULL WHERE summary_voice IN"
            " (SELECT voice FROM spoken WHERE person_id = :id)",
            "UPDATE workshop_theme SET voice = NULL WHERE voice IN (SELECT voice FROM spoken WHERE person_id = :id)",
            GOES,
        ),
    ),
    Trace(
        "charter_text",
        "written_by",
        "SELECT language, text, changed, voice FROM charter_text WHERE written_by = :id ORDER BY charter_id, language",
        (
            # What was written is the network's, or the group's; a voice goes.
            "DELETE FROM charter_text WHERE written_by = :id AND text = ''",
            "UPDATE charter_text SET voice = NULL, written_by = NULL WHERE written_by = :id",
        ),
    ),
    Trace(
        "charter_accepted",
        "person_id",
        "SELECT n.name AS network, g.title, c.version, x.at FROM charter_accepted x"
        " JOIN charter c ON c.id = x.charter_id LEFT JOIN network n ON n.id = c.network_id"
        " LEFT JOIN peer_group g ON g.id = c.group_id WHERE x.person_id = :id ORDER BY x.charter_id",
    ),
    # How far the telling has come: it begins anew, and passes over who was told.
    Trace("charter", "told_to", "", ("UPDATE charter SET told_to = 0 WHERE told_to = :id",)),
    Trace(
        "announcement",
        "author_id",
        "SELECT n.name AS network, x.state, x.created_at, v.language, v.content AS text FROM announcement x"
        " JOIN network n ON n.id = x.network_id LEFT JOIN announcement_version v ON v.announcement_id = x.id"
        " WHERE x.author_id = :id ORDER BY x.id, v.language",
        (
            "DELETE FROM announcement WHERE author_id = :id AND state = 'draft'",
            "UPDATE announcement SET author_id = NULL, author_name = '' WHERE author_id = :id",
        ),
    ),
    Trace(
        "announcement_seen",
        "person_id",
        "SELECT n.name AS network, a.starts_at FROM announcement_seen x JOIN announcement a"
        " ON a.id = x.announcement_id JOIN network n ON n.id = a.network_id WHERE x.person_id = :id ORDER BY a.id",
    ),
    Trace(
        "log_name",
        "person_id",
        "SELECT n.name AS network, x.name, l.kind, l.at FROM log_name x JOIN network n ON n.id = x.network_id"
        " LEFT JOIN log l ON l.network_id = x.network_id AND (l.actor = x.reference OR l.whom = x.reference)"
        " WHERE x.person_id = :id ORDER BY l.id",
    ),
    Trace("erasing", "asked_by", "", (UNNAMED,)),
    Trace(
        "dialogue",
        "person_id",
        "SELECT kind, state AS text, expires_at FROM dialogue WHERE person_id = :id ORDER BY expires_at",
    ),
    # A private chat has the number of its person.
    Trace("dialogue", "chat_id", ""),
    # Somebody else is about to ask the person for something.
    Trace("dialogue", "about_id", ""),
    Trace(
        "outbox",
        "chat_id",
        "SELECT kind, state, made_at, data AS text FROM outbox WHERE chat_id = :id ORDER BY id",
    ),
    Trace(
        # Also of what was sent long ago: the key still says about whom.
        "outbox",
        "about_id",
        "SELECT kind, state, made_at FROM outbox WHERE chat_id <> :id AND about_id = :id ORDER BY id",
    ),
    Trace(
        "intake",
        "lane",
        "SELECT state, received_at, payload AS text FROM intake WHERE lane = :lane AND state = 'parked'"
        " ORDER BY update_id",
        (
            "UPDATE intake SET state = 'done', payload = NULL, lane = '-'"
            " WHERE state = 'waiting' AND term >= 0 AND lane = :lane",
            "UPDATE intake SET state = 'done', payload = NULL, lane = '-' WHERE state = 'parked' AND lane = :lane",
        ),
    ),
    # What was set aside of a group's lane, where the person wrote or tapped.
    Trace(
        "intake",
        "payload",
        "",
        (
            "UPDATE intake SET state = 'done', payload = NULL, lane = '-'"
            " WHERE state = 'parked' AND payload LIKE :spoke",
        ),
    ),
)

ANSWERS = {"response", "response_group", "answer", "shown_answer"}
"""The tables of answers: their column `pseudonym` names the person to whoever has the key."""


async def told(tx: Reader, trace: Trace, person_id: int) -> list[Row]:
    """The rows of a trace as the person is told of them."""
    return await tx.all(trace.told, **parameters(person_id)) if trace.told else []
