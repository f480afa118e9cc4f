#!/usr/bin/env bash
# parked-rows.sh SYNC: shows the rows that a destination could not take, counted by cause, and tries
# all again. With DISCARD=yes those that still do not fit are given up; the source keeps them.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

call GET "/api/v1/sync/$1/parked"
call GET "/api/v1/sync/$1/parked/causes"
all=(-H 'Content-Type: application/json' -d '{"all":true}')
call POST "/api/v1/sync/$1/parked/replay" "${all[@]}"
if [ "${DISCARD:-}" = yes ]; then call POST "/api/v1/sync/$1/parked/discard" "${all[@]}"; fi
