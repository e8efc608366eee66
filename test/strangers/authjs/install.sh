#!/bin/sh
# Installs what the site needs, with the Node that runs this project: nothing is compiled.
set -eu
cd "$(dirname "$0")/site"
if [ -f node_modules/.package-lock.json ] && [ node_modules/.package-lock.json -nt package-lock.json ]; then exit 0; fi
npm ci --no-audit --no-fund
