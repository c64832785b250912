"""Base types: what is on disk, what is computed, what is to be written."""

from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; unknown keys are errors, so typos never pass silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
