#!/usr/bin/env bash
# A MariaDB brought to the state of a PostgreSQL at the times of a schedule, here every two seconds.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

sync="$(configure scheduled.json)"
await "$sync" '"records_synced"' >/dev/null
await "$sync" '"status":"completed"'
finish "$sync"
