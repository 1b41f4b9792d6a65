"""The charts of the report as SVG text: usage charged by day, receivables by age, budgets. No script and no font from elsewhere.

What does not belong here: amounts that anybody relies on. A bar's height is pixels; the numbers stand in the table and its file.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reports.amounts import currency_exponents
from reports.money_tables import AGES

# Told apart by people who see colours differently, and dark enough on white.
COLOURS = ("#1f5a7a", "#c98a1b", "#5b8f5a", "#8a4f7d", "#7a8794")
FONT = "Helvetica, Arial, sans-serif"
INK, GRID = "#26323a", "#e5e9ec"
DARKER = ("#9db8c7", "#c9a24a", "#b9772a", "#a5482b", "#7a1f1f")
NAMED_METERS = 4
BUDGETS_SHOWN = 25
NAME_PIXELS, MOST_NAME_PIXELS = 7, 300


def revenue_chart(rows: list[dict[str, Any]]) -> str:
    """Stacked bars by day and meter from rows with ``currency``, ``usage_date``, ``meter`` and ``amount_exact_minor``; empty text for no rows."""
    if not rows:
        return ""
    import altair as alt

    names = _meter_names(rows)
    order = [*dict.fromkeys(names.values())]
    days = sorted({row["usage_date"].isoformat() for row in rows})
    panels = [_panel(alt, currency, [row for row in rows if row["currency"] == currency], names, order, days) for currency in _currencies(rows)]
    return _drawn(alt, alt.vconcat(*panels, spacing=14), "revenue_by_day")


def receivables_chart(rows: list[dict[str, Any]]) -> str:
    """What is left to pay by age, a panel for each currency with a scale of its own, from rows with ``currency`` and the columns of AGES."""
    if not rows:
        return ""
    import altair as alt

    ages = [column.heading for column in AGES]
    panels = []
    for row in rows:
        exponent = currency_exponents().get(row["currency"], 0)
        values = [{"age": column.heading, "height": float(Decimal(row[column.name]).scaleb(-exponent))} for column in AGES]
        panels.append(
            alt.Chart(alt.Data(values=values), title=alt.Title(row["currency"], anchor="start", fontSize=12, color=INK))
            .mark_bar(size=34)
            .encode(
                x=alt.X("age:O", scale=alt.Scale(domain=ages), axis=alt.Axis(title=None, labelAngle=0, labelLimit=90, tickSize=3)),
                y=_amounts_axis(alt, "height:Q", [value["height"] for value in values]),
                # The older, the darker, for those who tell no colours apart.
                color=alt.Color("age:N", scale=alt.Scale(domain=ages, range=list(DARKER)), legend=None),
            )
            .properties(width=440, height=130)
        )
    return _drawn(alt, alt.concat(*panels, columns=2, spacing=24), "receivables_by_age")


def budgets_chart(rows: list[dict[str, Any]]) -> str:
    """How much of each budget is spent, in percent, from rows with ``policy_id``, ``account_id`` and ``spend_percent``; the first of many only."""
    shown = [row for row in rows if row["spend_percent"] is not None][:BUDGETS_SHOWN]
    if not shown:
        return ""
    import altair as alt

    values = [{"budget": f"{row['policy_id']}, {row['account_id']}", "percent": float(row["spend_percent"])} for row in shown]
    # Whoever reads it may have a wider font than the one that the drawing is measured with.
    room = min(NAME_PIXELS * max(len(one["budget"]) for one in values), MOST_NAME_PIXELS)
    bars = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(size=12)
        .encode(
            y=alt.Y("budget:N", sort=None, axis=alt.Axis(title=None, labelLimit=MOST_NAME_PIXELS, minExtent=room, ticks=False, domain=False)),
            x=alt.X("percent:Q", axis=alt.Axis(title="Spent, % of the budget", titleFontWeight="normal", gridColor=GRID, tickCount=5)),
            color=alt.condition("datum.percent >= 100", alt.value("#8f1d1d"), alt.value(COLOURS[0])),
        )
    )
    whole = alt.Chart(alt.Data(values=[{"percent": 100}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="percent:Q")
    return _drawn(alt, (bars + whole).properties(width=760, height=alt.Step(20)), "budgets")


def _drawn(alt: Any, chart: Any, table: str) -> str:
    import vl_convert

    looks = chart.configure(font=FONT, background="#ffffff").configure_view(stroke=None)
    svg = vl_convert.vegalite_to_svg(looks.to_dict(), vl_version=f"v{alt.SCHEMA_VERSION.lstrip('v').rsplit('.', 1)[0]}")
    return _for_inline_use(svg, f"chart-of-{table}")


def _amounts_axis(alt: Any, field: str, heights: list[float]) -> Any:
    # Small amounts need decimals, or the marks of the axis would all read alike.
    written = ",.0f" if max(map(abs, heights), default=0) >= 10 else ",.3~f"
    return alt.Y(field, axis=alt.Axis(title=None, format=written, tickCount=4, gridColor=GRID, domain=False, ticks=False))


def _panel(alt: Any, currency: str, rows: list[dict[str, Any]], names: dict[str, str], order: list[str], days: list[str]) -> Any:
    exponent = currency_exponents().get(currency, 0)
    drawn: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = (row["usage_date"].isoformat(), names[row["meter"]])
        drawn[key] = drawn.get(key, Decimal(0)) + row["amount_exact_minor"].scaleb(-exponent)
    values = [{"day": day, "meter": meter, "rank": order.index(meter), "height": float(amount)} for (day, meter), amount in sorted(drawn.items())]
    first_of_week = [day for number, day in enumerate(days) if number % 5 == 0]
    return (
        alt.Chart(alt.Data(values=values), title=alt.Title(currency, anchor="start", fontSize=12, color=INK))
        .mark_bar(size=min(20, 800 // len(days)))
        .encode(
            x=alt.X(
                "day:O", scale=alt.Scale(domain=days), axis=alt.Axis(title=None, values=first_of_week, labelAngle=0, labelOverlap=True, tickSize=3)
            ),
            y=_amounts_axis(alt, "sum(height):Q", [value["height"] for value in values]),
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


def _for_inline_use(svg: str, caption_id: str) -> str:
    """The picture as an element of the page: no XML declaration, and a label for those who do not see it."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.DOTALL)
    return svg.replace("<svg ", f'<svg role="img" aria-labelledby="{caption_id}" ', 1)
