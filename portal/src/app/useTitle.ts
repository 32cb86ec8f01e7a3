/** The title of the window: new results first, then the screen, then the service. */
import { useEffect } from "react";
import { useArrivals } from "./live-shares";
import { useFrozenCount } from "./pause";
import { useService } from "./viewer";

export function useTitle(title: string): void {
  const { name } = useService();
  const { arrivals } = useArrivals();
  const frozen = useFrozenCount();
  const news = Math.min(frozen ?? Infinity, arrivals.length);
  useEffect(() => {
    const count = news > 0 ? `(${news}) ` : "";
    document.title = `${count}${title} – ${name}`;
  }, [title, name, news]);
}
