import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCompose } from '../../../bin/commands/compose';
import { textStream } from '../support/text-stream';

const folder = mkdtempSync(join(tmpdir(), 'compose-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(__dirname, '../../../examples/storefront/stg/taskdef.json');

test('prints the file, and separately what it lacks', () => {
  const [out, remarks] = [textStream(), textStream()];
  expect(runCompose({ file }, out.stream, remarks.stream)).toBe(0);
  expect(out.text()).toContain('services:');
  expect(remarks.text()).toContain('taskRoleArn: nobody gives the containers its credentials here');
});

test('reports each mistake of a task definition with its path', () => {
  const wrong = join(folder, 'taskdef.json');
  writeFileSync(wrong, '{\n  "family": web\n}');
  expect(() => runCompose({ file: wrong }, textStream().stream)).toThrow(
    `${wrong}: line 2, column 13: is not JSON`,
  );
  writeFileSync(wrong, '{ "containerDefinitions": [{ "cpu": "1" }] }');
  expect(() => runCompose({ file: wrong }, textStream().stream)).toThrow(
    [
      `${wrong}: containerDefinitions[0].name: is required`,
      `${wrong}: containerDefinitions[0].image: is required`,
      `${wrong}: containerDefinitions[0].cpu: must be a number  got: "1"`,
    ].join('\n'),
  );
  expect(() => runCompose({ file: '/nowhere/taskdef.json' }, textStream().stream)).toThrow(
    '/nowhere/taskdef.json: does not exist',
  );
});
