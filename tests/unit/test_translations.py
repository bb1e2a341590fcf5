"""Translations are committed compiled, so that no machine needs gettext; they must match their source."""

import gettext
from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parents[2] / "jinling_portal" / "locale"


def test_compiled_translations_match_their_source(tmp_path):
    for source in LOCALES.glob("*/LC_MESSAGES/*.po"):
        fresh = tmp_path / f"{source.parts[-3]}-{source.stem}.mo"
        polib.pofile(str(source)).save_as_mofile(str(fresh))

        assert _texts(source.with_suffix(".mo")) == _texts(fresh), "run make messages"


def _texts(path):
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog
