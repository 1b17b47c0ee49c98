import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";

/** One parameter of the address, null when it is not there. */
export function useQueryParam(name: string): string | null {
  const [query] = useSearchParams();
  return query.get(name);
}

/** A secret in the link of a mail: read once, then removed from the URL, so that it stays in no history. */
export function useSecretParam(name: string): string | null {
  const [query, setQuery] = useSearchParams();
  const [secret] = useState(() => query.get(name));

  useEffect(() => {
    if (!query.has(name)) return;
    const rest = new URLSearchParams(query);
    rest.delete(name);
    setQuery(rest, { replace: true });
  }, [name, query, setQuery]);

  return secret;
}
