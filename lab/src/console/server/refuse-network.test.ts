import { expect, test } from 'vitest';
import { defaultGateway, refuseNetwork } from './refuse-network.ts';

test('the gateway is read from the default route', () => {
  const table = 'Iface\tDestination\tGateway \tFlags\neth1\t0000FEA9\t00000000\t0001\neth0\t00000000\t010012AC\t0003\n';
  expect(defaultGateway(table)).toBe('172.18.0.1');
  expect(defaultGateway('Iface\tDestination\tGateway\n')).toBeUndefined();
});

test('a name that belongs to another container is refused at start, because nobody would be kept out', async () => {
  await expect(refuseNetwork('name.invalid')).rejects.toThrow(/cannot find the network[\s\S]*name\.invalid/);
});
