import { Problem } from '../../shell/ask.ts';
import { Failed } from '../../shell/states.tsx';
import { FailureText } from '../start/problems.tsx';
import type { Switching } from './use-switch.ts';

/** Why a fault could not be switched. */
export function SwitchError({ name, switching: { failed } }: { name: string; switching: Switching }) {
  if (failed?.name !== name) return null;
  const { error } = failed;
  if (!(error instanceof Problem)) return <Failed error={error} />;
  const { message: what, expected, found, next } = error;
  return (
    <div className="problem" role="alert" data-refused={name}>
      <FailureText failure={{ what, expected, found, next }} />
    </div>
  );
}
