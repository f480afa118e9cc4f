#!/usr/bin/env bash
# verify-and-repair.sh SYNC: compares every row, names those that differ, and writes the source's
# rows where a destination differs.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

found="$(call POST "/api/v1/sync/$1/verify")"
echo "$found"
case "$found" in
*'"equal":false'*) call POST "/api/v1/sync/$1/repair" ;;
esac
