import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../bin/commands/message-of';

const BIN = join(__dirname, '../../bin');

it('prints one line where the disk is full', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(messageOf(full, false)).toBe(
    'error: there is no space left on the disk: ENOSPC: no space left on device, write',
  );
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
