/** What the text of a fault may contain. */
export type FaultDetails = {
  /** A limit, in characters. */
  count: number;
  /** How long to wait, as a part of a sentence. */
  time: string;
};
