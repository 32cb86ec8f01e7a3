/** A link. Addresses of the portal change the page without a reload; all others load as usual. */
import type { ComponentProps } from "react";
import { Link as RouterLink } from "wouter";

interface LinkProps extends Omit<ComponentProps<"a">, "href" | "target" | "rel"> {
  href: string;
  /** The server answers this address, not the portal: `/graphiql`, a download, the inbox. */
  reloads?: boolean;
}

export function Link({ reloads = false, ...props }: LinkProps) {
  if (isExternal(props.href)) return <a {...props} rel="noopener noreferrer" />;
  if (reloads || props.download !== undefined || props.href.startsWith("#"))
    return <a {...props} />;
  return <RouterLink {...props} />;
}

function isExternal(href: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href);
}
