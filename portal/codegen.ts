/** Types and documents of the portal, made from the committed schema: a drift is a build error. */
import type { CodegenConfig } from "@graphql-codegen/cli";
import { trustedId } from "./build/trusted-text.ts";

const presetConfig = { fragmentMasking: false };
const client = {
  preset: "client" as const,
  presetConfig,
  config: {
    documentMode: "string",
    strictScalars: true,
    scalars: { DateTime: "string", Date: "string", BigInt: "number" },
    enumType: "string-literal",
    useTypeImports: true,
    skipTypename: true,
  },
};

const config: CodegenConfig = {
  schema: "../schema.graphql",
  ignoreNoDocuments: true,
  generates: {
    "./src/api/generated/": {
      ...client,
      presetConfig: { ...presetConfig, persistedDocuments: { hashAlgorithm: trustedId } },
      documents: ["src/**/*.graphql", "!src/graphiql/**"],
    },
    // A page of its own, whose examples have names of their own.
    "./src/api/generated/graphiql/": { ...client, documents: ["src/graphiql/**/*.graphql"] },
  },
};

export default config;
