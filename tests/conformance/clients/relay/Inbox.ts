/** What a list of shared results asks for, in the words of Relay. */
import { graphql } from "relay-runtime";

export const query = graphql`
  query InboxQuery($count: Int!) {
    viewer {
      organisation {
        id
        name
      }
    }
    ...Inbox_page @arguments(count: $count)
  }
`;

export const page = graphql`
  fragment Inbox_page on Query
  @refetchable(queryName: "InboxNextQuery")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 25 }
    cursor: { type: "String" }
    filter: { type: "SharedResultFilter" }
  ) {
    sharedResults(first: $count, after: $cursor, filter: $filter)
      @connection(key: "Inbox_sharedResults", filters: ["filter"]) {
      edges {
        node {
          id
          ...Inbox_line
        }
      }
    }
  }
`;

export const line = graphql`
  fragment Inbox_line on SharedResult @refetchable(queryName: "InboxLineQuery") {
    sharedAt
    standing {
      state
    }
    candidate {
      familyName
      dateOfBirth
    }
  }
`;

export const share = graphql`
  mutation InboxShareMutation($input: ShareResultInput!) {
    shareResult(input: $input) {
      share {
        id
        state
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`;

export const shared = graphql`
  subscription InboxSharedSubscription($after: String) {
    resultShared(after: $after) {
      cursor
      sharedResult {
        id
        ...Inbox_line
      }
    }
  }
`;

export const progress = graphql`
  subscription InboxProgressSubscription($id: ID!) {
    exportProgress(id: $id) {
      bytes
      state
    }
  }
`;
