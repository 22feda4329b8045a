"""Draws a poster: read as JSON from standard input, written as a PNG to standard output. A program of its own,
so that no process that answers people has to load a library for drawing.

1200 by 630 pixels, as pages that show links want them, in the colours of the site.
"""

import json
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 88
PAPER, PANEL, EDGE = "#faf6ee", "#f1ebdf", "#ded5c4"
INK, QUIET, RUBRIC = "#2b2420", "#6b5f54", "#a3271f"
CODE_LINES, CODE_COLUMNS = 4, 64

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_FACES = {
    "serif": ("DejaVuSerif-Bold.ttf", "P052-Bold.otf", "Georgia Bold.ttf", "georgiab.ttf"),
    "sans": ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "arial.ttf"),
    "mono": ("DejaVuSansMono.ttf", "NotoSansMono-Regular.ttf", "Menlo.ttc", "consola.ttf"),
    # For what the others have no letters for.
    "wide": ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf", "Arial Unicode.ttf"),
}


def draw(poster: dict[str, str]) -> bytes:
    """`poster` has "title", "topic", "kind", "code" and "site"."""
    poster = {name: text if name == "code" else " ".join(text.split()) for name, text in poster.items()}
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.line([(MARGIN - 40, 0), (MARGIN - 40, HEIGHT)], fill=EDGE, width=3)
    canvas.ellipse([(MARGIN - 50, 106), (MARGIN - 30, 126)], fill=RUBRIC)
    above = f"{poster['kind'].upper()}   {poster['topic']}"
    canvas.text((MARGIN, 98), _short(above, 60), font=_font(above, "sans", 28), fill=RUBRIC)
    room = 250 if poster["code"] else 330
    bottom = _draw_title(canvas, poster["title"], room=room)
    if poster["code"]:
        _draw_code(canvas, poster["code"], top=max(bottom + 28, 386))
    canvas.text((MARGIN, HEIGHT - 64), _short(poster["site"], 60), font=_font(poster["site"], "sans", 26), fill=QUIET)
    buffer = BytesIO()
    image.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_title(canvas: ImageDraw.ImageDraw, title: str, room: int) -> int:
    """As large as fits; returns where it ends."""
    for size in (76, 64, 54, 46, 40):
        font = _font(title, "serif", size)
        lines = _wrapped(title, font, WIDTH - 2 * MARGIN)
        if len(lines) * size * 1.22 <= room:
            break
    lines = lines[: max(1, int(room / (size * 1.22)))]
    top = 150
    for line in lines:
        canvas.text((MARGIN, top), line, font=font, fill=INK)
        top += round(size * 1.22)
    return top


def _draw_code(canvas: ImageDraw.ImageDraw, code: str, top: int) -> None:
    lines = [_short(line.expandtabs(4), CODE_COLUMNS) for line in code.split("\n") if line.strip()][:CODE_LINES]
    bottom = top + 28 + 33 * len(lines)
    lines = lines[: max(0, int((min(bottom, HEIGHT - 84) - top - 28) / 33))]
    canvas.rectangle([(MARGIN, top), (WIDTH - MARGIN, top + 28 + 33 * len(lines))], fill=PANEL, outline=EDGE)
    for number, line in enumerate(lines):
        canvas.text((MARGIN + 24, top + 14 + 33 * number), line, font=_font(line, "mono", 24), fill=INK)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """In lines; a word, or a text without spaces, that is wider than a line is broken."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for char in word:
            if font.getlength(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
    return [line for line in lines if line]


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _font(text: str, face: str, size: int) -> ImageFont.FreeTypeFont:
    needs_wide = any(ord(char) >= 0x2E80 for char in text) and _path("wide")
    path = _path("wide") if needs_wide else _path(face)
    return ImageFont.truetype(str(path), size) if path else ImageFont.load_default(size)  # type: ignore[return-value]


@cache
def _path(face: str) -> Path | None:
    names = _FACES[face]
    found = {
        path.name: path for folder in _FOLDERS if Path(folder).is_dir() for path in Path(folder).rglob("*.[tToO]*")
    }
    return next((found[name] for name in names if name in found), None)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
