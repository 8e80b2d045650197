#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs one from the system's packages.
# Prints why when there is none; the browser tests are then skipped with the same reason.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ -d "/Applications/Google Chrome.app" ] || [ -d /Applications/Chromium.app ]; then exit 0; fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
fi
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || [ -n "$as_root" ]; }; then
  $as_root apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qqy --no-install-recommends chromium &&
    exit 0
elif command -v brew >/dev/null; then
  brew install --quiet --cask chromium && exit 0
fi
echo "No Chromium here and none could be installed, so the browser tests will be skipped."
echo "Install one with your system's package manager to run them."
