"""The rules of the house that a type checker cannot see."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from media_tools.step import all_steps

ROOT = Path(__file__).parents[1]
# A call of the model itself, or one of these of its manager.
MAKING = ("", "create", "get_or_create", "update_or_create", "bulk_create")


@cache
def modules(folder: str) -> list[tuple[str, ast.Module]]:
    paths = [path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in sorted(paths)
    ]


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def taken_from_models(tree: ast.Module) -> set[str]:
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in froms if (node.module or "").startswith("catalog.models")]
    return {alias.name for node in ours for alias in node.names}


@cache
def makers() -> dict[str, set[str]]:
    """Where each model of the catalogue is made, by its name."""
    found: dict[str, set[str]] = {}
    for name, tree in modules("catalog"):
        taken = taken_from_models(tree)
        for node in ast.walk(tree) if taken else ():
            if not isinstance(node, ast.Call):
                continue
            model, _, way = ast.unparse(node.func).partition(".objects.")
            if model in taken and way in MAKING:
                found.setdefault(model, set()).add(name)
    return found


def test_inside_media_tools_only_the_sandbox_starts_processes() -> None:
    starters = [name for name, tree in modules("media_tools") if "subprocess" in imported(tree)]
    assert starters == ["media_tools/sandbox.py"]


def test_inside_the_catalogue_only_the_tasks_know_celery() -> None:
    knowing = [name for name, tree in modules("catalog") if {"celery", "kombu"} & imported(tree)]
    assert knowing == ["catalog/tasks.py"]


@pytest.mark.parametrize(
    ("model", "home"),
    [
        ("Original", "catalog/intake/receive.py"),
        ("Reading", "catalog/pipeline/saving.py"),
        ("Measurement", "catalog/pipeline/saving.py"),
        ("Frame", "catalog/pipeline/saving.py"),
        ("Artefact", "catalog/pipeline/saving.py"),
        ("Contained", "catalog/pipeline/saving.py"),
        ("Relation", "catalog/relations/relate.py"),
        ("SharedId", "catalog/relations/suggest.py"),
        ("Extent", "catalog/index.py"),
        ("CustodyEvent", "catalog/custody/chain.py"),
        ("Claim", "catalog/claims/record.py"),
        ("Grade", "catalog/sources/grade.py"),
        ("IncidentItem", "catalog/incidents/link.py"),
        ("LinkDecision", "catalog/incidents/link.py"),
        ("IncidentRelation", "catalog/incidents/tie.py"),
        ("Assessment", "catalog/assessments/assess.py"),
        ("Ground", "catalog/assessments/assess.py"),
        ("Review", "catalog/assessments/review.py"),
    ],
)
def test_each_kind_of_evidence_is_written_in_one_place(model: str, home: str) -> None:
    assert makers()[model] == {home}


def test_no_model_hides_logic_in_save_and_no_work_hangs_on_signals() -> None:
    for model in apps.get_app_config("catalog").get_models():
        assert "save" not in vars(model), model
    assert [n for n, tree in modules("catalog") if "models.signals" in ast.unparse(tree)] == []


def test_every_public_thing_says_what_it_is() -> None:
    silent = []
    for folder in ("media_tools", "catalog", "config"):
        for name, tree in modules(folder):
            if "/migrations/" in name or not tree.body:
                continue
            for node in [tree, *tree.body]:
                is_public = not isinstance(node, ast.Module) and not getattr(
                    node, "name", "_"
                ).startswith("_")
                wanted = isinstance(node, ast.Module) or (
                    is_public and isinstance(node, ast.FunctionDef | ast.ClassDef)
                )
                if wanted and not ast.get_docstring(node):  # type: ignore[arg-type]
                    silent.append(f"{name}: {getattr(node, 'name', 'module')}")
    assert silent == []


def test_files_stay_small_enough_to_hold_in_the_head() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for folder in ("media_tools", "catalog", "config")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 300
    ]
    assert long == []


def test_every_step_is_named_after_its_file_and_meets_only_through_needs() -> None:
    for name, step in all_steps().items():
        assert step.name == name
        assert set(step.needs) | set(step.after) <= set(all_steps())
        source = (ROOT / "media_tools" / "steps" / f"{name}.py").read_text()
        assert "from media_tools.steps" not in source
        assert step.summary.endswith(".")
        assert step.time_limit_s > 0


def test_every_step_has_a_golden_test_of_its_version() -> None:
    held: dict[str, set[int]] = {name: set() for name in all_steps()}
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    for tree in (ast.parse(text) for text in texts if "@golden(" in text):
        for test in ast.walk(tree):
            for mark in test.decorator_list if isinstance(test, ast.FunctionDef) else []:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "golden":
                    step, version = (ast.literal_eval(argument) for argument in mark.args)
                    held[step].add(version)
    assert held == {name: {step.version} for name, step in all_steps().items()}
