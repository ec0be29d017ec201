"""Zip archives: checked before anything is unpacked, and unpacked under names of our own."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from countries.sandbox.refusal import Refusal
from countries.vectors.limits import VectorLimits
from countries.vectors.problems import VectorProblem

_PART_BYTES = 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DATA_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".kml")
_SHAPEFILE_NEEDED = (".shp", ".shx", ".prj")
_SHAPEFILE_PARTS = (*_SHAPEFILE_NEEDED, ".dbf", ".cpg")
_ENCRYPTED = 0x1


def unpack(path: Path, folder: Path, limits: VectorLimits) -> Path:
    """Unpack the one data file of an archive into `folder` and return its path.

    Raises `Refusal` for dangerous names, links, encryption, too many members, too much content,
    no data file or more than one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked_members(archive, limits)
            wanted = _wanted(members)
            return _write(archive, wanted, folder, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise Refusal(VectorProblem.ARCHIVE_BROKEN, detail=str(error)[:100]) from error


def _checked_members(archive: zipfile.ZipFile, limits: VectorLimits) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > limits.archive_members:
        raise Refusal(
            VectorProblem.ARCHIVE_TOO_MANY, count=len(members), limit=limits.archive_members
        )
    for member in members:
        _check_member(member)
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        raise _too_large(limits)
    return [member for member in members if not _is_clutter(member)]


def _too_large(limits: VectorLimits) -> Refusal:
    return Refusal(VectorProblem.ARCHIVE_TOO_LARGE, limit=limits.unpacked_bytes >> 20)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if name.startswith(("/", "\\")) or ".." in parts or ":" in name or is_link:
        raise Refusal(VectorProblem.ARCHIVE_NAMES, name=name[:100])
    if member.flag_bits & _ENCRYPTED:
        raise Refusal(VectorProblem.ARCHIVE_LOCKED, name=name[:100])
    if member.compress_type not in _METHODS:
        raise Refusal(VectorProblem.ARCHIVE_BROKEN, detail=f"method {member.compress_type}")


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or "__MACOSX" in parts or parts[-1].startswith(".")


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _wanted(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The members to unpack, by suffix."""
    data = [member for member in members if _suffix(member) in _DATA_SUFFIXES]
    if len(data) != 1:
        names = [member.filename[:60] for member in (data or members)[:5]]
        raise Refusal(VectorProblem.ARCHIVE_CONTENT, count=len(data), names=names)
    if _suffix(data[0]) != ".shp":
        return {_suffix(data[0]): data[0]}
    stem = data[0].filename[: -len(".shp")].lower()
    found = {
        _suffix(member): member
        for member in members
        if _suffix(member) in _SHAPEFILE_PARTS and member.filename[:-4].lower() == stem
    }
    missing = [suffix for suffix in _SHAPEFILE_NEEDED if suffix not in found]
    if missing:
        raise Refusal(VectorProblem.SHAPEFILE_INCOMPLETE, missing=list(missing))
    return found


def _write(
    archive: zipfile.ZipFile,
    wanted: dict[str, zipfile.ZipInfo],
    folder: Path,
    limits: VectorLimits,
) -> Path:
    room = limits.unpacked_bytes
    for suffix, member in wanted.items():
        with archive.open(member) as packed, (folder / f"layer{suffix}").open("wb") as plain:
            # The sizes in the directory may lie: count what really comes out.
            while part := packed.read(_PART_BYTES):
                room -= len(part)
                if room < 0:
                    raise _too_large(limits)
                plain.write(part)
    main = ".shp" if ".shp" in wanted else next(iter(wanted))
    return folder / f"layer{main}"
