import { readFileSync } from 'node:fs';

/**
 * Share of the time since the call in which something on this machine waited for a CPU: "some" of the kernel's pressure stall
 * information (https://docs.kernel.org/accounting/psi.html); undefined where the kernel has none.
 */
export function cpuPressure(): () => number | undefined {
  const [start, began] = [stalled(), performance.now()];
  return () => {
    const end = stalled();
    return start === undefined || end === undefined ? undefined : (end - start) / 1000 / (performance.now() - began);
  };
}

/** Microseconds since the machine's start. */
function stalled(): number | undefined {
  try {
    return Number(/^some .*total=(\d+)/m.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
