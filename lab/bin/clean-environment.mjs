/**
 * Variables with which a shell changes every program that it starts: they load code into Node (tracers, debuggers),
 * send its requests through a proxy, or configure somebody else's OpenTelemetry. Proxies themselves stay: downloads use them.
 */
const foreign = /^(NODE_|OTEL_)|^(LD_PRELOAD|DYLD_INSERT_LIBRARIES)$/;

/** Begins like them, and stays: certificates for downloads. */
const kept = 'NODE_EXTRA_CA_CERTS';

/** The variables of a shell without those that are not meant for the lab. */
export function cleanEnvironment(shell) {
  return Object.fromEntries(Object.entries(shell).filter(([name]) => name === kept || !foreign.test(name)));
}
