"""The portal's own small set of line icons, drawn on a grid of 16 by 16."""

ICONS: dict[str, str] = {
    "alert": '<path d="M8 1.5 15 14H1Z"/><path d="M8 6v4M8 12v.5"/>',
    "arrow": '<path d="M2 8h11M9 4l4 4-4 4"/>',
    "check": '<path d="m2.5 8.5 3.5 3.5 7.5-8"/>',
    "clock": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4.5l3 1.5"/>',
    "cross": '<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>',
    "dash": '<path d="M3 8h10"/>',
    "download": '<path d="M8 1.5v9M4.5 7.5 8 11l3.5-3.5M2 14h12"/>',
    "draft": '<path d="m2 14 1-4 8-8 3 3-8 8Z"/><path d="m9.5 3.5 3 3"/>',
    "globe": (
        '<circle cx="8" cy="8" r="6.5"/><path d="M1.5 8h13M8 1.5c-4 4-4 9 0 13 4-4 4-9 0-13"/>'
    ),
    "inbox": '<path d="M2 9 4 2.5h8L14 9v4.5H2Z"/><path d="M2 9h3.5l1 2h3l1-2H14"/>',
    "info": '<circle cx="8" cy="8" r="6.5"/><path d="M8 7v4.5M8 4.5V5"/>',
    "lock": '<rect x="3" y="7" width="10" height="7.5"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7"/>',
    "person": '<circle cx="8" cy="5" r="3"/><path d="M2 14.5c.5-3.5 3-5 6-5s5.5 1.5 6 5"/>',
    "return": '<path d="M6 3 2 7l4 4"/><path d="M2 7h8a4 4 0 0 1 0 7.5H7"/>',
    "run": '<path d="M4 2.5v11L13 8Z"/>',
    "sigma": '<path d="M12.5 4V2h-9L8 8l-4.5 6h9v-2"/>',
    "up": '<path d="M8 14V3M3.5 7 8 2.5 12.5 7"/>',
    "down": '<path d="M8 2v11M3.5 9 8 13.5 12.5 9"/>',
    "level": '<path d="M2 6h12M2 10h12"/>',
    "upload": '<path d="M8 11V2M4.5 5.5 8 2l3.5 3.5M2 14h12"/>',
}

DIRECTED = frozenset({"arrow", "return", "run"})
"""Icons that point along the line of reading and turn round in Arabic."""
