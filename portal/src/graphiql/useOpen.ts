/** Puts an example into a tab of the editor, with variables that fit the caller. */
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { type Example, isExample } from "./examples";

/** False: the caller has nothing that the example could work on, and no tab was opened. */
export function useOpen(): (example: Example) => Promise<boolean> {
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));
  return async ({ document, variables }) => {
    const values = variables === undefined ? {} : await variables();
    if (values === null || !queryEditor || !variableEditor) return false;
    if (!isDisposable(queryEditor.getValue())) addTab();
    queryEditor.setValue(document);
    variableEditor.setValue(variables === undefined ? "" : JSON.stringify(values, null, 2));
    return true;
  };
}

/** Nothing of the caller's own is in the tab. */
function isDisposable(document: string): boolean {
  return document.trim() === "" || isExample(document);
}
