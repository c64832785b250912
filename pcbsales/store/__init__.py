"""YAML files, git, index, lock and the write protocol. Knows no business."""
