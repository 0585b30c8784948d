/** Faults of a process that its telemetry carries out. Values are those of the flags; 0 is off. No OpenTelemetry here. */
export const switches = {
  /** Calls of other roles carry no trace context. */
  lostContext: 0,
  /** Failed requests have the status of successful ones. */
  statusOk: 0,
  /** Spans are named by the URL, ids included. */
  idsInNames: 0,
  /** Spans have the e-mail address of a customer. */
  personalData: 0,
  /** Share of traces that is kept, %. */
  sampled: 0,
};

export type Switch = keyof typeof switches;
