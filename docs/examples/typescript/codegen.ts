/** Makes `generated/` from the operations beside this file and from the schema of the service. */
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: "operations.graphql",
  generates: {
    "./generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        // Plain texts, which fetch and graphql-ws send as they are.
        documentMode: "string",
        strictScalars: true,
        scalars: { DateTime: "string", Date: "string", BigInt: "number" },
        enumType: "string-literal",
        useTypeImports: true,
      },
    },
  },
};

export default config;
