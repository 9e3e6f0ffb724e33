"""What every test stands on: offscreen Qt."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
