/** GraphiQL with our examples, theme and schema; the heavy part of the page. */
import "./workers";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import { useLingui } from "@lingui/react/macro";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useMemo, useState } from "react";
import { Icon } from "@/design/Icon";
import styles from "./Editor.module.css";
import { ExamplesPanel } from "./ExamplesPanel";
import { FIRST } from "./examples";
import { fetcher } from "./fetcher";
import { memory } from "./memory";
import { useSchema } from "./schema";
import { useScheme } from "./scheme";

const NO_LOGO = <span />;

export default function Editor() {
  const scheme = useScheme();
  const schema = useSchema();
  const examples = useExamplesPlugin();
  const [storage] = useState(memory);
  const plugins = useMemo(() => [examples, HISTORY_PLUGIN], [examples]);
  return (
    // The editor itself speaks English in every language of the page.
    <div className={styles.editor} lang="en">
      <GraphiQL
        fetcher={fetcher}
        schema={schema}
        storage={storage}
        shouldPersistHeaders={false}
        isHeadersEditorEnabled={false}
        defaultQuery={FIRST}
        defaultEditorToolsVisibility="variables"
        plugins={plugins}
        visiblePlugin={examples}
        defaultTheme={scheme}
        forcedTheme={scheme}
      >
        <GraphiQL.Logo>{NO_LOGO}</GraphiQL.Logo>
      </GraphiQL>
    </div>
  );
}

function useExamplesPlugin() {
  const { t } = useLingui();
  const title = t`Examples`;
  return useMemo(
    () => ({ title, icon: () => <Icon name="play" />, content: ExamplesPanel }),
    [title],
  );
}
