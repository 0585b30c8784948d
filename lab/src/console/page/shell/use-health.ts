import { useEffect, useState } from 'react';
import type { Health } from '../../health.ts';

/** Live health of every part, once per second; `lost` while the stream is interrupted. */
export function useHealth(): { health: Health | undefined; lost: boolean } {
  const [health, setHealth] = useState<Health>();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const source = new EventSource('/api/hops');
    source.addEventListener('hops', (event) => {
      setHealth(JSON.parse((event as MessageEvent<string>).data) as Health);
      setLost(false);
    });
    source.addEventListener('error', () => setLost(true)); // the browser reconnects by itself
    return () => source.close();
  }, []);
  return { health, lost };
}
