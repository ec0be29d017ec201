"""What stands with every map, print and export."""

from django.utils.translation import gettext as _


def disclaimer() -> str:
    """The sentence of the United Nations about boundaries and names."""
    return _(
        "The boundaries and names shown and the designations used on this map do not imply"
        " official endorsement or acceptance by the United Nations."
    )
