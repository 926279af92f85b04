"""The webhook's settings, and the bot's sessions on the server."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.limits import WEBHOOK_PORTS
from bot.rehearsal.updates import KINDS
from bot.rehearsal.view import Json
from bot.rehearsal.world import World

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def check_allowed(kinds: list[str] | None) -> list[str] | None:
    """The real server passes over a kind that it does not know; the double names it."""
    for kind in kinds or []:
        if kind not in KINDS:
            raise bad_request(f'update kind "{kind}" is not known')
    return kinds


def set_webhook(world: World, args: Args) -> bool:
    url = args.get("url", "")
    if url:
        _check_url(url)
        _check_secret(args.get("secret_token"))
    kinds = check_allowed(args.get("allowed_updates"))
    if kinds is not None:
        world.queue.allow(kinds)
    if args.get("drop_pending_updates"):
        world.queue.clear()
    hook = world.hook
    hook.url, hook.secret, hook.last_error = url, args.get("secret_token"), None
    hook.max_connections = args.get("max_connections", 40)
    hook.ip_address, hook.certificate = args.get("ip_address"), "certificate" in args
    hook.times_set += 1
    hook.changed.set()
    world.changed()
    return True


def _check_url(url: str) -> None:
    """HTTPS on the four ports; and, unlike Telegram, plain HTTP to this machine, where the rehearsal is."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _check_secret(secret: str | None) -> None:
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")


def delete_webhook(world: World, args: Args) -> bool:
    if args.get("drop_pending_updates"):
        world.queue.clear()
    world.hook.url = ""
    world.hook.changed.set()
    world.changed()
    return True


def get_webhook_info(world: World, _args: Args) -> Json:
    hook = world.hook
    info: Json = {"url": hook.url, "has_custom_certificate": hook.certificate}
    info["pending_update_count"] = len(world.queue.pending())
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = hook.ip_address or "127.0.0.1"
    if hook.last_error:
        info["last_error_date"], info["last_error_message"] = hook.last_error
    if world.queue.named:
        info["allowed_updates"] = list(world.queue.named)
    return info


def end_session(_world: World, _args: Args) -> bool:
    """`logOut` and `close`: nothing to do where there is but one server."""
    return True


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": end_session,
    "close": end_session,
}
