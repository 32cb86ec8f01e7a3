/** The moves in the list that are more than a step: search, show what is new, resize the pages. */
import type { ListAddress } from "./address";
import { NEWEST_FIRST, wordOf } from "./order";
import { isPlain, keyOf, PLAIN, type Search } from "./search";
import type { Go } from "./useListAddress";
import type { PageSize } from "./usePageSize";

interface Given {
  address: ListAddress;
  go: Go;
  reload: () => void;
  /** Count anew how many shares are new. */
  recount: () => void;
  /** What came is being shown. */
  clearUnseen: () => void;
  setSize: (size: PageSize) => void;
}

export function useMoves({ address, go, reload, recount, clearUnseen, setSize }: Given) {
  const searchFor = (search: Search) => {
    const isSame = keyOf(search) === keyOf(address.search) && address.cursor === null;
    if (isSame) reload();
    else go({ search });
  };
  const showNew = () => {
    clearUnseen();
    recount();
    if (isAtTheNewest(address)) reload();
    else go({ search: PLAIN, order: NEWEST_FIRST });
  };
  const resize = (size: PageSize) => {
    setSize(size);
    go({});
  };
  return { searchFor, showNew, resize };
}

/** Where new shares appear. */
function isAtTheNewest({ search, order, cursor }: ListAddress): boolean {
  return isPlain(search) && wordOf(order) === wordOf(NEWEST_FIRST) && cursor === null;
}
