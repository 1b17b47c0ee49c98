import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { FormSkeleton } from "./FormSkeleton";
import { QueryError } from "./QueryError";

type Queries = Record<string, UseQueryResult>;
type Data<Q extends Queries> = { [Name in keyof Q]: NonNullable<Q[Name]["data"]> };

type QueryResultProps<Q extends Queries> = {
  queries: Q;
  /** How many lines of a form to outline while the data is loading. */
  lines?: number;
  children: (data: Data<Q>) => ReactNode;
};

/** Renders what needs several queries: a skeleton until all have data, or the first error with a retry of all that failed. */
export function QueryResult<Q extends Queries>({ queries, lines = 4, children }: QueryResultProps<Q>) {
  const results = Object.values(queries);
  const failed = results.find((query) => query.isLoadingError);

  if (failed?.error) return <QueryError error={failed.error} />;
  if (results.some((query) => query.data === undefined)) return <FormSkeleton lines={lines} />;
  const data = Object.entries(queries).map(([name, query]) => [name, query.data] as const);
  return children(Object.fromEntries(data) as Data<Q>);
}
