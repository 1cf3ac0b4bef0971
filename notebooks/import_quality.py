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
# # Качество импорта: что программа поняла и что исправить
#
# Для того, кто готовит данные: какие файлы не прочитаны, где программа сомневается, в каких файлах и столбцах теряется
# больше всего. Набор сделан командой `extractor import`; здесь — планы из `corpora/`, замените папку на свою.

# %%
from pathlib import Path

import altair as alt
import pandas as pd

import extractor
from extractor import messages
from extractor.messages.codes import warning_meaning

FOLDER = "output"


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
messages.use("ru")
frames = extractor.load(FOLDER)
events = frames.events.merge(frames.documents[["document_id", "source"]], on="document_id")
events["warnings"] = events["warnings"].map(list)
frames

# %% [markdown]
# ## Итог импорта

# %%
failures = pd.read_csv(Path(FOLDER, "failures.csv"))
planless = frames.documents["events"].eq(0)
unsure = events["warnings"].str.len().gt(0)
summary = {
    "прочитано файлов": len(frames.documents),
    "не прочитано": len(failures),
    "из них планы": int((~planless).sum()),
    "не планы (приказы, отчёты, списки …)": int(planless.sum()),
    "событий": len(events),
    "событий без единого замечания": f"{1 - unsure.mean():.1%}".replace(".", ","),
    "средняя уверенность": f"{events['confidence'].mean():.2f}".replace(".", ","),
}
pd.Series(summary, name="").to_frame()

# %% [markdown]
# ## Не прочитанные файлы
#
# Что не удалось прочитать, почему и что делать. Пустая таблица — прочитано всё.

# %%
columns = {"source": "файл", "reason": "причина", "remedy": "что делать"}
failures[list(columns)].rename(columns=columns)

# %% [markdown]
# ## Насколько программа уверена
#
# Уверенность события — от 0 до 1: 0,95 у обычной строки, меньше — где что-то пришлось угадывать. Начинать проверку
# стоит слева.

# %%
sure = pd.DataFrame({"confidence": (events["confidence"] * 100).round().astype(int), "unsure": unsure})
sure["group"] = sure["unsure"].map({True: "с замечанием", False: "без замечаний"})
sure = sure.groupby(["confidence", "group"]).size().rename("events").reset_index()
sure["shown"] = sure["confidence"].map(lambda percent: f"{percent / 100:.2f}".replace(".", ","))
title = alt.Title("Уверенность событий", subtitle="Шкала логарифмическая: редкие случаи видны рядом с обычными")
bars = alt.Chart(sure).encode(
    x=alt.X("shown:O", title="уверенность", sort=sorted(sure["shown"].unique())),
    y=alt.Y("events:Q", title="событий", scale=alt.Scale(type="symlog"), axis=alt.Axis(values=[1, 10, 100, 1000])),
    color=alt.Color("group:N", title=None, scale=alt.Scale(range=["#b8d4e8", "#e45756"])),
    xOffset="group:N",
)
alt.layer(
    bars.mark_bar(), bars.mark_text(dy=-7, fontSize=12, color="#333").encode(text="events:Q", color=alt.value("#333")),
    title=title,
).properties(width=860, height=280)

# %% [markdown]
# ## О чём замечания
#
# Каждое замечание — строка, на которую стоит взглянуть; рядом сказано, что с ней делать.

# %%
said = events[["document_id", "event_id", "source", "warnings"]].explode("warnings").dropna(subset="warnings")
said["meaning"] = said["warnings"].map(lambda code: warning_meaning(code).said)
kinds = said.groupby("meaning").agg(events=("event_id", "nunique"), files=("source", "nunique")).reset_index()
kinds["shown"] = "событий: " + kinds["events"].astype(str) + ", файлов: " + kinds["files"].astype(str)
bars = alt.Chart(kinds).encode(
    x=alt.X("events:Q", axis=None),
    y=alt.Y("meaning:N", sort="-x", title=None),
)
alt.layer(
    bars.mark_bar(color="#f0a35e"), bars.mark_text(align="left", dx=6, fontSize=13).encode(text="shown:N"),
    title="Замечания",
).properties(width=520, height=alt.Step(30))

