/** A person's name as it is held: its case is never changed. */
import { Bidi } from "./Bidi";

interface NameProps {
  /** Some people have one name only. */
  first?: string | null;
  family?: string | null;
}

export function Name({ first, family }: NameProps) {
  return (
    <>
      {first && <Bidi>{first}</Bidi>}
      {first && family && " "}
      {family && <Bidi>{family}</Bidi>}
    </>
  );
}
