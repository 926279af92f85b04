"""Rows of invitations: one-time and reusable links. Only a digest of the secret is kept, so a backup opens no door."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that may still be opened. `kind`: coordinator, group or organization_round."""

    digest: str
    kind: str
    network_id: int
    round_id: int | None
    once: bool


def digest(secret: str) -> str:
    """What is kept of a secret: it has at least 128 random bits, so a plain hash needs no salt."""
    return sha256(secret.encode()).hexdigest()


async def add(
    tx: Writer,
    secret: str,
    *,
    kind: str,
    network_id: int,
    round_id: int | None = None,
    once: bool,
    expires_at: int,
    now: int,
) -> None:
    await tx.run(
        "INSERT INTO invite (digest, kind, network_id, round_id, once, expires_at, created_at)"
        " VALUES (:digest, :kind, :network_id, :round_id, :once, :expires_at, :now)",
        digest=digest(secret),
        kind=kind,
        network_id=network_id,
        round_id=round_id,
        once=int(once),
        expires_at=expires_at,
        now=now,
    )


async def good(tx: Reader, secret: str, kind: str, now: int) -> Invite | None:
    """The link of that secret, unless it is of another kind, used up, revoked or expired."""
    row = await tx.one(
        "SELECT * FROM invite WHERE digest = :digest AND kind = :kind AND revoked_at IS NULL"
        " AND expires_at > :now AND (once = 0 OR used_at IS NULL)",
        digest=digest(secret),
        kind=kind,
        now=now,
    )
    if row is None:
        return None
    return Invite(row["digest"], row["kind"], row["network_id"], row["round_id"], bool(row["once"]))


async def used_by(tx: Reader, secret: str, person_id: int) -> int | None:
    """The network of a link that this very person has used, however long ago."""
    row = await tx.one(
        "SELECT network_id FROM invite WHERE digest = :digest AND used_by = :person_id",
        digest=digest(secret),
        person_id=person_id,
    )
    return row["network_id"] if row else None


async def use(tx: Writer, invite: Invite, person_id: int, now: int) -> None:
    """Note who opened a link that works once, so that nobody else can."""
    await tx.run(
        "UPDATE invite SET used_at = :now, used_by = :person_id WHERE digest = :digest",
        digest=invite.digest,
        person_id=person_id,
        now=now,
    )


async def revoke_of_network(tx: Writer, network_id: int, kind: str, now: int) -> int:
    """Revoke the network's links of that kind; returns how many were still good."""
    return await tx.run(
        "UPDATE invite SET revoked_at = :now WHERE network_id = :network_id AND kind = :kind"
        " AND revoked_at IS NULL AND expires_at > :now AND (once = 0 OR used_at IS NULL)",
        network_id=network_id,
        kind=kind,
        now=now,
    )


async def revoke_of_round(tx: Writer, round_id: int, now: int) -> int:
    """Revoke the links of an organization's round; returns how many were still good."""
    return await tx.run(
        "UPDATE invite SET revoked_at = :now WHERE round_id = :round_id AND revoked_at IS NULL AND expires_at > :now",
        round_id=round_id,
        now=now,
    )
