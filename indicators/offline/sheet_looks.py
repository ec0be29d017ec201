"""How cells of the workbook look: open ones white with a border, locked ones grey."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

HEADING = Font(bold=True, size=14)
BOLD = Font(bold=True)
QUIET = Font(italic=True, color="4A5A5F")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
_LINE = Side(style="thin", color="8F9A98")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
GREY = PatternFill("solid", fgColor="E9EDEB")
OPEN = Protection(locked=False)
PLACES = "#,##0.00####"
