# What the front door says: messages, the progress of long steps, and one clear line when something fails.

say() { printf '%s\n' "$*"; }
warn() { printf 'ohkay: %s\n' "$*" >&2; }
die() {
    warn "$*"
    exit 1
}

# A short wait, for loops that poll.
tick() { sleep 0.1; }

# Where the output of the running step goes: a file of this run until there is a state folder.
STEP_LOG=''
step_log() {
    [ -n "$STEP_LOG" ] || STEP_LOG=$(mktemp "${TMPDIR:-/tmp}/ohkay-step.XXXXXX") || die "cannot write to ${TMPDIR:-/tmp}: is the disk full?"
}
forget_step_log() { [ -z "$STEP_LOG" ] || rm -f "$STEP_LOG"; }

# The reason in a failed step's output, in one line.
reason_in() {
    if grep -qiE 'no space left on device|ENOSPC|disk quota exceeded|not enough free space' "$1"; then
        printf 'the disk is full'
    else
        # The first complaint is the cause more often than the last; npm's is followed by its manual.
        sed -e 's/\x1b\[[0-9;]*m//g' "$1" | grep -vE 'complete log|^npm error code|^npm error$' |
            grep -m 1 -iE 'error|fatal|^E:|cannot|could not|failed|refus|not found|denied|unable|no such' | cut -c1-300
    fi
}

# step <what> <command ...>: run it quietly and show that it is alive; on failure say why, show the end of its output, return its status.
step() {
    step_what=$1
    shift
    step_log
    : >"$STEP_LOG"
    step_begun=$(date +%s)
    "$@" >"$STEP_LOG" 2>&1 </dev/null &
    step_pid=$!
    if [ -t 1 ]; then step_every=2; else
        step_every=100
        printf '%s ...\n' "$step_what"
    fi
    step_ticks=0
    while kill -0 "$step_pid" 2>/dev/null; do
        tick
        step_ticks=$((step_ticks + 1))
        [ $((step_ticks % step_every)) -eq 0 ] || continue
        step_last=$(tail -n 1 "$STEP_LOG" 2>/dev/null | tr -d '\000-\037' | cut -c1-70)
        step_took=$(($(date +%s) - step_begun))
        if [ -t 1 ]; then
            printf '\r\033[K%s ... %s s  \033[2m%s\033[0m' "$step_what" "$step_took" "$step_last"
        else
            printf '  %s s: %s\n' "$step_took" "$step_last"
        fi
    done
    wait "$step_pid"
    step_status=$?
    step_pid=''
    step_took=$(($(date +%s) - step_begun))
    [ ! -t 1 ] || printf '\r\033[K'
    if [ "$step_status" -eq 0 ]; then
        if [ -t 1 ]; then
            printf '%s: done (%s s)\n' "$step_what" "$step_took"
        elif [ "$step_took" -ge 2 ]; then
            printf '  done (%s s)\n' "$step_took"
        fi
        return 0
    fi
    tail -n 20 "$STEP_LOG" | sed 's/^/    /' >&2
    warn "$step_what failed: $(reason_in "$STEP_LOG")"
    return "$step_status"
}
