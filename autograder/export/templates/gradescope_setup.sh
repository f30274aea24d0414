#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image. The grades were made before: only Python is needed.
set -e
command -v python3 >/dev/null || { apt-get update && apt-get install -y python3; }
