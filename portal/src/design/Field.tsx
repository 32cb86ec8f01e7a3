/** What every field shares: label, description and error, tied to the input by id. */
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import classes from "./Field.module.css";
import { Icon } from "./Icon";

export interface FieldProps {
  label: ReactNode;
  /** Says before anyone errs what is expected. */
  description?: ReactNode;
  /** What is wrong and what to do about it; without it the field is valid. */
  errorMessage?: ReactNode;
  /** `false` writes "(optional)" beside the label. */
  isRequired?: boolean;
  /** Of the input, for the links of an ErrorSummary. */
  id?: string;
}

/** The attributes that tie an input to its texts. */
export function useFieldAttributes(props: Omit<FieldProps, "label">) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const texts = [props.description && `${id}-description`, props.errorMessage && `${id}-error`];
  return {
    id,
    "aria-describedby": texts.filter(Boolean).join(" ") || undefined,
    "aria-invalid": props.errorMessage ? true : undefined,
    "aria-required": props.isRequired || undefined,
  };
}

interface FrameProps extends FieldProps {
  id: string;
  children: ReactNode;
}

/** A field of one input, which has the id. */
export function Field({ id, label, isRequired, children, ...texts }: FrameProps) {
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label} {isRequired === false && <Optional />}
      </label>
      <FieldTexts id={id} {...texts} />
      {children}
    </div>
  );
}

/** A group of boxes or circles under one question. */
export function FieldGroup({ id, label, isRequired, children, ...texts }: FrameProps) {
  const describedBy = [
    texts.description && `${id}-description`,
    texts.errorMessage && `${id}-error`,
  ];
  return (
    <fieldset
      id={id}
      className={classes.field}
      aria-describedby={describedBy.filter(Boolean).join(" ") || undefined}
      aria-invalid={texts.errorMessage ? true : undefined}
    >
      <legend className={classes.label}>
        {label} {isRequired === false && <Optional />}
      </legend>
      <FieldTexts id={id} {...texts} />
      {children}
    </fieldset>
  );
}

type TextsProps = Pick<FrameProps, "id" | "description" | "errorMessage">;

export function FieldTexts({ id, description, errorMessage }: TextsProps) {
  return (
    <>
      {description && (
        <p id={`${id}-description`} className={classes.description}>
          {description}
        </p>
      )}
      {errorMessage && (
        <p id={`${id}-error`} className={classes.error}>
          <Icon name="warning" /> <span>{errorMessage}</span>
        </p>
      )}
    </>
  );
}

export function Optional() {
  return (
    <span className={classes.optional}>
      <Trans>(optional)</Trans>
    </span>
  );
}
