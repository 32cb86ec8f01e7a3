/** The title of the window: new results first, then the screen, then the service. */
import { useEffect } from "react";
import { useArrivals } from "./live-shares";
import { useService } from "./viewer";

export function useTitle(title: string): void {
  const { name } = useService();
  const { arrivals } = useArrivals();
  useEffect(() => {
    const count = arrivals.length > 0 ? `(${arrivals.length}) ` : "";
    document.title = `${count}${title} – ${name}`;
  }, [title, name, arrivals.length]);
}
