#!/usr/bin/env bash
# Prints the newest shared results. With RVS_API_KEY it asks for your organisation; without, it
# signs in with RVS_EMAIL and RVS_PASSWORD, and then `isNew` tells what came since the last time.
set -euo pipefail
source "$(dirname "$0")/ask.sh"

# A text as a JSON string.
quoted() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

sign_in() {
  local input answer
  input="{\"email\":$(quoted "$RVS_EMAIL"),\"password\":$(quoted "$RVS_PASSWORD"),\"wantsToken\":true}"
  answer=$(ask 'mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { token userErrors { message } }
  }' "{\"input\":$input}")
  # A wrong password is no error of the request: it stands in `userErrors`, and there is no token.
  if [[ ! $answer =~ \"token\":\"([^\"]+)\" ]]; then
    printf '%s\n' "$answer" >&2
    exit 1
  fi
  authorization="Authorization: Bearer ${BASH_REMATCH[1]}"
}

if [[ -z $authorization ]]; then sign_in; fi
ask 'query Newest($first: Int!) {
  sharedResults(first: $first) {
    totalCount
    edges {
      node {
        id isNew sharedAt standing { state }
        candidate { firstName familyName } result { exam { name } overallScore }
      }
    }
  }
}' '{"first":10}'
