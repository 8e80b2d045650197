"""Playing the sample couple's year, then serving it. Stands on Django."""

import sys
import time

from django.db import connection

from closeknit.cli.serving import require_static_files
from closeknit.cli.sockets import run_local
from closeknit.config.asgi import application
from closeknit.config.environment import Environment
from closeknit.config.schema import migrate
from closeknit.demo.actions.arriving import PASSWORD
from closeknit.demo.actions.looking import PROGRESS
from closeknit.demo.actions.stages import play_year, start_at
from closeknit.demo.queries import clock, stages_folder, story
from closeknit.demo.rules import Progress, StoryStage, write_progress


def serve(environment: Environment, *, stage: StoryStage) -> None:
    """Play the year with its progress shown, and serve it until told to stop."""
    require_static_files()
    began = time.monotonic()
    migrate()
    prepare(environment, stage=stage)
    print(f"Sarah and Mark are made up. Look around at {environment.public_url}/sample/")
    print(f"Both have the password: {PASSWORD}")
    print(f"Ready after {time.monotonic() - began:.1f} seconds. Press Ctrl+C to stop.", flush=True)
    run_local(application, environment)


def prepare(environment: Environment, *, stage: StoryStage) -> None:
    """Play the year into the empty database and go to a stage of it."""
    folder = stages_folder()
    folder.mkdir()

    def tell(progress: Progress) -> None:
        write_progress(environment.data_dir / PROGRESS, progress)
        if sys.stdout.isatty():
            print(f"\rTheir year: {progress.percent} %", end="", flush=True)

    play_year(story=story(), folder=folder, tell=tell)
    start_at(story=story(), stage=stage, folder=folder, clock=clock())
    tell(Progress(done=1, of=1, is_ready=True))
    if sys.stdout.isatty():
        print()
    connection.close()
