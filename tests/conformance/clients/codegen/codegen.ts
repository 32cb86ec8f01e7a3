/** Types of the documents beside this file: every scalar is named, or it is an error. */
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: "*.graphql",
  generates: {
    "./generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        scalars: { DateTime: "string", Date: "string", BigInt: "number" },
        enumType: "string-literal",
        useTypeImports: true,
      },
    },
  },
};

export default config;
