import { expect, test } from 'vitest';
import type { Answer } from './answers.ts';
import { HungUp } from './hung-up.ts';
import { abortedConnections, connectionsIn } from './sockets.ts';

const lab = { grpc: 'http://127.0.0.1:24317', http: 'http://127.0.0.1:24318' };
const line = (remote: string, state: string) =>
  `  1: 0100007F:5EFE 0100007F:${remote} ${state} 00000000:00000000 03:000017 0 0 0 3 0000`; // 0x5EFE = 24318
const at = (...lines: string[]) => connectionsIn(['  sl  local_address', ...lines].join('\n'));
const taken = [
  { port: 'http', method: 'POST', route: '/v1/traces', status: '200', version: '1.1', requests: 1, bytes: 9 },
] satisfies Answer[];

test('a connection that the receiver ended without a request is named', () => {
  const hungUp = new HungUp(lab);
  hungUp.look(at(line('AAAA', '06')), 0);
  expect(hungUp.judge([], lab)).toMatchObject([
    { mistake: 'TLS, which the lab does not speak', evidence: expect.stringContaining('1 connection to 24318') },
  ]);
});

test('one that carried a request, or that was seen open, is not', () => {
  const hungUp = new HungUp(lab);
  hungUp.look(at(line('AAAA', '06'), line('BBBB', '01')), 0);
  expect(hungUp.judge(taken, lab)).toEqual([]);
  hungUp.look(at(line('AAAA', '06'), line('BBBB', '06')), 0);
  expect(hungUp.judge(taken, lab)).toEqual([]);
});

test('connections that were aborted twice make a guess, once none', () => {
  const before = abortedConnections() ?? 0;
  const hungUp = new HungUp(lab);
  hungUp.look([], before + 50);
  expect(hungUp.judge([], lab)).toEqual([]);
  hungUp.look([], before + 60);
  expect(hungUp.judge([], lab).map(({ mistake }) => mistake)).toEqual(['probably HTTP or TLS to the port of gRPC']);
});

test('the kernel’s counter is found by its name', () => {
  const text = 'TcpExt: SyncookiesSent TCPAbortOnClose\nTcpExt: 3 17\nIpExt: InNoRoutes\nIpExt: 1\n';
  expect(abortedConnections(text)).toBe(17);
  expect(abortedConnections('')).toBeUndefined();
});
