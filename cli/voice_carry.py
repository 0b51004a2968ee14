"""Carries one document from the console to its file, or from the file to the console."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

from chalicelib.adapters.files.voice_record import VoiceRecord, keep_met, read_record, write_whole
from chalicelib.bootstrap import Services
from chalicelib.domain.document import text_digest
from chalicelib.domain.errors import ConflictError
from chalicelib.voice.catalogue import Item, Kind, catalogue
from chalicelib.voice.sync import Met, Sides, Where, push, sides_of
from cli.connection import operator


class Done(StrEnum):
    """What became of a document."""

    PULLED = "pulled"
    PUSHED = "pushed"
    KEPT = "kept"
    LEFT = "left"
    CONFLICT = "conflict"


class Carrier:
    """Works on one deployment and the files of `prompts/`. With `dry_run` it writes nothing."""

    def __init__(self, services: Services, *, note: str, dry_run: bool) -> None:
        self._room = services.voicing()
        self._folder = services.settings.prompts_dir
        self._table = services.settings.table
        self._note = note
        self._dry_run = dry_run
        self._record: VoiceRecord = read_record(self._folder)

    def sides(self, brand: str, paths: tuple[str, ...]) -> Iterator[Sides]:
        """Both sides of each document of the brand, or of those at these paths."""
        heads = self._room.documents.heads(brand)
        known = self._record.tables.get(self._table, {}).get(brand, {})
        for item in catalogue(self._room.brands[brand]):
            if item.path in paths or (not paths and not self._is_of_all(item)):
                met = known.get(item.path)
                seen = Met(met.version, met.digest) if met else None
                yield sides_of(self._room, brand, item.path, heads.get(item.path), seen)

    def written_at(self, path: str) -> datetime | None:
        """When the document's file was last written, in UTC; None where there is none."""
        file = self._folder / path
        return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None

    def _is_of_all(self, item: Item) -> bool:
        """One file for several brands, each with versions of its own: only who names it can mean it."""
        return item.kind in (Kind.TASK, Kind.NETWORK) and len(self._room.brands) > 1

    def carry(self, direction: str, brand: str, sides: Sides, decide: str | None, *, named: bool) -> Done:
        """Do what is to be done for a document; `decide` is whose text stays in a conflict."""
        where = sides.where
        if where is Where.BOTH:
            return self._settle(direction, brand, sides, decide)
        if where is Where.CONSOLE and direction == "pull":
            return self._pull(brand, sides)
        if direction == "push" and (where is Where.HERE or (where is Where.FILE_ONLY and named)):
            return self._push(brand, sides)
        if direction == "pull" and sides.as_met and where in (Where.SAME, Where.FILE_ONLY):
            self._keep(brand, sides.path, sides.as_met)
        return Done.KEPT if where in (Where.SAME, Where.FILE_ONLY) else Done.LEFT

    def _settle(self, direction: str, brand: str, sides: Sides, decide: str | None) -> Done:
        if decide == "theirs":
            return self._pull(brand, sides)
        if decide == "ours" and direction == "push":
            return self._push(brand, sides)
        if decide == "ours" and sides.document:
            # From now on the file counts as changed after this version: it can be pushed.
            self._keep(brand, sides.path, Met(sides.document.version, sides.document.digest))
            return Done.LEFT
        return Done.CONFLICT

    def _pull(self, brand: str, sides: Sides) -> Done:
        document = sides.document
        if document and not self._dry_run:
            write_whole(self._folder / sides.path, document.text)
            self._keep(brand, sides.path, Met(document.version, document.digest))
        return Done.PULLED

    def _push(self, brand: str, sides: Sides) -> Done:
        if self._dry_run:
            return Done.PUSHED
        try:
            document = push(self._room, brand, sides, who=operator(), note=self._note)
        except ConflictError:  # Somebody saved since we looked.
            return Done.CONFLICT
        self._keep(brand, sides.path, Met(document.version, text_digest(document.text)))
        return Done.PUSHED

    def _keep(self, brand: str, path: str, met: Met) -> None:
        if not self._dry_run:
            keep_met(self._folder, self._table, brand, path, met._asdict())
