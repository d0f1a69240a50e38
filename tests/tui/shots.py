"""Pictures of every screen of the participant, to look at and for the README: `python -m tests.tui.shots DIR`.

Writes NAME-LOOK.svg for each scene, in Dutch at 100×30; a second argument `en` gives English.
"""

import asyncio
import sys
from pathlib import Path

from server.domain.i18n import Language
from spilter_tui.i18n import use
from spilter_tui.themes import Look
from tests.tui.scenes import SCENES, staged
from tests.tui.stage import Stage

LOOKS: tuple[Look, ...] = ("dark", "light")


async def shoot(folder: Path) -> None:
    """One picture a scene and look."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        for look in LOOKS:
            app = Stage(scene(), look)
            async with app.run_test(size=(100, 30)) as pilot:
                await staged(name, pilot)
                svg = app.export_screenshot(title="spilter")
            (folder / f"{name}-{look}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    languages: dict[str, Language] = {"nl": "nl", "en": "en"}
    use(languages[sys.argv[2] if len(sys.argv) > 2 else "nl"])
    asyncio.run(shoot(Path(sys.argv[1])))
