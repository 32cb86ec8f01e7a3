/** The three drawings of the steps. A dotted line at the same height runs through all of them. */
import type { ReactNode } from "react";

const WIDTH = 280;
const LINE_Y = 84;
// Beyond the edges: half of the gap to the neighbour.
const LEFT = -12;
const RIGHT = WIDTH + 12;

/** A person hands a sheet on. */
export function Sharing() {
  return (
    <Drawing from={156} to={RIGHT}>
      <circle cx="62" cy="46" r="17" data-part="filled" />
      <path d="M28 120c2-30 15-44 34-44s32 14 34 44z" data-part="filled" />
      <Sheet x={112} />
    </Drawing>
  );
}

/** The shelf of records, with one of them drawn out. */
export function Asking() {
  return (
    <Drawing from={LEFT} to={RIGHT}>
      <rect x="86" y="22" width="108" height="98" rx="3" data-part="filled" />
      <path d="M86 54h108M86 87h108M130 38h20M130 104h20" />
      <rect x="74" y="54" width="132" height="33" rx="3" data-part="sheet" />
      <path d="M120 70.5h40" data-part="accent" />
    </Drawing>
  );
}

/** The house of an institution, and the sheet with its answer. */
export function Answering() {
  return (
    <Drawing from={LEFT} to={84}>
      <path d="M152 58l50-30 50 30z" data-part="filled" />
      <path d="M160 58v54M180 58v54M224 58v54M244 58v54M148 120h108" />
      <Sheet x={84} />
      <path d="M92 86l9 9 18-22" data-part="accent" />
    </Drawing>
  );
}

function Drawing({ from, to, children }: { from: number; to: number; children: ReactNode }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} 140`} aria-hidden="true" focusable="false">
      <path d={`M${from} ${LINE_Y}H${to}`} data-part="line" />
      {children}
    </svg>
  );
}

function Sheet({ x }: { x: number }) {
  return (
    <>
      <rect x={x} y="56" width="44" height="58" rx="3" data-part="sheet" />
      <path d={`M${x + 10} 68h16`} />
    </>
  );
}
