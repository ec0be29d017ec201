"""Pages of the app `ldnportal`: what is published, for everybody."""

from tests.ldnportal.authorisation.table import Row, public, row

REGION = {"slug": "annex-i"}

#                         anon contr focal other  rev  rev2  secr  obs
ROWS: list[Row] = [
    *public("home"),
    *public("country_list"),
    *public("country_detail", iso3="XCC"),
    # A Party that has published nothing has a page that says so, whoever asks.
    row("country_detail", "GET", "200  200  200  200  200  200  200  200", iso3="XAA"),
    *public("search"),
    *public("register"),
    *public("register_features"),
    *public("region_list"),
    *public("region_choose"),
    *public("region_compare"),
    *public("region_detail", **REGION),
    *public("region_xlsx", **REGION),
    *public("region_csv", sheet="facts", **REGION),
    *public("region_chart_svg", key="degraded", **REGION),
    *public("region_chart_csv", key="degraded", **REGION),
    # The guided tour is there in the demonstration only.
    row("tour", "GET", "404  404  404  404  404  404  404  404"),
    row("tour", "POST", "405  405  405  405  405  405  405  405"),
]
