import type { FormEvent } from 'react';
import { breakCommand } from '../../../../faults/describe.ts';
import type { FaultShown, FaultState } from '../../../faults.ts';
import { HealButton, Lasts } from './on-now.tsx';
import { SwitchError } from './switch-error.tsx';
import type { Switching } from './use-switch.ts';

/** For how long, in seconds; none is until somebody heals it. */
const times = [
  ['60', '1 min'],
  ['120', '2 min'],
  ['300', '5 min'],
  ['600', '10 min'],
  ['', 'until healed'],
] as const;

type Given = { fault: FaultShown; state: FaultState | undefined; switching: Switching };

/** Switches a fault on or off; where this page cannot, the command to type. */
export function SwitchControls({ fault, state, switching }: Given) {
  const { name, lacks, next } = fault;
  if (state)
    return (
      <div className="row">
        <strong>on</strong> <Lasts state={state} /> <HealButton name={name} switching={switching} />
        <SwitchError name={name} switching={switching} />
      </div>
    );
  if (lacks)
    return (
      <p className="note" data-lacks>
        Not in this lab: {lacks}. <code>{next}</code>
      </p>
    );
  if (!switching.possible)
    return (
      <p className="note">
        <code>{breakCommand(name)}</code>
      </p>
    );
  return (
    <>
      <BreakForm fault={fault} switching={switching} />
      <SwitchError name={name} switching={switching} />
    </>
  );
}

function BreakForm({ fault: { name, strength }, switching }: Pick<Given, 'fault' | 'switching'>) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [by, seconds] = [Number(given.get('strength')), Number(given.get('seconds'))];
    switching.breakIt(name, { ...(strength && { strength: by }), ...(seconds > 0 && { seconds }) });
  }
  return (
    <form className="row" onSubmit={submit}>
      {strength && (
        <label className="choice">
          Strength, {strength.unit}
          <input
            name="strength"
            type="number"
            required
            min={strength.min}
            max={strength.max}
            defaultValue={strength.usual}
          />
        </label>
      )}
      <label className="choice">
        For
        <select name="seconds" defaultValue="120">
          {times.map(([value, text]) => (
            <option key={text} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" aria-label={`Break ${name}`} disabled={switching.pending !== undefined}>
        {switching.pending === name ? 'Breaking …' : 'Break'}
      </button>
    </form>
  );
}
