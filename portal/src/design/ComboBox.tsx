/** A type-ahead: what is typed goes to the server, and what it finds is offered. */
import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Input, Label, TextField } from "react-aria-components/TextField";
import classes from "./ComboBox.module.css";
import { classNames } from "./classNames";
import { type FieldProps, FieldTexts, Optional, useFieldAttributes } from "./Field";
import fieldClasses from "./Field.module.css";
import { LiveRegion } from "./LiveRegion";
import { placeBeside } from "./placeBeside";
import raised from "./Raised.module.css";
import { Spinner } from "./Spinner";

interface ComboBoxItem {
  id: string;
  label: string;
  /** Tells namesakes apart, such as town and country. */
  detail?: string;
}

interface ComboBoxProps extends FieldProps {
  items: readonly ComboBoxItem[];
  inputValue: string;
  onInputChange: (value: string) => void;
  selectedId: string | null;
  /** `null` when what was chosen is no longer what the input says. */
  onSelect: (id: string | null) => void;
  isLoading?: boolean;
  /** Said when nothing was found. */
  emptyText?: string;
  maxLength?: number;
}

export function ComboBox(props: ComboBoxProps) {
  const { label, description, errorMessage, isRequired, inputValue } = props;
  const { id, ...texts } = useFieldAttributes(props);
  const input = useRef<HTMLInputElement>(null);
  const box = useBox(props);
  return (
    <Autocomplete inputValue={inputValue} onInputChange={box.type} disableAutoFocusFirst>
      <TextField {...texts} id={id} className={fieldClasses.field} validationBehavior="aria">
        <Label className={fieldClasses.label}>
          {label} {isRequired === false && <Optional />}
        </Label>
        <FieldTexts {...{ id, description, errorMessage }} />
        <div className={classes.row}>
          <Input
            ref={input}
            role="combobox"
            aria-expanded={box.isOpen}
            className={fieldClasses.input}
            dir="auto"
            maxLength={props.maxLength}
            onBlur={box.leave}
            onKeyDown={box.press}
          />
          {props.isLoading && (
            <span className={classes.waiting}>
              <Spinner />
            </span>
          )}
        </div>
      </TextField>
      {box.isOpen && (
        <Popup anchor={input}>
          <Offers {...props} onChoose={box.choose} />
        </Popup>
      )}
      <LiveRegion message={useCountMessage(box.isOpen, props)} />
    </Autocomplete>
  );
}

/** Open while there is a text that somebody types; what is typed on is not the chosen one. */
function useBox({ inputValue, onInputChange, selectedId, onSelect }: ComboBoxProps) {
  const [isWanted, setWanted] = useState(false);
  const close = () => setWanted(false);
  return {
    isOpen: isWanted && inputValue.trim() !== "",
    // An arrow key marks an offer and is told as a blur, though the focus stays in the input.
    leave: ({ currentTarget }: FocusEvent) => {
      if (document.activeElement !== currentTarget) close();
    },
    type: (text: string) => {
      if (text === inputValue) return;
      onInputChange(text);
      if (selectedId !== null) onSelect(null);
      setWanted(true);
    },
    choose: ({ id, label }: ComboBoxItem) => {
      onInputChange(label);
      onSelect(id);
      close();
    },
    press: ({ key }: KeyboardEvent) => {
      if (key === "Escape") close();
      if (key === "ArrowDown") setWanted(true);
    },
  };
}

function Nothing({ text }: { text?: string }) {
  return text ?? <Trans>Nothing found</Trans>;
}

function useCountMessage(isOpen: boolean, { items, isLoading, emptyText }: ComboBoxProps): string {
  const { t } = useLingui();
  if (!isOpen || isLoading) return "";
  if (items.length === 0) return emptyText ?? t`Nothing found`;
  return t`${plural(items.length, { one: "# suggestion", other: "# suggestions" })}`;
}

interface PopupProps {
  anchor: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** Lies above everything, so that no scrolling region cuts it off. */
function Popup({ anchor, children }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    popup.current?.showPopover();
  }, []);
  useLayoutEffect(() => {
    const place = () => {
      if (anchor.current && popup.current) placeBeside(anchor.current, popup.current);
    };
    place();
    // The offers come and go without a new rendering of the popup.
    const offers = new ResizeObserver(place);
    if (popup.current?.firstElementChild) offers.observe(popup.current.firstElementChild);
    addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
    return () => {
      offers.disconnect();
      removeEventListener("scroll", place, { capture: true });
      removeEventListener("resize", place);
    };
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press here must not take the focus away
    <div
      ref={popup}
      popover="manual"
      className={classNames(raised.popover, classes.popup)}
      onMouseDown={(event) => event.preventDefault()}
    >
      {children}
    </div>
  );
}

interface OffersProps extends ComboBoxProps {
  onChoose: (item: ComboBoxItem) => void;
}

function Offers({ items, isLoading, emptyText, onChoose }: OffersProps) {
  const { t } = useLingui();
  return (
    <ListBox
      aria-label={t`Suggestions`}
      items={items}
      renderEmptyState={() => (
        <p className={classes.empty}>
          {isLoading ? <Trans>Searching</Trans> : <Nothing text={emptyText} />}
        </p>
      )}
    >
      {(item) => (
        <ListBoxItem
          id={item.id}
          textValue={item.label}
          className={classes.item}
          onAction={() => onChoose(item)}
        >
          <span dir="auto" className={classes.name}>
            {item.label}
          </span>
          {item.detail && <span className={classes.detail}>{item.detail}</span>}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
