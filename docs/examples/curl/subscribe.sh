#!/usr/bin/env bash
# Prints each new share, one a line, until it is stopped. The file RVS_CURSOR_FILE holds the cursor
# of the last one: after a break, or when this script is started again, it goes on from there.
set -euo pipefail
source "$(dirname "$0")/ask.sh"
cursor_file=${RVS_CURSOR_FILE:-cursor}

# Keep the cursor that is in an answer, if there is one. Written aside first, so that the file is never half written.
keep() {
  if [[ $1 =~ \"(cursor|eventCursor)\":\"([^\"]+)\" ]]; then
    printf '%s\n' "${BASH_REMATCH[2]}" >"$cursor_file.new"
    mv "$cursor_file.new" "$cursor_file"
  fi
}

# One event. The error LAGGING has the cursor from which to go on.
take() {
  if [[ $1 == *'"errors":'* ]]; then
    printf '%s\n' "$1" >&2
    # Trying again would not help.
    if [[ $1 =~ \"(UNAUTHENTICATED|FORBIDDEN|BAD_USER_INPUT)\" ]]; then exit 1; fi
  else
    printf '%s\n' "$1"
  fi
  keep "$1"
}

# At most ten minutes: so even a connection that has died without a word is noticed.
stream() {
  post 'subscription Watch($after: String) {
    resultShared(after: $after) {
      cursor
      sharedResult {
        id sharedAt candidate { firstName familyName } result { exam { name } overallScore }
      }
    }
  }' "{\"after\":\"$(<"$cursor_file")\"}" --no-buffer --max-time 600 \
    --header 'Accept: text/event-stream'
}

# Every event of one connection. An event counts when the empty line after it has come.
follow() {
  local line event=''
  while IFS= read -r line; do
    case $line in
      'data: '*) event=${line#data: } ;;
      '') if [[ -n $event ]]; then take "$event"; fi; event='' ;;
    esac
  done < <(stream)
  # A refusal is no stream: it is one line of JSON without an end.
  if [[ $line == '{'* ]]; then take "$line"; fi
}

if [[ ! -s $cursor_file ]]; then # The first time: from this moment on.
  now=$(ask 'query Now { viewer { eventCursor } }' '{}')
  keep "$now"
fi

pause=1
while true; do
  begun=$SECONDS
  follow
  if ((SECONDS - begun > 60)); then pause=1; fi
  sleep $((1 + RANDOM % pause))
  pause=$((pause < 30 ? 2 * pause : 60))
done
