#!/usr/bin/env bash
# Prints the webhook endpoints with what was sent to them last, and how it was answered.
set -euo pipefail
source "$(dirname "$0")/ask.sh"

ask 'query Log($first: Int!) {
  webhookEndpoints(first: 10) {
    edges {
      node {
        id url state failure
        deliveries(first: $first) {
          edges {
            node { state nextAttemptAt event { id type } attempts { startedAt status error } }
          }
        }
      }
    }
  }
}' '{"first":20}'
