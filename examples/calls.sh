# shellcheck shell=bash
# Calls of the interface; the examples read this in. Needs curl 7.76 or later.
: "${SYNCLINE_API_KEY:?is not set: ./syncline serve says where the key is}"
SYNCLINE_URL="${SYNCLINE_URL:-http://127.0.0.1:7400}"

# call METHOD PATH [curl's options]. The key goes through a pipe: arguments can be seen by everybody
# on the machine.
call() {
    local method="$1" path="$2"
    shift 2
    printf 'header = "Authorization: Bearer %s"\n' "$SYNCLINE_API_KEY" |
        curl -sS --fail-with-body --config - -X "$method" "$SYNCLINE_URL$path" "$@"
    echo
}

# configure FILE: makes the sync that the file describes, and prints its id.
configure() {
    local reply
    if ! reply="$(call POST /api/v1/sync/configure -H 'Content-Type: application/json' -d "@$1")"; then
        # Everything that is wrong, at once, each with a code.
        echo "$reply" >&2
        return 1
    fi
    echo "$reply" | sed -n 's/.*"sync_id":"\([^"]*\)".*/\1/p'
}

# await SYNC TEXT: waits until the sync's status has this text in it, and prints it.
await() {
    local sync="$1" text="$2" status
    for _ in $(seq 600); do
        status="$(call GET "/api/v1/sync/status/$sync")"
        case "$status" in
        *'"status":"failed"'*) break ;;
        *"$text"*)
            echo "$status"
            return
            ;;
        esac
        sleep 0.2
    done
    echo "$status" >&2
    return 1
}

# finish SYNC: ends the sync and takes away all it made at both ends, but not the rows; KEEP=yes
# leaves it.
finish() {
    if [ "${KEEP:-}" = yes ]; then
        echo "The sync $1 goes on."
    else
        call DELETE "/api/v1/sync/$1"
    fi
}
