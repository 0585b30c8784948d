import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { LabEvent } from '../../../parts/lab-event.ts';
import { ask } from './ask.ts';
import { useAsked } from './use-asked.ts';

const none: readonly LabEvent[] = [];
const Events = createContext(none);

/** Fetches the tool's events every two seconds, once for all children. */
export function WithEvents({ children }: { children: ReactNode }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTurn((before) => before + 1), 2_000);
    return () => clearInterval(timer);
  }, []);
  const { data = none } = useAsked(String(turn), (signal) => ask<LabEvent[]>('/api/events', { signal }));
  return <Events value={data}>{children}</Events>;
}

/** The events of the tool, the oldest first. */
export function useEvents(): readonly LabEvent[] {
  return useContext(Events);
}
