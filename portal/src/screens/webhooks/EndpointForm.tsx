/** Where to send which events. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WebhookEventType } from "@/api/generated/graphql";
import { Trouble } from "@/app/Trouble";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { CheckboxGroup } from "@/design/CheckboxGroup";
import { Dialog } from "@/design/Dialog";
import { Form } from "@/design/Form";
import { TextField } from "@/design/TextField";
import { useWords } from "@/text/words";
import { type NewEndpoint, useAddEndpoint } from "./useAddEndpoint";

// The test event always comes, and is not chosen.
const TYPES: readonly WebhookEventType[] = [
  "SHARE_CREATED",
  "SHARE_WITHDRAWN",
  "SHARE_EXPIRED",
  "EXPORT_READY",
];

interface EndpointFormProps {
  onAdded: (secret: string | null) => void;
  onClose: () => void;
}

export function EndpointForm({ onAdded, onClose }: EndpointFormProps) {
  const { t } = useLingui();
  const { others, trouble, submit, ...fields } = useWish(onAdded);
  return (
    <Dialog title={t`Add an endpoint`} isOpen onClose={onClose} isDismissable={false}>
      {trouble && <Trouble of={trouble} />}
      {others.map(({ message }) => (
        <Banner key={message} kind="danger" role="alert" title={message} />
      ))}
      <Form onSubmit={submit}>
        <Address {...fields.url} />
        <Types {...fields.types} />
        <Button kind="primary" type="submit">
          <Trans>Add the endpoint</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}

const FIELDS: readonly string[] = ["url", "eventTypes"];

/** What is typed and chosen, and what is wrong with it: here at once, or by the service's word. */
function useWish(onAdded: (secret: string | null) => void) {
  const { t } = useLingui();
  const [url, setUrl] = useState("");
  const [types, setTypes] = useState<readonly string[]>(TYPES);
  const [isChecked, setChecked] = useState(false);
  const { add, refusals, trouble } = useAddEndpoint(onAdded);
  const missingUrl = url.trim() === "" ? t`Enter the address of your endpoint.` : undefined;
  const missingTypes = types.length === 0 ? t`Choose at least one event.` : undefined;
  const refusal = (field: string) => refusals.find((each) => each.field?.at(-1) === field)?.message;
  const error = (field: string, missing?: string) =>
    isChecked ? (missing ?? refusal(field)) : undefined;

  function submit() {
    setChecked(true);
    if (missingUrl || missingTypes) return;
    return add(wishOf(url, types));
  }

  return {
    url: { value: url, onChange: setUrl, errorMessage: error("url", missingUrl) },
    types: { value: types, onChange: setTypes, errorMessage: error("eventTypes", missingTypes) },
    others: refusals.filter((each) => !FIELDS.includes(each.field?.at(-1) ?? "")),
    trouble,
    submit,
  };
}

interface AddressProps {
  value: string;
  onChange: (value: string) => void;
  errorMessage: string | undefined;
}

function Address(field: AddressProps) {
  const { t } = useLingui();
  return (
    <TextField
      {...field}
      label={t`Address`}
      description={t`Begins with https:// and has a public host name.`}
      type="url"
      dir="ltr"
      spellCheck={false}
      autoComplete="off"
      maxLength={2000}
    />
  );
}

interface TypesProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  errorMessage: string | undefined;
}

function Types({ value, onChange, errorMessage }: TypesProps) {
  const { t } = useLingui();
  const { eventType } = useWords();
  return (
    <CheckboxGroup
      label={t`Events to be told of`}
      options={TYPES.map((type) => ({ value: type, label: eventType(type) }))}
      value={value}
      onChange={onChange}
      errorMessage={errorMessage}
    />
  );
}

/** All of them is written as none: then events of later versions come as well. */
function wishOf(url: string, types: readonly string[]): NewEndpoint {
  const chosen = TYPES.filter((type) => types.includes(type));
  return { url: url.trim(), eventTypes: chosen.length === TYPES.length ? [] : chosen };
}
