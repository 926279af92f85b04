"""The only place that puts the parts together, and plugs what delivery and intake ask of the floors above them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from enum import Enum
from typing import Protocol

import structlog
import telegram

from bot.address import Address
from bot.clock import SystemClock
from bot.delivery.connection import connected
from bot.delivery.directory import Directory
from bot.delivery.lead import Lead
from bot.delivery.limiter import Limiter
from bot.delivery.outbox import Outbox
from bot.delivery.ports import AnyHour
from bot.delivery.replies import Replies
from bot.delivery.sender import Sender
from bot.delivery.tick import Ticker
from bot.delivery.transport import AiohttpRequest, Timeouts
from bot.i18n import Catalogs
from bot.intake.intake import Intake
from bot.intake.polling import Polling
from bot.secret import webhook_secret
from bot.services.groups.contacts import Contacts
from bot.services.groups.requests import FAREWELL
from bot.services.hours import Hours
from bot.services.rounds.calendar import NOTICED
from bot.services.ticking import tick_all
from bot.settings import Settings
from bot.storage.heads import HEADS_FILE, Heads
from bot.storage.port import LeadLost
from bot.world import Bell, World, make_services
from handlers import menu
from handlers.announcements.progress import PAUSE, Progress
from handlers.door import Door
from handlers.house import House
from handlers.patience import Patience
from handlers.post import LetterRoom, WheelPictures
from handlers.routes import Routes, routes

_log = structlog.get_logger(__name__)

DRAINED_WITHIN = 60.0
"""Seconds that a start gives to the backlog before what is due goes on beside it."""

AT_ONCE = 1.0
"""Seconds after which a process that does not lead yet is one that stands by."""

GRACE = 3.0
"""Seconds that what is on its way gets at the end: with them, a stop takes less than five."""


class Source(Protocol):
    """Where updates come from."""

    async def run(self) -> None:
        """Take them in until cancelled."""

    async def tend(self) -> None:
        """To be called every minute."""

    def trouble(self) -> str | None:
        """Why none come in, in a few words; None while they do, or could."""


class Phase(Enum):
    """How far a process has come. One that stands by takes in what is posted, and leaves it to the one that leads."""

    STARTING = "starting"
    STANDING_BY = "standing by"
    LEADING = "leading"
    SERVING = "serving"


async def _nothing_more() -> None:
    """What a leader does first, where there is nothing of the kind."""


class App:
    """The whole bot. `wait` is how long Telegram may hold a poll, in seconds; `patient`: who floods waits."""

    def __init__(
        self,
        settings: Settings,
        world: World,
        bot: telegram.Bot,
        polls: AiohttpRequest,
        lead: Lead,
        *,
        wait: int = 30,
        patient: bool = False,
    ) -> None:
        self.bot = bot
        self.catalogs = Catalogs()
        self.routes: Routes = routes()
        self._clock = world.clock
        self._counts = world.counts
        self._storage = world.storage
        self._phase = Phase.STARTING
        self._grace = GRACE
        self._hooked = settings.webhook_url is not None
        self._lead = lead
        bell, directory = Bell(), Directory(bot)
        kept = timedelta(days=settings.retention_days)
        self.services = make_services(world, bell, directory, self.catalogs, kept_for=kept)
        operator = settings.operator or ""
        self._directory = directory
        self._limiter = Limiter(world.clock, settings.rate)
        sender = self._sender(paid=settings.paid_broadcast)
        self.replies = Replies(sender, world.clock)
        self.ticker = Ticker(self.tick, world.clock)
        self.outbox = self._outbox(settings, world, sender, operator)
        self._heads = Heads(world.storage, settings.data_dir / HEADS_FILE)
        self._progress = Progress(self.services, self.catalogs, self.replies)
        bell.rung = self._posted
        self.intake = self._intake(world, Door(self._house(operator), Patience() if patient else None))
        self._source = (
            self._webhook(settings, settings.webhook_url, world.key)
            if settings.webhook_url
            else Polling(bot, polls, self.intake, world.storage, world.clock, wait=wait)
        )

    def _intake(self, world: World, door: Door) -> Intake:
        others = world.storage.shared and self._hooked  # what is polled for comes to the leader alone
        return Intake(
            world.storage, world.clock, self.bot, door.handle, door.parked, counts=world.counts, others=others
        )

    def _outbox(self, settings: Settings, world: World, sender: Sender, operator: str) -> Outbox:
        username = self.bot.username
        return Outbox(
            world.storage,
            sender,
            LetterRoom(self.services, self.catalogs, self.routes, bot_username=username, operator=operator),
            world.clock,
            world.random,
            soon=self.ticker.soon,
            afterwards=self._afterwards,
            hours=Hours(self.services.ground) if settings.quiet_hours else AnyHour(),
            threads=self.services.thread_places,
        )

    def _house(self, operator: str) -> House:
        return House(
            services=self.services,
            catalogs=self.catalogs,
            replies=self.replies,
            routes=self.routes,
            clock=self._clock,
            directory=self._directory,
            bot_id=self.bot.id,
            bot_username=self.bot.username,
            operator=operator,
        )

    def _webhook(self, settings: Settings, url: str, key: bytes) -> Source:
        from bot.intake.webhook import Hook, Webhook  # noqa: PLC0415 - who polls does not wait for a server to load

        given = settings.webhook_secret
        secret = given.get_secret_value() if given else webhook_secret(key)
        hook = Hook(url, secret, Address.read(settings.listen))
        return Webhook(self.bot, hook, self.intake, self._clock, counts=self._counts)

    def _sender(self, *, paid: bool) -> Sender:
        ground, services = self.services.ground, self.services
        contacts = Contacts(ground, services.people, services.groups)
        pictures = WheelPictures(services, self.catalogs)
        return Sender(self.bot, self._limiter, contacts, pictures, self._counts, paid=paid)

    async def run(
        self, started: Callable[[], None] = lambda: None, *, first: Callable[[], Awaitable[None]] = _nothing_more
    ) -> None:
        """Stand by, then lead, until cancelled. `first` is what a leader does first; `started` is told when it serves.

        Raises `PollingError` and `StorageError`, one line for the operator, in a group; `LeadLost` is among them when
        another process may lead by now, and a new `App` may stand by.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                leading = tasks.create_task(self._storage.lead())
                if self._hooked:
                    tasks.create_task(self._source.run())
                tasks.create_task(self._serve(tasks, leading, started, first))
        except* LeadLost:
            self._grace = 0.0  # another process sends by now
            raise

    async def _serve(
        self,
        tasks: asyncio.TaskGroup,
        leading: asyncio.Task[int],
        started: Callable[[], None],
        first: Callable[[], Awaitable[None]],
    ) -> None:
        await asyncio.wait([leading], timeout=AT_ONCE)
        if not leading.done():
            self._phase = Phase.STANDING_BY
            _log.info("another process leads; standing by")
        term = await leading
        self._phase = Phase.LEADING
        tasks.create_task(self._lead.hold())
        if self._storage.shared:
            tasks.create_task(self._lead.beat())
        tasks.create_task(self.intake.watch())
        await first()
        await self._begin(term)
        self._phase = Phase.SERVING
        started()
        tasks.create_task(self.outbox.run())
        tasks.create_task(self._publish_menu())
        if not self._hooked:
            tasks.create_task(self._source.run())
        await self.intake.keep_up(SystemClock())

    async def _begin(self, term: int) -> None:
        """The backlog first, then what an outage held up, then what is new, then the tick."""
        await self.outbox.recover()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.intake.drain(term), DRAINED_WITHIN)
        await self._resume()
        self.intake.lead(term)
        self.ticker.start()
        await self.ticker.tick()

    async def _resume(self) -> None:
        extended = await self.services.calendar.resume(self._clock.now())
        if extended:
            _log.info("rounds were extended after an outage", rounds=extended)

    @property
    def leads(self) -> bool:
        """Whether this is the one process that handles what comes in, and sends."""
        return self._phase in {Phase.LEADING, Phase.SERVING}

    def trouble(self) -> str | None:
        """Why people are not served, in a few words; None when they are, be it by another process."""
        if self._hooked or self._phase is Phase.SERVING:
            return self._source.trouble()
        if self._phase is Phase.STANDING_BY:
            return None
        return "what waited since the last time is still being handled"

    async def tick(self) -> None:
        """What is due: rounds open and close, announcements begin, people are reminded, groups told how their actions
        stand, letters go out; and old updates are forgotten.
        """
        asked = self._clock.now()
        await self.services.calendar.awake(asked)
        now = self._clock.now()
        if now - asked > NOTICED:
            await self._resume()  # the database was away for so long
        await self._progress.notice()
        failed = await tick_all((*self.services.ticking, self._heads), now)
        await self._progress.look()
        await self.intake.forget_old()
        self.outbox.wake()
        if failed:
            raise ExceptionGroup("the rest of what was due is done", failed)
        for part in self.services.ticking:
            due = await part.next_due()
            if due is not None and due - now < timedelta(minutes=2):
                self.ticker.soon(due)
        await self._source.tend()

    def _posted(self) -> None:
        """Letters were put; perhaps those of an announcement, of which somebody wants to see how far it is."""
        self.outbox.wake()
        self.ticker.soon(self._clock.now() + PAUSE)

    async def clock_moved(self) -> None:
        """To be called after the clock was moved: what has become due happens, and may go out."""
        self._limiter.recheck()
        await self.ticker.tick()

    async def idle(self) -> None:
        """Return when nothing is being handled and nothing is on its way."""
        await self.intake.idle()
        await self.services.deciding.idle()
        await self.outbox.flush()
        await self.replies.idle()

    async def close(self) -> None:
        """Stop: first what comes in, then what goes out. What was not handled or sent waits in the database."""
        await asyncio.gather(self.ticker.stop(self._grace), self.intake.close(self._grace))
        await self.services.deciding.close()
        await asyncio.gather(self.outbox.close(self._grace), self.replies.close(self._grace))
        self._limiter.close()

    async def _afterwards(self, kind: str, chat_id: int) -> None:
        """Who was told that the bot is not for them is left alone."""
        if kind == FAREWELL:
            await self._directory.leave(chat_id)

    async def _publish_menu(self) -> None:
        try:
            await menu.publish(self.bot, self.routes, self.catalogs)
        except telegram.error.TelegramError as error:
            _log.warning("the command menu is not set; tried again at the next start", reason=type(error).__name__)


@contextlib.asynccontextmanager
async def open_app(
    settings: Settings,
    world: World,
    *,
    wait: int = 30,
    timeouts: Timeouts | None = None,
    patient: bool = False,
) -> AsyncIterator[App]:
    """The bot, connected to Telegram, and taken apart at the end; `patient` where strangers may flood it.

    Raises `telegram.error.TelegramError` when Telegram does not answer, `telegram.error.InvalidToken` for a bad token.
    """
    lead = Lead(world.storage, SystemClock())
    before = lead.sure if world.storage.shared else None
    connection = connected(settings.token(), settings.telegram_url, before=before, timeouts=timeouts)
    async with connection as (bot, polls):
        app = App(settings, world, bot, polls, lead, wait=wait, patient=patient)
        try:
            yield app
        finally:
            await app.close()
