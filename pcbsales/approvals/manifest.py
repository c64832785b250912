"""What this room offers to the rest of the program."""

from pcbsales.manifest import Manifest

MANIFEST = Manifest()
