#!/usr/bin/env bash
# Prints every shared result, one page a line.
set -euo pipefail
source "$(dirname "$0")/ask.sh"

after=null
while true; do
  page=$(ask 'query Page($first: Int!, $after: String) {
    sharedResults(first: $first, after: $after) {
      edges { node { id sharedAt } }
      pageInfo { hasNextPage endCursor }
    }
  }' "{\"first\":100,\"after\":$after}")
  printf '%s\n' "$page"
  if [[ $page != *'"hasNextPage":true'* ]]; then break; fi
  [[ $page =~ \"endCursor\":(\"[^\"]+\") ]]
  after=${BASH_REMATCH[1]}
done
