#!/usr/bin/env bash
# A PostgreSQL kept equal in a second PostgreSQL and in MariaDB, then compared: each destination has
# a position and a fate of its own.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

sync="$(configure fan-out.json)"
await "$sync" '"phase":"streaming"' >/dev/null
# Waits for both of them by itself, and names the place in the log where it compared.
call POST "/api/v1/sync/$sync/verify"
finish "$sync"
