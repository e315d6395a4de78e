import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullDisk } from '@pipeline-factory/local-endpoint';
import { messageOf } from '../../bin/commands/message-of';
import { writeWhole } from '../../bin/commands/write-whole';
import { machineRefusal } from '../../lib/machine-refusal';

const BIN = join(__dirname, '../../bin');

it('prints one line where the disk is full', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(messageOf(full, false)).toBe(
    'error: there is no space left on the disk: ENOSPC: no space left on device, write',
  );
});

it('names a folder where the error names no file', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(machineRefusal(full, '/tmp/out')).toBe('there is no space left on the disk: /tmp/out');
});

it('leaves a file as it was where it cannot be written as a whole, and makes none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
  const program = `const { writeWhole } = require(${JSON.stringify(join(BIN, 'commands/write-whole.ts'))});
    for (const name of ['old', 'new']) try { writeWhole(${JSON.stringify(folder)} + '/' + name, 'x'.repeat(100_000)); } catch (error) { console.log(error.code); }`;
  writeFileSync(join(folder, 'old'), 'as it was');
  const command = 'ulimit -f 8; exec "$0" --import tsx -e "$1"';
  const { stdout } = spawnSync('sh', ['-c', command, process.execPath, program], { encoding: 'utf8' });
  expect(stdout).toBe('EFBIG\nEFBIG\n');
  expect(readdirSync(folder)).toEqual(['old']);
  expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('as it was');
  rmSync(folder, { recursive: true });
});

it('writes through a link, and keeps the mode of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
  writeFileSync(join(folder, 'file'), 'old');
  chmodSync(join(folder, 'file'), 0o666);
  symlinkSync('file', join(folder, 'link'));
  writeWhole(join(folder, 'link'), 'new');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o666);
  rmSync(folder, { recursive: true });
});

it('takes any failure of a rehearsal on a full disk for that of the disk', async () => {
  expect((await fullDisk('/tmp/out', () => Promise.resolve(4_096)))?.message).toBe(
    'there is no space left on the disk: /tmp/out; the environment variable TMPDIR names another folder',
  );
  expect(await fullDisk('/tmp/out', () => Promise.resolve(2 ** 30))).toBeUndefined();
});

it('keeps the stack of a defect', () => expect(messageOf(new Error('defect'), false)).toMatch(/\n +at /));

it('fails with one line where its output goes to a full disk', () => {
  expect(() => writeFileSync('/dev/full', 'x')).toThrow('ENOSPC');
  const command = `"${process.execPath}" --import tsx "${join(BIN, 'pipeline-factory.ts')}" validate > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  expect(stderr).toContain('error: there is no space left on the disk');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(1);
});

it('refuses a Node that is too old in one line', () => {
  const program = `Object.defineProperty(process.versions, 'node', { value: '18.20.8' }); require(${JSON.stringify(join(BIN, 'pipeline-factory.cjs'))})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  expect(stderr).toBe('error: pipeline-factory needs Node 20 or later, got: 18.20.8\n');
  expect(status).toBe(1);
});
