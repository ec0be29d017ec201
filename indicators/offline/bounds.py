"""How large a file of numbers may be, and the reasons for which one is refused."""

from enum import StrEnum

MIB = 1 << 20
FILE_BYTES = 20 * MIB
WORKBOOK_BYTES = 5 * MIB
UNPACKED_BYTES = 40 * MIB
MEMBERS = 200
SHEETS = 30
ROWS = 8_000  # the hidden sheet has a row for each cell that can be filled in
COLUMNS = 60
CELLS = 60_000
TEXT_LENGTH = 32_767  # what a cell of a spreadsheet can hold


class FileProblem(StrEnum):
    """Why a whole file was refused."""

    TOO_LARGE = "file_too_large"
    UNKNOWN = "file_unknown"
    BROKEN = "workbook_broken"
    NAMES = "workbook_names"
    UNPACKS = "workbook_unpacks"
    ENTITIES = "workbook_entities"
    TOO_MUCH = "workbook_too_much"
    NO_KEYS = "workbook_no_keys"
    FOREIGN = "file_foreign"
    NO_JSON = "summary_no_json"
    NO_SUMMARY = "summary_other"
    DROUGHT = "summary_drought"
    AFFECTED = "summary_affected"
    NO_PERIOD = "summary_no_period"
    NO_TABLE = "table_none"
    UNIT = "summary_unit"
