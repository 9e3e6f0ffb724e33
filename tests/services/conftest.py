"""Use cases open databases many times: at little cost."""

import pytest


@pytest.fixture(autouse=True)
def _quick_keys(quick_keys: None) -> None:
    pass
