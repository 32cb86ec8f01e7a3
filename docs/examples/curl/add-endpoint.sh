#!/usr/bin/env bash
# Adds a webhook endpoint: add-endpoint.sh https://example.org/hook
# Its secret, which is shown this once, goes into the file RVS_WEBHOOK_SECRET_FILE.
set -euo pipefail
source "$(dirname "$0")/ask.sh"
hook=${1:?Say where the receiver listens: add-endpoint.sh https://example.org/hook}
secret_file=${RVS_WEBHOOK_SECRET_FILE:-webhook.secret}

# The file is there before the endpoint is, for you alone, and no older secret is overwritten.
umask 077
set -o noclobber
: >"$secret_file"

answer=$(ask 'mutation Add($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    endpoint { id url state } secret userErrors { field code message }
  }
}' "{\"input\":{\"url\":\"$hook\"}}") || { rm "$secret_file"; exit 1; }

if [[ ! $answer =~ \"secret\":\"([^\"]+)\" ]]; then
  rm "$secret_file"
  printf '%s\n' "$answer" >&2
  exit 1
fi
secret=${BASH_REMATCH[1]}
printf '%s\n' "$secret" >|"$secret_file"
printf '%s\n' "${answer/$secret/…}"
