import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../moto/lock';

/** Ids of processes that have ended, and of one that runs. */
const dead = () => String(spawnSync(process.execPath, ['--version']).pid);
const running = String(process.ppid);

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contents = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

test('a lock is taken once', () => {
  expect([takeLock(lock), takeLock(lock)]).toEqual([true, false]);
  expect(contents()).toEqual({ lock: String(process.pid) });
});

test('a lock of a process that has ended is taken over, and nothing else is left', () => {
  writeFileSync(lock, dead());
  expect(takeLock(lock)).toBe(true);
  expect(contents()).toEqual({ lock: String(process.pid) });
});

test('while another process takes a lock over it is left alone', () => {
  const owner = dead();
  const files = { lock: owner, [`lock.after-${owner}`]: running };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(takeLock(lock)).toBe(false);
  expect(contents()).toEqual(files);
});

test('a lock is taken over also where who was about to do so has ended', () => {
  const owner = dead();
  writeFileSync(lock, owner);
  writeFileSync(`${lock}.after-${owner}`, dead());
  expect(takeLock(lock)).toBe(true);
  expect(contents()).toEqual({ lock: String(process.pid) });
});

test('a lock of a process that runs is not taken, nor one that is not written yet', () => {
  for (const text of [running, '']) {
    writeFileSync(lock, text);
    expect(takeLock(lock)).toBe(false);
  }
});
