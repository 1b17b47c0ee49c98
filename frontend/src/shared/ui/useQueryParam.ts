import { useSearchParams } from "react-router";

/** One parameter of the address, null when it is not there. */
export function useQueryParam(name: string): string | null {
  const [query] = useSearchParams();
  return query.get(name);
}
