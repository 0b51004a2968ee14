"""Earshot on a laptop: emulator, network, console and worker, started, watched and ended together."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chalicelib.adapters.dynamodb.client import dynamodb_client, sqs_client
from chalicelib.adapters.dynamodb.messages import create_queues
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.entrypoints.services import services
from chalicelib.ports import TOPICS
from sandbox import data_folder
from sandbox.clock import SandboxClock
from sandbox.console_server import ConsoleServer
from sandbox.emulator import REGION, Emulator
from sandbox.network import playback
from sandbox.network.network import Network
from sandbox.network.playback import Playback
from sandbox.network.server import NetworkServer
from sandbox.rehearsal import rehearse
from sandbox.sample import SAMPLE_POSTS

ROOT = Path(__file__).resolve().parent.parent
STAGE = "sandbox"
HTMX = ROOT / "build" / "assets" / "htmx.min.js"
# The end of the sample comes in while one looks.
SAMPLE_TAIL = timedelta(minutes=4)
RESTART_SECONDS = 2.0


@dataclass
class Laptop:
    """What runs, and where. `folder` keeps all of its state."""

    folder: Path
    port: int
    posts: Path | None = None
    speed: float | None = None
    say: Callable[[str], None] = print
    restart_seconds: float = RESTART_SECONDS
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held = data_folder.hold(self.folder)
        self.clock = SandboxClock(self.folder)
        self.clock.resume()
        self.emulator = Emulator(self.folder / "aws")
        self.worker: subprocess.Popen[bytes] | None = None
        self.problem: OSError | None = None
        self._lock = threading.Lock()

    # --- starting -------------------------------------------------------------------------------

    def start(self) -> None:
        """Start everything, in the order in which each needs the other. Raises EarshotError."""
        data_folder.claim(self.folder, self.posts)
        self.brand_files = data_folder.brand_files(self.folder, self.posts)
        self.brands = read_brands(self.brand_files)
        handles = [account.handle for brand in self.brands.values() for account in brand.accounts]
        self.network = Network(self.clock, self.folder, own_accounts=handles)
        self.network.on_post_created = lambda post: self.kill_worker()
        self._load_posts()
        self.say("[1/3] network")
        self.network_server = NetworkServer(self.network, port=self.port and self.port + 1, htmx_path=HTMX)
        self.network_server.start()
        self.say("[2/3] local AWS")
        self.emulator.start()
        self.queue_urls = self._create_resources()
        self.say("[3/3] console and worker")
        variables = self.environment(handles)
        os.environ.update(variables)  # for this process and its children
        data_folder.keep_settings(self.folder, variables)
        self.console = ConsoleServer(self.clock, self.port, self.network_server.url)
        self.console.start()
        rehearse(services().control(), self.emulator.was_cut_off)
        self._tell_of_the_switch()
        self._start_worker()
        threading.Thread(target=self._watch, daemon=True).start()

    def _load_posts(self) -> None:
        reading = self.network.reading
        if reading.count() + reading.still_to_come() == 0:
            self.network.load_posts(self.posts or SAMPLE_POSTS, self._playback())

    def _playback(self) -> Playback:
        if self.speed:
            return playback.at_speed(self.speed)
        at_once = self.posts or self.speed == 0
        return playback.at_once() if at_once else playback.with_tail(SAMPLE_TAIL)

    def environment(self, handles: list[str]) -> dict[str, str]:
        """The settings with which every process of the sandbox runs."""
        keys = {"consumer_key": "sandbox", "consumer_secret": "sandbox", "access_token_secret": "sandbox"}
        accounts = {handle: keys | {"access_token": f"sandbox-{handle}"} for handle in handles}
        return {
            "EARSHOT_STAGE": STAGE,
            "EARSHOT_AWS_ENDPOINT": self.emulator.endpoint,
            "EARSHOT_QUEUE_URLS": json.dumps(self.queue_urls),
            "EARSHOT_X_API": self.network_server.url,
            "EARSHOT_X_SITE": self.network_server.url,
            "EARSHOT_X_ACCOUNTS": json.dumps(accounts),
            "EARSHOT_X_BEARER": f"sandbox-{handles[0]}",
            "EARSHOT_BRANDS_DIR": str(self.brand_files),
            "EARSHOT_LOOK_BACK_HOURS": "168",
            "EARSHOT_OVERLAP_SECONDS": "60",
            "EARSHOT_SESSION_SECRET": data_folder.session_secret(self.folder),
            "EARSHOT_SECURE_COOKIES": "false",
            "POWERTOOLS_METRICS_DISABLED": "true",  # nobody watches, and a sweep runs every second
            "POWERTOOLS_LOG_LEVEL": os.environ.get("POWERTOOLS_LOG_LEVEL", "WARNING"),
        }

    def _create_resources(self) -> dict[str, str]:
        create_table(dynamodb_client(REGION, self.emulator.endpoint), f"earshot-{STAGE}")
        return create_queues(sqs_client(REGION, self.emulator.endpoint), "earshot", TOPICS)

    def _tell_of_the_switch(self) -> None:
        switch = services().controls.switch()
        if switch.stopped:
            self.say(f"Everything that leaves is stopped ({switch.who}: {switch.why}).")
            self.say(f"Start again with: earshot start --data {self.folder}")

    # --- the worker -----------------------------------------------------------------------------

    def _start_worker(self) -> None:
        with self._lock, (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "sandbox.worker", str(self.folder)], cwd=ROOT, stdout=log, stderr=log
            )

    def kill_worker(self) -> None:
        """End the worker as a power cut would, wherever it is; it is started again after a moment."""
        with self._lock:
            if self.worker and self.worker.poll() is None:
                self.worker.kill()

    def _watch(self) -> None:
        """Beat the clock; start the worker again when it is gone."""
        while not self.stopping.wait(1.0):
            try:
                self.clock.beat()
            except OSError as problem:
                # A disk that is full or gone: better to end, saying so, than to forget silently.
                self.problem = problem
                self.stopping.set()
                return
            if (
                self.worker
                and self.worker.poll() is not None
                and not self.stopping.wait(self.restart_seconds)
            ):
                self.say("The worker is gone; starting it again.")
                self._start_worker()

    # --- ending ---------------------------------------------------------------------------------

    def stop(self) -> None:
        """End everything that was started, in the reverse order; the clock stands from now on."""
        self.stopping.set()
        if self.worker and self.worker.poll() is None:
            self.worker.send_signal(signal.SIGTERM)
            try:
                self.worker.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.worker.kill()
                self.worker.wait()
        for part in ("console", "network_server"):
            if hasattr(self, part):
                getattr(self, part).stop()
        self.emulator.stop()
        if hasattr(self, "network"):
            self.network.close()
        self.clock.beat()
        self._held.close()
