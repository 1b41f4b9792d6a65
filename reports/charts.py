"""The chart of the report as SVG text: usage charged by day, one panel for each currency, no script and no font from elsewhere.

What does not belong here: amounts that anybody relies on. A bar's height is pixels; the numbers stand in the table and its file.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reports.amounts import currency_exponents

# Told apart by people who see colours differently, and dark enough on white.
COLOURS = ("#1f5a7a", "#c98a1b", "#5b8f5a", "#8a4f7d", "#7a8794")
FONT = "Helvetica, Arial, sans-serif"
NAMED_METERS = 4


def revenue_chart(rows: list[dict[str, Any]]) -> str:
    """Stacked bars by day and meter from rows with ``currency``, ``usage_date``, ``meter`` and ``amount_exact_minor``; empty text for no rows."""
    if not rows:
        return ""
    import altair as alt
    import vl_convert

    names = _meter_names(rows)
    order = [*dict.fromkeys(names.values())]
    days = sorted({row["usage_date"].isoformat() for row in rows})
    panels = [_panel(alt, currency, [row for row in rows if row["currency"] == currency], names, order, days) for currency in _currencies(rows)]
    chart = alt.vconcat(*panels, spacing=14).configure(font=FONT, background="#ffffff").configure_view(stroke=None)
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=f"v{alt.SCHEMA_VERSION.lstrip('v').rsplit('.', 1)[0]}")
    return _for_inline_use(svg)


def _panel(alt: Any, currency: str, rows: list[dict[str, Any]], names: dict[str, str], order: list[str], days: list[str]) -> Any:
    exponent = currency_exponents().get(currency, 0)
    drawn: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = (row["usage_date"].isoformat(), names[row["meter"]])
        drawn[key] = drawn.get(key, Decimal(0)) + row["amount_exact_minor"].scaleb(-exponent)
    values = [{"day": day, "meter": meter, "rank": order.index(meter), "height": float(amount)} for (day, meter), amount in sorted(drawn.items())]
    first_of_week = [day for number, day in enumerate(days) if number % 5 == 0]
    return (
        alt.Chart(alt.Data(values=values), title=alt.Title(currency, anchor="start", fontSize=12, color="#26323a"))
        .mark_bar(size=min(20, 800 // len(days)))
        .encode(
            x=alt.X(
                "day:O", scale=alt.Scale(domain=days), axis=alt.Axis(title=None, values=first_of_week, labelAngle=0, labelOverlap=True, tickSize=3)
            ),
            y=alt.Y("sum(height):Q", axis=alt.Axis(title=None, format=",.0f", tickCount=4, gridColor="#e5e9ec", domain=False, ticks=False)),
            color=alt.Color(
                "meter:N",
                scale=alt.Scale(domain=order, range=list(COLOURS[: len(order)])),
                legend=alt.Legend(title=None, orient="top", direction="horizontal", labelLimit=200) if currency == _first(rows) else None,
            ),
            order=alt.Order("rank:Q"),
        )
        .properties(width=1060, height=120)
    )


def _first(rows: list[dict[str, Any]]) -> str:
    return str(rows[0]["currency"])


def _currencies(rows: list[dict[str, Any]]) -> list[str]:
    return sorted({row["currency"] for row in rows})


def _meter_names(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The meters with the largest share of any currency keep their name, the rest is one bar: a legend of a dozen colours is no legend."""
    sums: dict[tuple[str, str], Decimal] = {}
    totals: dict[str, Decimal] = {}
    for row in rows:
        sums[row["meter"], row["currency"]] = sums.get((row["meter"], row["currency"]), Decimal(0)) + row["amount_exact_minor"]
        totals[row["currency"]] = totals.get(row["currency"], Decimal(0)) + row["amount_exact_minor"]
    shares: dict[str, Decimal] = {}
    for (meter, currency), amount in sums.items():
        shares[meter] = max(shares.get(meter, Decimal(0)), amount / totals[currency] if totals[currency] else Decimal(0))
    by_share = sorted(shares, key=lambda meter: (-shares[meter], meter))
    return {meter: meter if number < NAMED_METERS else "other meters" for number, meter in enumerate(by_share)}


def _for_inline_use(svg: str) -> str:
    """The picture as an element of the page: no XML declaration, and a label for those who do not see it."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.DOTALL)
    return svg.replace("<svg ", '<svg role="img" aria-labelledby="chart-caption" ', 1)
