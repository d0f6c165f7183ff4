"""Netra's one entry point: ``python bot.py --help`` lists the commands."""

from __future__ import annotations

import click

from commands import answering, content, measuring, records, versions
from errors import NetraError

COMMANDS = (
    *(answering.run, answering.chat, answering.ask),
    *(content.check, content.index, content.vectors),
    *(content.ingest, content.import_, content.export),
    *(versions.reload, versions.rollback),
    *(measuring.evaluate, measuring.learn),
    *(records.unanswered, records.stats, records.audit, records.backup, records.restore),
)


class _Group(click.Group):
    """Turns every error we raise on purpose into one line and its exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NetraError as error:
            click.echo(f"netra: {error}", err=True)
            ctx.exit(error.exit_status)


@click.group(cls=_Group)
def cli() -> None:
    """Netra: tanya jawab netralitas ASN dalam Pilkada."""


for command in COMMANDS:
    cli.add_command(command)


if __name__ == "__main__":
    cli()
