/** How far everybody can use the service, how that is tested, and what is known to be missing. */
import { Trans, useLingui } from "@lingui/react/macro";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Part, Prose } from "./Prose";

export default function AccessibilityScreen() {
  const { t } = useLingui();
  return (
    <Prose
      title={t`Accessibility`}
      lead={<Trans>Everybody should be able to use this service, with whatever they use.</Trans>}
    >
      <Part title={<Trans>What we aim at</Trans>}>
        <p>
          <Trans>
            Level AA of the Web Content Accessibility Guidelines (WCAG) 2.2, in English and in
            French, in light and in dark colours. Everything works by keyboard, text can be
            enlarged, pages fit a width of 320 pixels, and no meaning hangs on colour alone.
          </Trans>
        </p>
      </Part>
      <Part title={<Trans>How it is tested</Trans>}>
        <p>
          <Trans>
            By programs that look for known faults on the screens and go through the main tasks by
            keyboard, and by looking at the pages at several widths. Such tests find a part of what
            can be wrong. People with disabilities and outside experts have not examined the service
            yet.
          </Trans>
        </p>
      </Part>
      <KnownGaps />
      <Part title={<Trans>Tell us what stands in your way</Trans>}>
        <p>
          <Trans>
            Say which page it is, what you wanted to do, and what you use, such as a screen reader.
            If you need something in another form, ask for it.
          </Trans>
        </p>
        <p>
          <WriteToSupport subject={t`Accessibility`} />
        </p>
      </Part>
    </Prose>
  );
}

function KnownGaps() {
  return (
    <Part title={<Trans>What we know is missing</Trans>}>
      <ul>
        <li>
          <Trans>
            GraphiQL, the page on which programmers try out the API, is made by others. Its editor
            speaks English only, is hard to use on small screens, and has some faint colours.
          </Trans>
        </li>
        <li>
          <Trans>PDF statements have not been tested with screen readers.</Trans>
        </li>
      </ul>
    </Part>
  );
}
