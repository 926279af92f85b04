"""Takes out of an installed Palabre what its container does not need: half of what pip brings.

Use: `python tools/slim.py SITE_PACKAGES`, with the command `strip` of Debian's binutils. That nothing needed is gone is
shown where the image is made: a whole story is played in it (Dockerfile).
"""

from __future__ import annotations

import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

_UNNEEDED = (
    "PIL/_avif.*",  # a format of pictures that Palabre neither reads nor writes
    "pillow.libs/libavif-*",
    *("PIL/_webp.*", "pillow.libs/libwebp*", "pillow.libs/libsharpyuv-*"),  # another one
    *("PIL/_imagingcms.*", "pillow.libs/liblcms2-*"),  # colours as printers count them
    "pygments/lexers/[!_]*",  # colours for the code of other languages than Python
    *(
        "reportlab/fonts/*",
        "reportlab/graphics/*",
        "reportlab/platypus/*",
    ),  # of it only pages are drawn, in our letters
    "charset_normalizer/*",  # for files that reportlab would read
    "pydantic/v1/*",  # the version before, for programs that were not changed yet
    "*/tests/*",
    *("*.c", "*.h", "*.pxd", "*.pyi", "*.pyx"),  # what compiled parts were made of, and what only checkers read
)
_NEEDED = ("pygments/lexers/python.py", "pygments/lexers/special.py")
"""With these a fault that nobody foresaw is shown."""


def is_needed(path: str, languages: set[str]) -> bool:
    """Whether the bot needs that file of site-packages, when it speaks these languages."""
    if fnmatchcase(path, "babel/locale-data/*.dat"):
        return Path(path).stem.partition("_")[0] in {"root", *languages}
    if fnmatchcase(path, "dateparser/data/date_translation_data/*.py"):
        return Path(path).stem in {"__init__", *languages}
    return path in _NEEDED or not any(fnmatchcase(path, pattern) for pattern in _UNNEEDED)


def languages(locales: Path) -> set[str]:
    """The languages of the catalogs, without their regions."""
    return {path.parent.parent.name.partition("-")[0] for path in locales.glob("*/LC_MESSAGES/messages.po")}


def trim(packages: Path) -> None:
    """Delete what is not needed."""
    spoken = languages(packages / "locales")
    for path in [path for path in packages.rglob("*") if path.is_file()]:
        if not is_needed(path.relative_to(packages).as_posix(), spoken):
            path.unlink()


def strip(packages: Path) -> None:
    """Take out of the compiled parts what only debuggers read: a third of them."""
    parts = [path for path in packages.rglob("*.so*") if path.is_file()]
    subprocess.run(["strip", "--strip-unneeded", *parts], check=True)  # noqa: S603, S607 - the system's, on files of ours


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
    strip(Path(sys.argv[1]))