# %%
advice = {code: (warning_meaning(code).said, warning_meaning(code).advised) for code in said["warnings"].unique()}
pd.DataFrame(sorted(advice.values()), columns=["замечание", "что делать"])

# %% [markdown]
# ## Где теряется больше всего: файлы и столбцы
#
# Сколько событий файла лишились части данных. «Лишние слова» — текст ячейки даты, который не стал ни датой, ни
# местом.

# %%
has = {code: events["warnings"].map(lambda codes, code=code: code in codes) for code in said["warnings"].unique()}
nothing = pd.Series(False, index=events.index)
left = events["date_text_left"].fillna("")
placed = [any(place in text for place in places) for text, places in zip(left, events["venue"])]
losses = pd.DataFrame(
    {
        "нет даты": has.get("date_missing", nothing),
        "дата не понята": has.get("date_unparsed", nothing),
        "лишние слова у даты": left.str.contains(r"\w") & events["kind"].ne("unspecified") & ~pd.Series(placed),
        "ответственный не понят": has.get("responsible_unparsed", nothing),
        "нет ответственного": has.get("responsible_missing", nothing),
    }
)
by_file = losses.groupby(events["source"]).sum()
worst = by_file.sum(axis=1).rename("all").reset_index().sort_values(["all", "source"], ascending=[False, True])
worst = worst[worst["all"] > 0].head(18).set_index("source")
cells = by_file.loc[worst.index].rename_axis(columns="loss").stack().rename("events").reset_index()
cells = cells[cells["events"] > 0]
most = max([*cells["events"], 4])
grid = alt.Chart(cells).encode(
    x=alt.X("loss:N", sort=list(losses), title=None, axis=alt.Axis(orient="top")),
    y=alt.Y("source:N", sort=list(worst.index), title=None),
)
heat = grid.mark_rect(stroke="white", strokeWidth=2).encode(
    color=alt.Color("events:Q", scale=alt.Scale(scheme="oranges", domain=[0, most]), legend=None)
)
figures = grid.mark_text(fontSize=13).encode(
    text="events:Q",
    color=alt.condition(alt.datum["events"] > most / 2, alt.value("white"), alt.value("#333")),
)
title = alt.Title("Где теряется больше всего", subtitle="Число событий файла с потерей в этом столбце")
alt.layer(heat, figures, title=title).properties(width=alt.Step(165), height=alt.Step(28))

# %% [markdown]
# ## Даты, которых программа не поняла
#
# Тексты ячеек как они есть. Опечатку исправляют в плане; оборот, который встречается часто, — повод дополнить
# `mappings/date_words.yaml`.

# %%
unread = events[has.get("date_unparsed", nothing)].groupby("date_text")
unread = unread.agg(events=("event_id", "size"), file=("source", "first"), example=("title", "first"))
unread = unread.sort_values("events", ascending=False).reset_index().head(20)
unread.columns = ["текст ячейки", "событий", "файл", "событие"]
unread

# %% [markdown]
# ## Столбцы, которых программа не знает
#
# Их содержимое сохранено под `extra`. Если столбец — под другим именем ответственный, место или дата, заголовок
# добавляют в `mappings/columns.yaml`, и следующий импорт его прочтёт.

# %%
pairs = [(header, source) for extra, source in zip(events["extra"], events["source"]) for header in extra]
unknown = pd.DataFrame(pairs, columns=["header", "source"]).groupby("header")["source"].agg(["size", "nunique"])
unknown = unknown.rename(columns={"size": "events", "nunique": "files"}).reset_index()
unknown = unknown.sort_values(["events", "header"], ascending=[False, True]).head(20)
unknown["shown"] = "событий: " + unknown["events"].astype(str) + ", файлов: " + unknown["files"].astype(str)
bars = alt.Chart(unknown).encode(
    x=alt.X("events:Q", axis=None),
    y=alt.Y("header:N", sort=list(unknown["header"]), title=None),
)
alt.layer(
    bars.mark_bar(color="#9ecae1"), bars.mark_text(align="left", dx=6, fontSize=13).encode(text="shown:N"),
    title="Неизвестные столбцы",
).properties(width=520, height=alt.Step(26))
