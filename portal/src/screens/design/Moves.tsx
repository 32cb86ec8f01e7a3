/** What leads about inside an area, and what opens in its place. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Disclosure } from "@/design/Disclosure";
import { Panel } from "@/design/Panel";
import { SubNavigation } from "@/design/SubNavigation";

export function Moves() {
  const { t } = useLingui();
  const items = [
    { href: "/design", label: t`Organisation Details`, isCurrent: true },
    { href: "/design?users", label: t`Users` },
    { href: "/design?api", label: t`API` },
    { href: "/design?exams", label: t`Recognised Exams and Tests` },
  ];
  return (
    <Panel title={t`Navigation in an area`}>
      <SubNavigation label={t`Example of an area`} items={items} />
      <Disclosure title={t`How are scores converted?`}>
        <p>
          <Trans>Each skill has a score on the scale; the overall score is their mean.</Trans>
        </p>
      </Disclosure>
    </Panel>
  );
}
