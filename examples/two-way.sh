#!/usr/bin/env bash
# A PostgreSQL and a MariaDB that are both written, kept equal; then every row compared.
set -euo pipefail
cd "$(dirname "$0")"
. ./calls.sh

sync="$(configure two-way.json)"
await "$sync" '"phase":"streaming"' >/dev/null
call POST "/api/v1/sync/$sync/verify"
finish "$sync"
