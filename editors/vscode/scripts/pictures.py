"""Takes the pictures that e2e/run made into media/pictures, in few colours. Needs Pillow.

Usage: python scripts/pictures.py [ARTIFACTS]
"""

import sys
from pathlib import Path

from PIL import Image

EXTENSION = Path(__file__).parent.parent
COLOURS = 256


def main() -> None:
    """Copy and shrink."""
    artifacts = Path(sys.argv[1]) if len(sys.argv) > 1 else EXTENSION / "e2e" / "artifacts"
    for picture in sorted((artifacts / "pictures").glob("*.png")):
        small = Image.open(picture).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(EXTENSION / "media" / "pictures" / picture.name, optimize=True)


if __name__ == "__main__":
    main()
