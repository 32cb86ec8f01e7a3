/** The schema for completion and documentation: the file that the service gives to everybody. */
import { buildSchema, type GraphQLSchema } from "graphql";
import { useEffect, useState } from "react";

/** Null while it is on its way; undefined when GraphiQL must ask for it by introspection. */
export function useSchema(): GraphQLSchema | null | undefined {
  const [schema, setSchema] = useState<GraphQLSchema | null | undefined>(null);
  useEffect(() => {
    let isWanted = true;
    void read().then((found) => isWanted && setSchema(found));
    return () => {
      isWanted = false;
    };
  }, []);
  return schema;
}

async function read(): Promise<GraphQLSchema | undefined> {
  try {
    const answer = await fetch("/schema.graphql");
    return answer.ok ? buildSchema(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
}
