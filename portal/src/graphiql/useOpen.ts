/** Puts an example into a tab of the editor, with variables that fit the caller. */
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { Kind, parse } from "graphql";
import { type Example, isExample } from "./examples";

interface Opening {
  /** False while the editor loads. */
  isReady: boolean;
  /** False: the caller has nothing that the example could work on, and no tab was opened. */
  open: (example: Example) => Promise<boolean>;
}

export function useOpen(): Opening {
  const { addTab, setOperationFacts } = useGraphiQLActions();
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick("queryEditor", "variableEditor", "responseEditor"),
  );
  const isReady = Boolean(queryEditor && variableEditor && responseEditor);

  async function open({ document, variables }: Example) {
    const values = variables === undefined ? {} : await variables();
    if (values === null || !queryEditor || !variableEditor) return false;
    if (!isDisposable(queryEditor.getValue())) addTab();
    queryEditor.setValue(document);
    variableEditor.setValue(variables === undefined ? "" : JSON.stringify(values, null, 2));
    setOperationFacts(factsOf(document));
    return true;
  }

  return { isReady, open };
}

/** Nothing of the caller's own is in the tab. */
function isDisposable(document: string): boolean {
  return document.trim() === "" || isExample(document);
}

/** The editor finds them too, a moment later; until then it would send the name of the former. */
function factsOf(document: string) {
  const documentAST = parse(document);
  const operations = documentAST.definitions.filter(
    (each) => each.kind === Kind.OPERATION_DEFINITION,
  );
  return { documentAST, operations, operationName: operations[0]?.name?.value };
}
