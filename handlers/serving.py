"""How the application serves: what it is made of, how it begins, and how it ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence

from telegram.error import InvalidToken, NetworkError

from errors import SecondInstance, SettingsError
from handlers import texts
from handlers.alerts import Alerts
from handlers.allowance import Allowance
from handlers.application import ALLOWED_UPDATES, App, build_application
from handlers.flood import Pace
from handlers.following import follow
from handlers.listening import Listener, state_routes
from handlers.logs import set_up_logging
from handlers.mending import Mending
from handlers.menus import introduce
from handlers.metrics import Metrics, State, metrics_route
from handlers.receiving import Receiver, ReceivingBot
from handlers.replay import replay
from handlers.requests import JsonRequest
from handlers.services import Services, install, services_of
from handlers.trouble import Troubles
from handlers.turns import Turns
from handlers.watch import watch
from handlers.webhook import updates_route
from journal.alert_times import AlertTimes
from journal.audit import AuditLog
from journal.drafts import Drafts
from journal.groups import MutedGroups
from journal.inbox import Inbox
from journal.marker import RunningMarker
from journal.pause import Pause
from journal.store import Journal
from journal.upkeep import Upkeep
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from settings import Settings, Webhook

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGABRT)
_CONNECTIONS = 256
_RETRIES = 2


def serve(settings: Settings, store: KnowledgeStore, engine: Engine) -> None:
    """Serve Telegram until stopped: by webhook where one is set, else by polling.

    Raises:
        SettingsError: Telegram refuses the token or cannot be reached at the start, or the
            address of the webhook or of the metrics is in use.
        StorageError: the journal or the inbox cannot be opened.
        SecondInstance: another instance polls with the same token.
    """
    set_up_logging(settings.telegram_token, settings.log_format)
    journal = Journal(settings.journal_path)
    muted = MutedGroups(settings.journal_path)
    drafts = Drafts(settings.journal_path)
    audit = AuditLog(settings.journal_path)
    alert_times = AlertTimes(settings.journal_path)
    troubles = Troubles()
    inbox = Inbox(settings.inbox_path)
    receiver = Receiver(inbox)
    bot = _bot(settings, receiver, troubles)
    metrics = Metrics()
    allowance = Allowance(settings.messages_per_minute, settings.admin_ids)
    application = build_application(bot, metrics, settings.admin_ids, allowance)
    marker = RunningMarker(settings.data_dir)
    services = Services(
        settings,
        store,
        journal,
        inbox,
        engine,
        muted,
        drafts,
        audit,
        Pause(audit),
        Alerts(bot, settings.admin_ids, alert_times),
        troubles,
        metrics,
        after_crash=marker.after_crash,
    )
    # Held here, it would outlive every reload: more than a hundred megabytes.
    del engine
    install(application.bot_data, services)
    metrics.watch(lambda: _state(services, bot))
    listeners = _listeners(settings, application, bot, metrics)
    try:
        with marker, Upkeep(journal, settings):
            _serve(application, bot, settings, listeners)
    finally:
        alert_times.close()
        audit.close()
        drafts.close()
        muted.close()
        receiver.close()
        journal.close()
    if bot.ousted:
        raise SecondInstance(texts.late.SECOND_INSTANCE)


def _serve(
    application: App, bot: ReceivingBot, settings: Settings, listeners: Sequence[Listener]
) -> None:
    try:
        if settings.webhook:
            asyncio.run(_serve_webhook(application, bot, settings.webhook, listeners))
        else:
            _poll(application, bot, listeners)
    except InvalidToken:
        # The library's message repeats the token.
        raise SettingsError("TELEGRAM_BOT_TOKEN", "ditolak Telegram; periksa lagi") from None
    except NetworkError as error:
        raise SettingsError(
            "TELEGRAM_API_URL", f"{settings.telegram_api_url} tidak dapat dihubungi"
        ) from error


def _poll(application: App, bot: ReceivingBot, listeners: Sequence[Listener]) -> None:
    def stop() -> None:
        raise SystemExit

    async def when_ready(application: App) -> None:
        await _open(application, bot.receiver, stop)
        for listener in listeners:
            listener.start()

    async def when_stopped(application: App) -> None:
        for listener in listeners:
            await listener.stop()
        await _close(application, bot.receiver)

    application.post_init = when_ready
    application.post_stop = when_stopped
    bot.when_ousted(application.stop_running)
    application.run_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=_RETRIES)


async def _serve_webhook(
    application: App, bot: ReceivingBot, webhook: Webhook, listeners: Sequence[Listener]
) -> None:
    stopped = asyncio.Event()
    async with application:
        await _open(application, bot.receiver, stopped.set)
        # Before Telegram is told: another process may be listening in vain otherwise.
        for listener in listeners:
            listener.start()
        await bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret.reveal(),
            allowed_updates=ALLOWED_UPDATES,
        )
        await application.start()
        await stopped.wait()
        for listener in listeners:
            await listener.stop()
        await application.stop()
        await _close(application, bot.receiver)


def _listeners(
    settings: Settings, application: App, bot: ReceivingBot, metrics: Metrics
) -> list[Listener]:
    """Return what listens: for updates, for metrics, or for both where the address is one."""
    turns = application.update_processor
    assert isinstance(turns, Turns)

    def is_ready() -> bool:
        return application.running and not turns.draining and bot.receiver.has_room

    webhook, fetched_at = settings.webhook, settings.metrics_listen
    routes = state_routes(is_ready)
    listeners = []
    if webhook:
        handle = application.update_queue.put_nowait
        taken = [*routes, updates_route(webhook, bot, handle, is_ready)]
        if fetched_at == webhook.listen:
            taken.append(metrics_route(metrics))
        listeners.append(Listener("NETRA_WEBHOOK_LISTEN", webhook.listen, taken, shared=True))
    if fetched_at and not (webhook and fetched_at == webhook.listen):
        routes.append(metrics_route(metrics))
        listeners.append(Listener("NETRA_METRICS_LISTEN", fetched_at, routes, shared=False))
    return listeners


def _state(services: Services, bot: ReceivingBot) -> State:
    engine = services.engine
    counts = bot.receiver.inbox.counts()
    return State(
        waiting=counts.waiting,
        set_aside=counts.set_aside,
        troubles=services.troubles.counts(),
        storage_is_fine=not (services.store.trouble or services.journal.trouble),
        heard_at=bot.heard_at,
        knowledge=engine.index.version,
        model=engine.encoder.name if engine.encoder else "",
    )


def _bot(settings: Settings, receiver: Receiver, troubles: Troubles) -> ReceivingBot:
    return ReceivingBot(
        receiver,
        token=settings.telegram_token.reveal(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=JsonRequest(connection_pool_size=_CONNECTIONS),
        get_updates_request=JsonRequest(connection_pool_size=1),
        rate_limiter=Pace(Mending(troubles)),
    )


async def _open(application: App, receiver: Receiver, stop: Callable[[], None]) -> None:
    """Do what comes between the first contact with Telegram and the first update.

    ``stop`` ends the serving; it is called when a signal asks for that.
    """
    turns = application.update_processor
    assert isinstance(turns, Turns)
    # Before anything is received: a number in the inbox is how repetitions are known.
    left = await receiver.write(receiver.inbox.adopt)
    replaying = asyncio.create_task(
        replay(left, receiver, application.bot, application.update_queue.put_nowait)
    )

    def on_signal() -> None:
        turns.drain()
        replaying.cancel()
        stop()

    for number in _STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    services = services_of(application)
    services.beside = [asyncio.create_task(task(services)) for task in (follow, watch)]
    await introduce(application)


async def _close(application: App, receiver: Receiver) -> None:
    """End what :func:`_open` has begun."""
    beside = services_of(application).beside
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    await receiver.rest()
