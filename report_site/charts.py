"""The charts of the report pages, as Vega-Lite: what is drawn. Colours come from the page.

The marks name a style (value, interval, target, action) whose colour the page sets, so that one
chart serves light and dark. A figure is a point with its interval, not a bar: a bar would have to
start at zero, and would hide how sure the figure is.
"""

from __future__ import annotations

from functools import cache

import altair as alt
import vl_convert

SERIES = alt.NamedData("figures")


@cache
def library() -> str:
    """Return the JavaScript that draws the charts: Vega, Vega-Lite and Vega-Embed."""
    return vl_convert.javascript_bundle()


def _format(percent: bool) -> str:
    """Return the number format of an axis."""
    return ".0%" if percent else ",.4~g"


@cache
def trend(percent: bool) -> dict:
    """A KPI over time, with its interval, the target and the action threshold.

    Args:
        percent: whether the values are shares.
    """
    base = alt.Chart(SERIES)
    x = alt.X("period:O", title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0), sort=None)
    scale = alt.Scale(zero=False, nice=True)
    axis = alt.Axis(format=_format(percent), tickCount=5)
    tooltip = [
        alt.Tooltip("period:N", title="period"),
        alt.Tooltip("text:N", title="value"),
        alt.Tooltip("interval:N", title="95 % interval"),
        alt.Tooltip("n:Q", title="n", format=","),
    ]
    return (
        alt.layer(
            base.mark_area(style="interval").encode(
                x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"
            ),
            _line("target"),
            _line("action"),
            base.mark_line(style="value").encode(
                x=x, y=alt.Y("value:Q", scale=scale, axis=axis, title=None)
            ),
            base.mark_point(style="point", size=40, filled=True).encode(
                x=x,
                y=alt.Y("value:Q", scale=scale),
                fillOpacity=alt.condition("datum.open", alt.value(0), alt.value(1)),
                tooltip=tooltip,
            ),
        )
        .properties(width="container", height=180)
        .to_dict()
    )


def _line(kind: str) -> alt.Chart:
    """Draw the target or the action threshold, if there is one."""
    return (
        alt.Chart(SERIES)
        .transform_filter(f"isValid(datum.{kind})")
        .transform_aggregate(line=f"max({kind})")
        .mark_rule(style=kind, strokeDash=[6, 3] if kind == "target" else [2, 2])
        .encode(y=alt.Y("line:Q", scale=alt.Scale(zero=False)))
    )


@cache
def spark() -> dict:
    """A KPI over time in a line of a table: the course alone, with the target."""
    base = alt.Chart(SERIES)
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    x = alt.X("period:O", axis=hidden, sort=None)
    scale = alt.Scale(zero=False)
    return (
        alt.layer(
            base.mark_area(style="interval").encode(
                x=x, y=alt.Y("low:Q", scale=scale, axis=hidden), y2="high:Q"
            ),
            _line("target"),
            base.mark_line(style="value", strokeWidth=1.5).encode(
                x=x, y=alt.Y("value:Q", scale=scale, axis=hidden)
            ),
        )
        .properties(width=130, height=30, padding=2)
        .configure_view(stroke=None)
        .to_dict()
    )


@cache
def by_cut(percent: bool) -> dict:
    """A KPI by the values of a cut in one period: a point with its interval, and n."""
    base = alt.Chart(SERIES)
    y = alt.Y("label:N", title=None, sort=alt.SortField("order"), axis=alt.Axis(labelLimit=260))
    scale = alt.Scale(zero=False, nice=True)
    return (
        alt.layer(
            base.mark_rule(style="range", strokeWidth=3).encode(
                y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"
            ),
            alt.Chart(SERIES)
            .transform_filter("isValid(datum.target)")
            .transform_aggregate(line="max(target)")
            .mark_rule(style="target", strokeDash=[6, 3])
            .encode(x=alt.X("line:Q", scale=scale)),
            base.mark_point(style="point", size=70, filled=True).encode(
                y=y,
                x=alt.X(
                    "value:Q",
                    scale=scale,
                    title=None,
                    axis=alt.Axis(format=_format(percent), tickCount=5),
                ),
                fillOpacity=alt.condition("datum.open", alt.value(0), alt.value(1)),
                tooltip=[
                    alt.Tooltip("label:N", title="of"),
                    alt.Tooltip("text:N", title="value"),
                    alt.Tooltip("interval:N", title="95 % interval"),
                ],
            ),
        )
        .properties(width="container", height={"step": 26})
        .to_dict()
    )


