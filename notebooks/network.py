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
# # Кто с кем работает: учреждения и люди как сеть
#
# Связь — общее событие: учреждение проводит его у другого или вместе с ним, двое отвечают за него вдвоём. Показаны
# самые крепкие связи: сеть целиком — клубок, в котором ничего не видно. Набор сделан командой `extractor import`; здесь
# — планы из `corpora/` (всё в них вымышлено), замените папку на свою.

# %%
import textwrap
from itertools import combinations

import altair as alt
import networkx as nx
import pandas as pd

import extractor

FOLDER = "output"
LINKS = 28  # so many of the strongest links are shown
GROUPS = 8  # so many groups of people and institutions


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
# ## Учреждения: кто проводит и где или с кем
#
# Слева — чьи планы, справа — у кого или вместе с кем проводят; чем толще линия, тем больше общих событий. Своё
# собственное здание не в счёт.

# %%
owners = frames.documents[["document_id", "institution_id", "institution"]].dropna()
owners = owners.rename(columns={"institution_id": "owner_id", "institution": "owner"})
placed = frames.institutions.merge(frames.events[["event_id", "document_id"]], on="event_id").merge(owners)
links = placed[placed["institution_id"].ne(placed["owner_id"])]
links = links.groupby(["owner_id", "owner", "institution_id", "name"])["event_id"].nunique()
links = links.rename("events").reset_index()
partners = links.groupby("owner_id")["institution_id"].transform("nunique")
links = links.assign(partners=partners).sort_values(["events", "partners", "owner", "name"], ascending=[0, 0, 1, 1])
links = links.head(LINKS)


def wrapped(name: str, width: int, lines: int = 2) -> str:
    """A long name in two lines."""
    return textwrap.fill(name, width, max_lines=lines, placeholder=" …")


bodies = nx.Graph()
for link in links.itertuples():
    bodies.add_edge(("plan", link.owner_id), ("body", link.institution_id), weight=link.events)
left = [node for node in bodies if node[0] == "plan"]
left.sort(key=lambda node: (-bodies.degree(node, weight="weight"), node))
right = [node for node in bodies if node[0] == "body"]
right.sort(key=lambda node: (min(left.index(n) for n in bodies[node]), -bodies.degree(node, weight="weight"), node))
height = {node: at for at, node in enumerate(right)}
middle = {node: sum(height[n] for n in bodies[node]) / len(bodies[node]) for node in left}
above = -1.0
for node in sorted(left, key=lambda node: (middle[node], node)):  # in the middle of its partners, below the one before
    height[node] = above = max(middle[node], above + 1)
names = dict(zip(links["owner_id"], links["owner"])) | dict(zip(links["institution_id"], links["name"]))
lines = pd.DataFrame(
    {"x": 0, "y": height[a], "x2": 1, "y2": height[b], "events": bodies[a][b]["weight"]}
    for a in left
    for b in bodies[a]
)
points = pd.DataFrame(
    [{"x": 0, "y": height[n], "label": wrapped(names[n[1]], 62), "side": "plan"} for n in left]
    + [{"x": 1, "y": height[n], "label": wrapped(names[n[1]], 62), "side": "body"} for n in right]
)
plane = alt.Chart(lines).encode(
    x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-2, 2.4])),
    y=alt.Y("y:Q", axis=None, scale=alt.Scale(reverse=True)),
)
threads = plane.mark_rule(opacity=0.5, color="#4c78a8", strokeCap="round").encode(
    x2="x2:Q", y2="y2:Q", size=alt.Size("events:Q", scale=alt.Scale(range=[1.5, 9]), legend=None)
)
dots = alt.Chart(points).mark_circle(size=90, opacity=1).encode(
    x="x:Q", y="y:Q",
    color=alt.Color("side:N", scale=alt.Scale(domain=["plan", "body"], range=["#e45756", "#4c78a8"]), legend=None),
)
texts = [
    alt.Chart(points[points["side"] == side])
    .mark_text(align=align, dx=dx, fontSize=13, lineBreak="\n", baseline="middle")
    .encode(x="x:Q", y="y:Q", text="label:N")
    for side, align, dx in (("plan", "right", -10), ("body", "left", 10))
]
title = alt.Title("Кто и у кого проводит события", subtitle=f"Самые крепкие связи: {len(lines)}")
alt.layer(threads, dots, *texts, title=title).properties(width=1050, height=34 * len(right))

# %% [markdown]
# ## Самые крепкие связи таблицей

