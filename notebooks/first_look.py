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
# Набор сделан командой `extractor import`; здесь — планы из `corpora/`, сочинённые для проверки программы.
# Чтобы посмотреть на свои, замените папку.

# %%
import altair as alt
import pandas as pd

import extractor

alt.renderers.enable("png", scale_factor=2)  # pictures that need no network

FOLDER = "output"
frames = extractor.load(FOLDER)
frames

# %% [markdown]
# ## Сколько событий и откуда

# %%
counts = frames.events.merge(frames.documents[["document_id", "source", "institution"]], on="document_id")
counts.groupby("source").size().sort_values(ascending=False).rename("событий").head(10).to_frame()

# %% [markdown]
# ## Календарь: сколько событий в каждый день
#
# Только события, у которых есть день: месяцы и «в течение года» закрасили бы всё одинаково. Показан учебный год, в
# котором таких событий больше всего.

# %%
days = frames.dates[frames.dates["precision"].eq("day") & frames.dates["start"].notna()]
days = days.assign(year=days["start"].dt.year - (days["start"].dt.month < 9))
year = int(days["year"].mode().iloc[0])
daily = days[days["year"] == year].groupby("start").size().rename("events").reset_index()
daily["month"] = daily["start"].dt.strftime("%Y-%m")
alt.Chart(daily, title=f"События по дням, {year}/{year + 1} учебный год").mark_rect().encode(
    x=alt.X("date(start):O", title="день месяца"),
    y=alt.Y("month:O", title=None),
    color=alt.Color("events:Q", title="событий", scale=alt.Scale(scheme="greens")),
    tooltip=[alt.Tooltip("start:T", format="%d.%m.%Y", title="день"), alt.Tooltip("events:Q", title="событий")],
).properties(width=640)

# %% [markdown]
# ## Чем заняты: виды событий по месяцам

# %%
dated = frames.events[frames.events["start"].notna()].copy()
dated["month"] = dated["start"].dt.month
order = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]
top = dated["type_label"].value_counts().head(8).index
alt.Chart(dated[dated["type_label"].isin(top)], title="Виды событий по месяцам их начала").mark_bar().encode(
    x=alt.X("month:O", sort=order, title="месяц"),
    y=alt.Y("count():Q", title="событий"),
    color=alt.Color("type_label:N", title="вид", sort=list(top)),
).properties(width=640)

# %% [markdown]
# ## Кто и когда занят
#
# Десять человек, у которых больше всего событий, и месяцы, в которые эти события начинаются.

# %%
people = frames.parties[frames.parties["name"].notna() & frames.parties["kind"].ne("participant")]
busy = people.merge(dated[["event_id", "month"]], on="event_id")
busiest = busy["name"].value_counts().head(10).index
alt.Chart(busy[busy["name"].isin(busiest)], title="Кто и когда занят").mark_circle().encode(
    x=alt.X("month:O", sort=order, title="месяц"),
    y=alt.Y("name:N", sort=list(busiest), title=None),
    size=alt.Size("count():Q", title="событий"),
).properties(width=640)

# %% [markdown]
# ## Что стоит проверить человеку

# %%
warnings = frames.events.explode("warnings").dropna(subset="warnings")
pd.crosstab(warnings["warnings"], warnings["type_label"]).sum(axis=1).sort_values(ascending=False).rename("событий")
