"""Commands for the version in service: take the present content, or go back."""

from __future__ import annotations

import click

from commands.opening import open_encoder_or_none, open_store, progress_bar
from settings import load_settings


@click.command()
@click.option("--force", "reason", metavar="ALASAN", help="Muat meski ujiannya turun; dicatat.")
@click.pass_context
def reload(ctx: click.Context, reason: str | None) -> None:
    """Muat ulang seperti /muat_ulang; status 1 bila tidak dimuat."""
    from handlers.shell import reload as reload_from_shell
    from retrieval.gate import Step

    settings = load_settings()
    with open_store(settings) as store, progress_bar() as progress:

        def tell(step: Step) -> None:
            if step.total:
                progress(step.done, step.total)

        encoder = open_encoder_or_none(settings)
        served, said = reload_from_shell(settings, store, encoder, tell, reason)
    click.echo(said)
    ctx.exit(0 if served else 1)


@click.command()
@click.argument("version", required=False)
def rollback(version: str | None) -> None:
    """Kembali ke VERSION, juga setelah dihidupkan ulang; tanpa VERSION, cetak daftarnya."""
    from handlers.shell import list_versions, roll_back

    settings = load_settings()
    with open_store(settings) as store:
        if version is None:
            click.echo(list_versions(store, open_encoder_or_none(settings)))
        else:
            click.echo(roll_back(settings, store, version))
