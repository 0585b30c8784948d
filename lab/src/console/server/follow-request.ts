import { check, type CheckedLab, type CheckResult } from '../../check/check.ts';
import { requestHops } from '../../check/hop-names.ts';
import type { HopResult } from '../../check/hop-result.ts';

/** Sends one request and follows it with the hops of the check. `onHop` is called in the order of the data. */
export function followRequest(lab: CheckedLab, onHop: (result: HopResult) => void): Promise<CheckResult> {
  return check(lab, { requests: 0, names: requestHops, onHop });
}
