"""Tells a Seamwright broker what a Python service needs and offers, from its tests.

In pytest the fixture ``seamwright_recorder`` is the recorder of the one database that the settings name; :func:`recorder` is that of any.
"""

from __future__ import annotations

from .recorder import Recorder, recorder

__all__ = ["Recorder", "recorder"]
