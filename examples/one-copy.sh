#!/usr/bin/env bash
# A PostgreSQL kept equal in another PostgreSQL, live.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

sync="$(configure one-copy.json)"
await "$sync" '"phase":"streaming"'
finish "$sync"
