#!/usr/bin/env bash
# parked-rows.sh SYNC: shows the rows that a destination could not take, and tries each again. With
# DISCARD=yes those that still do not fit are given up; the source keeps them.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

parked="$(call GET "/api/v1/sync/$1/parked")"
echo "$parked"
for id in $(echo "$parked" | grep -o '{"id":[0-9]*' | grep -o '[0-9]*$'); do
    outcome="$(call POST "/api/v1/sync/$1/parked/$id/replay")"
    echo "$outcome"
    case "$outcome" in
    *'"still_parked"'*)
        if [ "${DISCARD:-}" = yes ]; then call DELETE "/api/v1/sync/$1/parked/$id"; fi
        ;;
    esac
done