# %%
strong = links[["owner", "name", "events"]].head(12).reset_index(drop=True)
strong.columns = ["чей план", "с кем или у кого", "событий"]
strong

# %% [markdown]
# ## Люди и места: кто с кем и где
#
# Люди, которые отвечают за одно событие, и учреждения, в которых или с которыми его проводят. Сеть разделена на группы
# (связи внутри крепче, чем наружу), показаны самые деятельные, в каждой — до девяти участников.

# %%
plan_of = frames.events.set_index("event_id")["document_id"]
people = frames.parties[frames.parties["name"].notna() & frames.parties["role"].eq("responsible")]
taking_part = {}
for event, name in zip(people["event_id"], people["name"]):  # people of one name in two plans are two
    taking_part.setdefault(event, {})[("person", plan_of[event], name)] = name
for event, body, name in zip(*(frames.institutions[c] for c in ("event_id", "institution_id", "name"))):
    taking_part.setdefault(event, {})[("body", body, "")] = name
network, names = nx.Graph(), {}
for members in taking_part.values():
    names |= members
    for a, b in combinations(sorted(members), 2):
        if "person" in (a[0], b[0]):
            network.add_edge(a, b, events=network.get_edge_data(a, b, {"events": 0})["events"] + 1)


def strongest(community: set, most: int = 9) -> nx.Graph:
    """The part of a group that stands around its busiest member, grown by the strongest link."""
    group = network.subgraph(sorted(community))
    kept = [max(group, key=lambda n: (group.degree(n, weight="events"), n))]
    while len(kept) < most:
        edges = [(d["events"], a, b) for a, b, d in group.edges(kept, data=True) if (a in kept) != (b in kept)]
        if not edges:
            break
        _, a, b = max(edges)
        kept.append(b if a in kept else a)
    return group.subgraph(kept)


groups = [strongest(found) for found in nx.community.greedy_modularity_communities(network, weight="events")]
groups.sort(key=lambda group: (-group.size(weight="events"), sorted(group)))
groups = [group for group in groups if len(group) > 2][:GROUPS]
nodes, edges = [], []
for number, group in enumerate(groups):
    first = min(group, key=lambda n: (group.degree(n), n))
    around = nx.dfs_preorder_nodes(group, first, sort_neighbors=sorted)  # neighbours stand side by side
    at = nx.circular_layout(nx.path_graph(list(around)))
    for node, (x, y) in at.items():
        side = "left" if x > 0.2 else "right" if x < -0.2 else "above" if y > 0 else "below"
        label = wrapped(names[node], 30) if side in ("left", "right") else wrapped(names[node], 44, lines=1)
        nodes.append({"group": number, "x": x, "y": y, "label": label, "kind": node[0], "side": side})
    for a, b in sorted(group.edges):
        edges.append({"group": number, "x": at[a][0], "y": at[a][1], "x2": at[b][0], "y2": at[b][1],
                      "events": group[a][b]["events"]})  # fmt: skip
nodes, edges = pd.DataFrame(nodes), pd.DataFrame(edges)
LABELS = {"left": {"align": "left", "dx": 14}, "right": {"align": "right", "dx": -14}, "above": {"dy": -24},
          "below": {"dy": 20}}  # fmt: skip


def panel(number: int) -> alt.LayerChart:
    """One group: lines as thick as there are common events, people round, institutions square."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-3.7, 3.7]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.5, 1.5]))
    own = alt.Chart(nodes[nodes["group"] == number]).encode(x=x, y=y)
    links = alt.Chart(edges[edges["group"] == number]).mark_rule(color="#c4c4c4", strokeCap="round").encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q",
        size=alt.Size("events:Q", scale=alt.Scale(domain=[1, int(edges["events"].max())], range=[1.5, 8]), legend=None),
    )
    kinds = ["person", "body"]
    marks = own.mark_point(filled=True, opacity=1, size=220).encode(
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=["#f58518", "#4c78a8"]), legend=None),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "square"]), legend=None),
    )
    labels = [
        own.transform_filter(alt.datum["side"] == side)
        .mark_text(fontSize=13, lineBreak="\n", **place)
        .encode(text="label:N")
        for side, place in LABELS.items()
    ]
    return alt.layer(links, marks, *labels).properties(width=560, height=250)


title = alt.Title(
    "Кто с кем и где работает", subtitle="Круг — человек, квадрат — учреждение; толщина линии — число общих событий"
)
alt.concat(*map(panel, range(len(groups))), columns=2, title=title, spacing=16)
