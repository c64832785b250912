"""All odd states, by what is odd."""

from tests.store.odd_states import (
    configuration_states,
    environment_states,
    file_states,
    repository_states,
)
from tests.store.odd_states.state import OddState

GROUPS: dict[str, tuple[OddState, ...]] = {
    "The repository": repository_states.STATES,
    "What a ledger configures": configuration_states.STATES,
    "The environment": environment_states.STATES,
    "The files": file_states.STATES,
}
STATES = tuple(state for states in GROUPS.values() for state in states)
