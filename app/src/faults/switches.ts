/** Faults of a process that other code carries out: its telemetry, its stores. Values are those of the flags; 0 is off. */
export const switches = {
  /** Calls of other roles carry no trace context. */
  lostContext: 0,
  /** Failed requests have the status of successful ones. */
  statusOk: 0,
  /** Spans are named by the URL, with so many different ids. */
  idsInNames: 0,
  /** Spans have the e-mail address of a customer. */
  personalData: 0,
  /** Share of traces that is kept, %. */
  sampled: 0,
  /** Share of SERVER spans whose trace id is zeros, %. */
  noTraceIds: 0,
  /** Each SERVER span has a name of its own. */
  randomNames: 0,
  /** So many visitors are told apart by an attribute of a metric. */
  idsInMetric: 0,
  /** Orders are looked for by an expression that no index has. */
  unindexedQuery: 0,
  /** The cache has nothing. */
  cacheMisses: 0,
  /** Queued purchases are no JSON. */
  poison: 0,
};

export type Switch = keyof typeof switches;
