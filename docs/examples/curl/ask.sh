# Read by the other scripts: how to ask the service, which is at RVS_URL, with RVS_API_KEY.
url=${RVS_URL:-http://127.0.0.1:8000}
authorization=${RVS_API_KEY:+Authorization: Bearer $RVS_API_KEY}

# post DOCUMENT VARIABLES [OPTIONS OF CURL]: what the service answers, as it comes.
post() {
  local document=${1//$'\n'/ }
  # The credentials go through a pipe, because everybody on a machine can see its command lines.
  curl --silent --show-error --fail-with-body --connect-timeout 10 "${@:3}" \
    --header 'Content-Type: application/json' --header @<(printf '%s' "$authorization") \
    --data-binary @- "$url/graphql" <<<"{\"query\":\"$document\",\"variables\":$2}"
}

# ask DOCUMENT VARIABLES: prints the answer. It fails when the service was not reached, when it has
# refused the request (401, 403, …), and when there are errors in the answer.
ask() {
  local answer
  if answer=$(post "$1" "$2" --max-time 30) && [[ $answer != *'"errors":'* ]]; then
    printf '%s\n' "$answer"
  else
    printf '%s\n' "$answer" >&2
    return 1
  fi
}
