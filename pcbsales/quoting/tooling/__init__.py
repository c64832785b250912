"""The register of tools that were made for boards, and whose they are."""
