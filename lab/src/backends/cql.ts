import { connect } from 'node:net';
import type { Address } from './address.ts';

/** Opcodes and header of the native protocol, version 4. https://github.com/apache/cassandra, doc/native_protocol_v4.spec */
const VERSION = 0x04;
const STARTUP = 0x01;
const READY = 0x02;
const AUTHENTICATE = 0x03;
const QUERY = 0x07;
const RESULT = 0x08;
const ONE = 0x0001;
const ROWS = 0x0002;

/**
 * Whether Cassandra answers CQL: it opens its port before it can. With authentication on, a request for a password
 * counts as an answer. Rejects when nothing listens or when it reports an error.
 */
export async function cqlAnswers(address: Address): Promise<boolean> {
  await ask(address, 'SELECT key FROM system.local', 3_000);
  return true;
}

/**
 * Runs a statement and returns the first column of each row as text: use `SELECT JSON …` for more than one.
 * Undefined when Cassandra asks for a password first. Rejects when nothing listens or when it reports an error.
 */
export async function cqlTexts(address: Address, query: string): Promise<string[] | undefined> {
  const { opcode, body } = await ask(address, query, 20_000);
  return opcode === AUTHENTICATE ? undefined : firstColumn(body);
}

function ask({ host, port }: Address, query: string, limit: number): Promise<{ opcode: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(limit, () => end(() => reject(new Error(`no CQL answer within ${limit} ms`))));
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('close', () => reject(new Error('the connection was closed before CQL answered')));
    socket.once('connect', () => socket.write(frame(STARTUP, stringMap({ CQL_VERSION: '3.0.0' }))));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 9 && received.length >= 9 + received.readInt32BE(5)) {
        const opcode = received.readUInt8(4);
        const body = received.subarray(9, 9 + received.readInt32BE(5));
        received = received.subarray(9 + body.length);
        if (opcode === READY) socket.write(frame(QUERY, queryBody(query)));
        else if (opcode === RESULT || opcode === AUTHENTICATE) end(() => resolve({ opcode, body }));
        else end(() => reject(new Error(`CQL error: ${body.subarray(6).toString('utf8')}`)));
      }
    });
  });
}

/** Reads a RESULT of kind Rows whose columns are plain text; any other kind has no rows. Section 4.2.5.2 of the specification. */
function firstColumn(body: Buffer): string[] {
  if (body.readInt32BE(0) !== ROWS) return [];
  const columns = body.readInt32BE(8);
  let at = 12;
  const skipText = () => (at += 2 + body.readUInt16BE(at));
  skipText(); // keyspace and table, once for all columns
  skipText();
  for (let i = 0; i < columns; i++) {
    skipText();
    at += 2; // its type: text has no further type options
  }
  const rows = body.readInt32BE(at);
  at += 4;
  const values: string[] = [];
  for (let i = 0; i < rows * columns; i++) {
    const length = body.readInt32BE(at);
    at += 4;
    if (i % columns === 0) values.push(body.subarray(at, at + length).toString('utf8'));
    at += Math.max(0, length);
  }
  return values;
}

function frame(opcode: number, body: Buffer): Buffer {
  const header = Buffer.alloc(9);
  header.writeUInt8(VERSION, 0);
  header.writeUInt8(opcode, 4);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

function stringMap(entries: Record<string, string>): Buffer {
  const list = Object.entries(entries);
  return Buffer.concat([uint16(list.length), ...list.flatMap((pair) => pair.map(shortString))]);
}

function queryBody(query: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(query));
  return Buffer.concat([length, Buffer.from(query), uint16(ONE), Buffer.from([0])]);
}

function shortString(text: string): Buffer {
  return Buffer.concat([uint16(Buffer.byteLength(text)), Buffer.from(text)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
