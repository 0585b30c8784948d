import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, relative } from 'node:path';
import { LabError } from './lab-error.ts';
import { cacheHome, checkout, labHome } from './paths.ts';

/** A folder that the lab writes to, and the variable that moves it. */
type Place = { title: string; folder: string; variable?: string };

const refusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'EIO']);
const full = new Set(['ENOSPC', 'EDQUOT']);

/**
 * An error of the file system as one that a person can act on: which folder, what was found, which variable moves it.
 * undefined for any other error.
 */
export function fileFailure(error: unknown): LabError | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (code === 'EMFILE' || code === 'ENFILE') {
    return new LabError({
      what: 'Too many files are open.',
      expected: 'room for 1,024 open files',
      found: (error as Error).message,
      next: 'ulimit -n 4096, then the same command',
    });
  }
  const isFull = full.has(code);
  if (!isFull && !(refusals.has(code) && path)) return undefined;
  const { title, folder, variable }: Place = path
    ? (placeOf(path) ?? { title: 'A file', folder: path })
    : places().reduce((a, b) => (freeBytes(a.folder) <= freeBytes(b.folder) ? a : b)); // a write error names no file
  const move = variable && `export ${variable}=/another/folder, then the same command`;
  return new LabError({
    what: isFull ? `The disk is full: ${title} cannot be written.` : `${title} cannot be used.`,
    expected: isFull ? `free space in ${folder}` : `a folder that this user may write: ${folder}`,
    found: [reasonOf(error as NodeJS.ErrnoException), path && ownerOf(path)].filter(Boolean).join('; '),
    next: [isFull ? 'free some space' : `make it writable for ${userName()}`, move].filter(Boolean).join('; or: '),
  });
}

function places(): Place[] {
  return [
    { title: 'The folder of the lab', folder: labHome(), variable: 'LAB_HOME' },
    { title: 'The cache', folder: cacheHome(), variable: 'XDG_CACHE_HOME' },
    { title: 'This checkout', folder: checkout },
    { title: 'The folder for temporary files', folder: tmpdir(), variable: 'TMPDIR' },
  ];
}

/** The place that has this path, or that could not be made because of this path above it. */
function placeOf(path: string): Place | undefined {
  return places().find(({ folder }) => contains(folder, path)) ?? places().find(({ folder }) => contains(path, folder));
}

function contains(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}

/** Node says ENOENT of a folder that it cannot make on a read-only disk. */
function reasonOf({ code, syscall, path, message }: NodeJS.ErrnoException): string {
  if (code !== 'ENOENT' || syscall !== 'mkdir' || !path) return message;
  try {
    accessSync(nearest(path), constants.W_OK);
    return message;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whose a path is, or the nearest folder above it that exists, if it is not ours. */
function ownerOf(path: string): string | undefined {
  const near = nearest(path);
  const { uid } = statSync(near);
  return uid === process.getuid?.() ? undefined : `${near} belongs to user ${uid}`;
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return bavail * bsize;
}

/** A path, or the nearest folder above it that this user can see. */
function nearest(path: string): string {
  let near = path;
  while (near !== dirname(near) && !existsSync(near)) near = dirname(near);
  return near;
}

function userName(): string {
  return `user ${process.getuid?.() ?? ''}`.trim();
}
