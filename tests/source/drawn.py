"""Pages drawn with a Chinese font of the system, as scanners give them."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 200
RED = (222, 44, 48)

PROSE = (
    "二、支出决算情况说明",
    "本年支出合计3862.47万元，其中：基本支出2690.15万元，",
    "占69.65%；项目支出1172.32万元，占30.35%。较上年增加",
    "106.68万元，增长2.84%，主要原因是新增水利管护项目。",
    "（一）公务接待费支出1.96万元，完成预算的98.00%，",
    "共接待国内公务活动16批次，合计166人次。",
)
ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("2130301", "行政运行", "1,260.66", "1,260.66", ""),
    ("2130306", "水利工程运行", "469.06", "", "469.06"),
    ("2210201", "住房公积金", "96.87", "96.87", "0.00"),
)


@cache
def font_file() -> str:
    """A font with Chinese characters; the test is skipped where there is none."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not installed")
    told = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{lang}", "Noto Serif CJK SC:lang=zh-cn"],
        capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    if "zh-cn" not in told[-1]:
        pytest.skip("no font with Chinese characters is installed")
    return told[0]


def font(points: float) -> ImageFont.FreeTypeFont:
    file = font_file()
    # in a collection the order is JP, KR, SC, ...
    index = 2 if file.endswith(".ttc") and "Noto" in file else 0
    return ImageFont.truetype(file, round(points * DPI / 72), index=index)


def page(lines: tuple[str, ...] = PROSE, points: float = 14) -> Image.Image:
    """A page with running text."""
    image = Image.new("RGB", (1654, 1200), "white")
    draw = ImageDraw.Draw(image)
    for k, line in enumerate(lines):
        draw.text((180, 160 + k * round(points * 5)), line, font=font(points), fill=(25, 25, 25))
    return image


def table(rows: tuple[tuple[str, ...], ...] = ROWS) -> Image.Image:
    """A page with a ruled table, its first row over one cell that spans all columns."""
    image = Image.new("RGB", (1654, 900), "white")
    draw = ImageDraw.Draw(image)
    small = font(10)
    xs, y, high = (150, 390, 720, 990, 1260, 1500), 200, 62
    for k in range(len(rows) + 2):
        draw.line((xs[0], y + k * high, xs[-1], y + k * high), fill="black", width=2)
    draw.text((700, y + 14), "支出决算表", font=small, fill="black")
    for x in xs:
        first = y if x in (xs[0], xs[-1]) else y + high
        draw.line((x, first, x, y + (len(rows) + 1) * high), fill="black", width=2)
    for i, row in enumerate(rows, 1):
        for j, cell in enumerate(row):
            right = draw.textlength(cell, font=small)
            left = xs[j] + 12 if j < 2 else xs[j + 1] - 12 - right
            draw.text((left, y + i * high + 14), cell, font=small, fill="black")
    draw.text((150, 100), "单位：万元", font=small, fill="black")
    return image


def sealed(image: Image.Image, x: int, y: int) -> Image.Image:
    """A round red seal over what is there, its middle at (x, y)."""
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    draw.ellipse((x - 165, y - 165, x + 165, y + 165), outline=RED, width=9)
    draw.text((x - 110, y - 40), "财务专用章", font=font(16), fill=RED)
    return ImageChops.multiply(image, ink)


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """As the bytes of a file."""
    held = io.BytesIO()
    image.save(held, form, **options)
    return held.getvalue()
