"""A plan's gold as YAML, in the form of the project's gold files."""

from __future__ import annotations

import yaml

from corpora.build.spec import Plan


class _Flow(yaml.SafeDumper):
    """One event a line."""


def _line(value: object) -> str:
    return yaml.dump(
        value, Dumper=_Flow, allow_unicode=True, default_flow_style=True, sort_keys=False, width=100_000
    ).strip()


def gold_text(plan: Plan) -> str:
    """The YAML of one plan."""
    document: dict[str, object] = {"title": plan.title, "period": plan.period}
    if plan.goals is not None:
        document["goals"] = plan.goals
    lines = [
        "# Our own held-out measure: what a careful reader takes from the plan; people, bodies and texts are invented."
    ]
    lines += [f"# {x.strip()}" for x in plan.notes.strip().splitlines() if x.strip()]
    if plan.shape:
        lines.append(f"shape: {_line(plan.shape)}".removesuffix("\n..."))
    lines.append(f"source: {plan.source}")
    lines.append("document:")
    lines += [
        f"  {key}: {'' if value is None else _line(value).removesuffix('...').strip()}".rstrip()
        for key, value in document.items()
    ]
    if plan.warnings:
        lines.append(f"  warnings: {_line(plan.warnings)}")
    lines.append("  approvals:" if plan.approvals else "  approvals: []")
    lines += [f"  - {_line(stamp(a))}" for a in plan.approvals]
    if plan.institutions:
        lines.append("institutions:")
        lines += [f"  {key}: {_line(forms)}" for key, forms in plan.institutions.items()]
    else:
        lines.append("institutions: {}")
    if plan.optional:
        lines.append(f"optional_institutions: {_line(plan.optional)}")
    lines.append("events:" if plan.events else "events: []")
    lines += [f"- {_line(e)}" for e in plan.events]
    return "\n".join(lines) + "\n"


def stamp(given: dict[str, object]) -> dict[str, object]:
    """A stamp with all that is judged."""
    full = {"kind": None, "person": None, "instrument": None, "number": None, "date": None}
    return {**full, **given}
