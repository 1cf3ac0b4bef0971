"""How `plan.xls` was made: `python tests/data/sheets/make.py` beside LibreOffice (its only use is the old format)."""

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
from tests.sheet_maker import make_xlsx

ROWS = [
    ["План на 2024 год"],
    [],
    ["№", "Мероприятие", "Срок", "Место"],
    [1, "Педсовет", dt.date(2023, 8, 30), dt.time(14, 30)],
    ["Для родителей"],
    [2, "Собрание", "июнь", "школа"],
]

with tempfile.TemporaryDirectory() as folder:
    source = Path(folder) / "plan.xlsx"
    source.write_bytes(make_xlsx({"Лист1": ROWS}, merged=["A5:D5"]))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xls"]
    subprocess.run([*command, "--outdir", str(Path(__file__).parent), str(source)], check=True)
