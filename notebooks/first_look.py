# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Первый взгляд на набор данных
#
# Набор сделан командой `extractor import`; здесь — планы из `corpora/`, сочинённые для проверки программы: люди,
# школы и события в них вымышлены. Чтобы посмотреть на свои планы, замените папку.

# %%
import altair as alt
import pandas as pd

import extractor

FOLDER = "output"
MONTHS = {9: "сен", 10: "окт", 11: "ноя", 12: "дек", 1: "янв", 2: "фев", 3: "мар", 4: "апр", 5: "май", 6: "июн",
          7: "июл", 8: "авг"}  # fmt: skip


@alt.theme.register("plans", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Large letters, titles on the left, no frame: pictures for a screen at a meeting."""
    axis = {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 420, "domain": False, "ticks": False}
    return {
        "config": {
            "title": {"fontSize": 18, "anchor": "start", "offset": 14, "subtitleFontSize": 13, "subtitlePadding": 6},
            "axis": axis,
            "axisX": {"labelAngle": 0},
            "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 320},
            "view": {"stroke": None},
        }
    }


alt.renderers.enable("png", scale_factor=2)  # pictures that need no network
frames = extractor.load(FOLDER)
frames

# %% [markdown]
# ## Сколько событий и откуда

# %%
plans = frames.documents.loc[frames.documents["events"] > 0, ["source", "institution", "title", "events"]]
plans = plans.sort_values(["events", "source"], ascending=[False, True]).head(10)
plans.columns = ["файл", "учреждение", "название плана", "событий"]
plans.fillna("").reset_index(drop=True)

# %% [markdown]
# ## Календарь: сколько событий в каждый день
#
# Только события, у которых есть день: месяцы и «в течение года» закрасили бы всё одинаково. Показан учебный год, в
# котором таких событий больше всего; выходные — серые.

# %%
single = frames.dates["precision"].eq("day") & frames.dates["start"].eq(frames.dates["end"])
days = frames.dates.loc[single, "start"]
year = int((days.dt.year - (days.dt.month < 9)).mode().iloc[0])
calendar = pd.DataFrame({"day": pd.date_range(f"{year}-09-01", f"{year + 1}-08-31")})
calendar["events"] = calendar["day"].map(days.value_counts()).fillna(0).astype(int)
calendar["month"] = calendar["day"].dt.month.map(MONTHS)
calendar["date"] = calendar["day"].dt.day
calendar["weekend"] = calendar["day"].dt.day_of_week >= 5
base = alt.Chart(calendar).encode(
    x=alt.X("date:O", title="день месяца"), y=alt.Y("month:N", sort=list(MONTHS.values()), title=None)
)
empty = base.mark_rect(stroke="white", strokeWidth=2).encode(
    color=alt.condition("datum.weekend", alt.value("#e4e4e4"), alt.value("#f6f6f6"))
)
busy = alt.datum["events"] > 0
filled = (
    base.transform_filter(busy)
    .mark_rect(stroke="white", strokeWidth=2)
    .encode(color=alt.Color("events:Q", scale=alt.Scale(scheme="greens", domainMin=0), legend=None))
)
figures = (
    base.transform_filter(busy)
    .mark_text(fontSize=13)
    .encode(
        text="events:Q",
        color=alt.condition(alt.datum["events"] > calendar["events"].max() / 2, alt.value("white"), alt.value("#333")),
    )
)
title = alt.Title(
    f"События по дням, {year}/{year + 1} учебный год", subtitle="Число в клетке — сколько событий в этот день"
)
alt.layer(empty, filled, figures, title=title).properties(width=860, height=360)

# %% [markdown]
# ## Чем заняты: виды событий по месяцам
#
# Месяц — тот, в котором событие начинается. Восемь самых частых видов, остальные вместе, серым.

# %%
dated = frames.events[frames.events["start"].notna()].copy()
dated["month"] = dated["start"].dt.month.map(MONTHS)
named = dated.loc[dated["type"].ne("other"), "type_label"].value_counts()
kinds = [*named.index[:8], "остальные виды"]
dated["kind_shown"] = dated["type_label"].where(dated["type_label"].isin(kinds[:-1]), "остальные виды")
dated["place"] = dated["kind_shown"].map(kinds.index)
colours = ["#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#d5d5d5"]
shown = dated[["month", "kind_shown", "place"]]
alt.Chart(shown, title="Виды событий по месяцам").mark_bar().encode(
    x=alt.X("month:N", sort=list(MONTHS.values()), title=None),
    y=alt.Y("count():Q", title="событий", axis=alt.Axis(grid=True)),
    color=alt.Color("kind_shown:N", title=None, sort=kinds, scale=alt.Scale(domain=kinds, range=colours)),
    order=alt.Order("place:Q"),
).properties(width=760, height=360)

# %% [markdown]
# ## Кто и когда занят
#
# Двенадцать человек, у которых больше всего событий, и месяцы, в которые эти события начинаются. Однофамильцы с теми
# же инициалами из разных планов — разные люди.

# %%
people = frames.parties[frames.parties["name"].notna() & frames.parties["role"].eq("responsible")]
work = people.merge(dated[["event_id", "document_id", "month"]], on="event_id")
loads = work.groupby(["document_id", "name"])["event_id"].nunique().rename("all").reset_index()
loads = loads.sort_values(["all", "name"], ascending=[False, True]).head(12)
table = work.merge(loads, on=["document_id", "name"])
table = table.groupby(["name", "all", "month"])["event_id"].nunique().rename("events").reset_index()
grid = alt.Chart(table).encode(
    x=alt.X("month:N", sort=list(MONTHS.values()), scale=alt.Scale(domain=list(MONTHS.values())), title=None),
    y=alt.Y("name:N", sort=list(loads["name"]), title=None),
)
cells = grid.mark_rect(stroke="white", strokeWidth=2).encode(
    color=alt.Color("events:Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None)
)
numbers = grid.mark_text(fontSize=13).encode(
    text="events:Q",
    color=alt.condition(alt.datum["events"] > table["events"].max() / 2, alt.value("white"), alt.value("#333")),
)
title = alt.Title("Кто и когда занят", subtitle="Число в клетке — сколько событий человека начинается в этом месяце")
alt.layer(cells, numbers, title=title).properties(width=640, height=380)

# %% [markdown]
# Что в этом наборе стоит проверить человеку — в тетради `import_quality`, кто с кем работает — в `network`.
