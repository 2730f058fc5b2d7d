# What the cases are written in. A case fails at the first command that does.

# What the program keeps for its user: each case has a user of its own.
export XDG_STATE_HOME="$WORK/state" XDG_CACHE_HOME="$WORK/cache"

SOCKET_NAME=$SOCKET
starts=0
end_terminal() { tmux -L "$SOCKET" kill-server 2>/dev/null || true; }
trap end_terminal EXIT

# start COLUMNSxROWS ARGUMENT…: the program in a terminal of its own, below a shell that tells how it ended. What stands in
# PIPED is written before it on its command line: PIPED="cat export.jsonl |".
start() {
    local size=$1
    shift
    # A server that was told to end may still hold its socket for a moment: the next terminal is of another one.
    end_terminal
    starts=$((starts + 1))
    SOCKET="$SOCKET_NAME-$starts"
    rm -f "$WORK/after" "$WORK/status"
    printf '%q ' "$HINDCAST" "$@" >"$WORK/command"
    cat >"$WORK/session" <<EOF
cd $(printf %q "$ROOT")
stty -a >$WORK/before
echo "the normal screen"
trap : INT  # else the shell leaves this file when its child dies of SIGINT
${PIPED:-} $(cat "$WORK/command")
echo "\$?" >$WORK/status
stty -a >$WORK/after
EOF
    tmux -L "$SOCKET" -f /dev/null new-session -d -x "${size%x*}" -y "${size#*x}" -s main \
        "env ${ENVIRONMENT:-} bash --norc"
    tmux -L "$SOCKET" set -g status off
    sleep 0.2
    tmux -L "$SOCKET" send-keys -t main " clear; . $WORK/session" Enter
}

keys() { tmux -L "$SOCKET" send-keys -t main "$@"; }

# type TEXT: as it is, no key names.
type_text() { tmux -L "$SOCKET" send-keys -t main -l "$1"; }

screen() { tmux -L "$SOCKET" capture-pane -p -t main; }

resize() { tmux -L "$SOCKET" resize-window -t main -x "${1%x*}" -y "${1#*x}"; }

# shows TEXT: waits until the screen shows it.
shows() {
    local i
    for i in $(seq 100); do
        if screen | grep -qF -- "$1"; then return 0; fi
        sleep 0.1
    done
    echo "the screen does not show: $1"
    screen
    return 1
}

# golden NAME: waits until the screen is the file goldens/NAME.txt.
golden() {
    local i
    if [ -n "${RECORD:-}" ]; then
        sleep 0.5
        screen >"$GOLDENS/$1.txt"
        return 0
    fi
    for i in $(seq 50); do
        if screen | cmp -s - "$GOLDENS/$1.txt"; then return 0; fi
        sleep 0.1
    done
    diff <(screen) "$GOLDENS/$1.txt"
}

pid() { pgrep -f -n -- "^$(sed 's/ *$//' "$WORK/command")" || pgrep -n -x hindcast; }

# ended STATUS: waits for the program's end; its exit status is as said and the terminal as before.
ended() {
    local i
    for i in $(seq 100); do
        if [ -s "$WORK/after" ]; then break; fi
        sleep 0.1
    done
    [ -s "$WORK/after" ] || { echo "it has not ended"; screen; return 1; }
    [ "$(cat "$WORK/status")" = "$1" ] || { echo "status $(cat "$WORK/status"), not $1"; return 1; }
    diff "$WORK/before" "$WORK/after" || { echo "the terminal is not as it was"; return 1; }
    # Out of the alternate screen: the shell's own line is seen again.
    screen | grep -qF "the normal screen" || { echo "the normal screen is not back"; screen; return 1; }
}

# exits STATUS COMMAND…: for commands without a terminal; output in $WORK/out and $WORK/err.
exits() {
    local expected=$1 status=0
    shift
    "$@" >"$WORK/out" 2>"$WORK/err" </dev/null || status=$?
    [ "$status" = "$expected" ] || { echo "status $status, not $expected: $*"; cat "$WORK/err"; return 1; }
}

# says TEXT: exactly one line on standard error, with that in it.
says() {
    [ "$(wc -l <"$WORK/err")" = 1 ] && grep -qF -- "$1" "$WORK/err" || { echo "not one line with: $1"; cat "$WORK/err"; return 1; }
}