@cache
def emotional_journey() -> dict:
    """The mean feeling at each touchpoint, in the order in which customers meet them."""
    base = alt.Chart(SERIES)
    x = alt.X("touchpoint:N", sort=None, title=None, axis=alt.Axis(labelAngle=-25, labelLimit=220))
    scale = alt.Scale(domain=[-1, 1])
    return (
        alt.layer(
            base.mark_rule(style="zero").encode(y=alt.datum(0)),
            base.mark_rule(style="range", strokeWidth=3).encode(
                x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"
            ),
            base.mark_line(style="value").encode(x=x, y=alt.Y("value:Q", scale=scale)),
            base.mark_point(style="point", size=70, filled=True).encode(
                x=x,
                y=alt.Y("value:Q", scale=scale, title="sentiment, -1 to 1"),
                tooltip=[
                    alt.Tooltip("touchpoint:N"),
                    alt.Tooltip("text:N", title="mean sentiment"),
                    alt.Tooltip("interval:N", title="95 % interval"),
                    alt.Tooltip("n:Q", title="n", format=","),
                ],
            ),
        )
        .properties(width="container", height=260)
        .to_dict()
    )


@cache
def cohorts() -> dict:
    """How many of each year's new customers are still there, by the months since they came."""
    return (
        alt.Chart(SERIES)
        .mark_line(style="cohort", point=alt.OverlayMarkDef(size=18, filled=True))
        .encode(
            x=alt.X("months:Q", title="months since the first one", axis=alt.Axis(grid=False)),
            y=alt.Y(
                "rate:Q",
                title="still customers",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%"),
            ),
            color=alt.Color("cohort:N", title="came in", scale=alt.Scale(scheme="viridis")),
            tooltip=[
                alt.Tooltip("cohort:N", title="came in"),
                alt.Tooltip("months:Q", title="months"),
                alt.Tooltip("rate:Q", title="still customers", format=".1%"),
                alt.Tooltip("n:Q", title="customers at the start"),
            ],
        )
        .properties(width="container", height=280)
        .to_dict()
    )


@cache
def story() -> dict:
    """What happened to one payer, and how it felt: a mark for each touchpoint."""
    base = alt.Chart(SERIES)
    axis = alt.Axis(labelOverlap=True, grid=False, format="%Y-%m-%d", tickCount=6)
    x = alt.X("at:T", title=None, axis=axis)
    scale = alt.Scale(domain=[-1, 1])
    tooltip = [
        alt.Tooltip("day:N", title="on"),
        alt.Tooltip("what:N", title="what"),
        alt.Tooltip("channel:N"),
        alt.Tooltip("feeling:N", title="sentiment"),
    ]
    return (
        alt.layer(
            base.mark_rule(style="zero").encode(y=alt.datum(0)),
            # where the feeling is not known, that something happened
            base.transform_filter("!isValid(datum.felt)")
            .mark_tick(style="untold", size=14, orient="vertical")
            .encode(x=x, y=alt.datum(0), tooltip=tooltip),
            base.transform_filter("isValid(datum.felt)")
            .mark_point(style="point", size=90, filled=True, opacity=0.8)
            .encode(
                x=x,
                y=alt.Y("felt:Q", scale=scale, title="sentiment, -1 to 1"),
                shape=alt.Shape("channel:N", title="channel"),
                tooltip=tooltip,
            ),
        )
        .properties(width="container", height=220)
        .to_dict()
    )
