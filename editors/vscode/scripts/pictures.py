"""Takes the pictures that e2e/run made into media/pictures, a third as large. Needs Pillow.

Usage: python scripts/pictures.py [ARTIFACTS]
"""

import sys
from pathlib import Path

from PIL import Image

EXTENSION = Path(__file__).parent.parent
STEPS = 17
"""Shades of each primary colour: too few to tint a mark, enough for smooth letters."""


def shade(value: int) -> int:
    """The nearest shade there is."""
    return round(round(value * (STEPS - 1) / 255) * 255 / (STEPS - 1))


def main() -> None:
    """Copy and shrink."""
    artifacts = Path(sys.argv[1]) if len(sys.argv) > 1 else EXTENSION / "e2e" / "artifacts"
    for picture in sorted((artifacts / "pictures").glob("*.png")):
        small = Image.open(picture).convert("RGB").point(shade)
        colours = len(small.getcolors(small.width * small.height) or [])
        if colours <= 256:
            small = small.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
        small.save(EXTENSION / "media" / "pictures" / picture.name, optimize=True)


if __name__ == "__main__":
    main()
