import { excerptOf, excerptOfFile } from '../../handlers/excerpt';
import { parseImageDefinitions, parseImageDetail } from '../../handlers/artifact/image-files';
import { parseSettings } from '../../handlers/fleet/parse-settings';
import { parseGreen } from '../../handlers/fleet/green-group';
import { parseJson } from '../../handlers/json';
import { parseUserParameters } from '../../handlers/job/user-parameters';
import { parseRecord } from '../../handlers/release-record/parse-record';
import { parseTaskDefinition } from '../../handlers/update-task-definition/task-definition-file';

const SECRET = 'correct-horse-battery-staple';

test.each([
  { value: undefined, excerpt: 'none' },
  { value: null, excerpt: 'null' },
  { value: 7, excerpt: '7' },
  { value: false, excerpt: 'false' },
  { value: 'web:7', excerpt: '"web:7"' },
  { value: SECRET, excerpt: '"correct-ho… (28 characters)"' },
  { value: [], excerpt: '[]' },
  { value: [SECRET, SECRET], excerpt: 'a list of 2' },
  { value: {}, excerpt: '{}' },
  { value: { name: 'password', value: SECRET }, excerpt: 'an object with name, value' },
  {
    value: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, [SECRET]: 7 },
    excerpt: 'an object with a, b, c, d, e, and 2 more',
  },
])('of $value shows $excerpt', ({ value, excerpt }) => {
  expect(excerptOf(value)).toBe(excerpt);
});

test('of a file shows what it holds, or how it begins', () => {
  expect(excerptOfFile(JSON.stringify([SECRET]))).toBe('a list of 1');
  expect(excerptOfFile('ami-0123')).toBe('ami-0123');
  expect(excerptOfFile(`password: ${SECRET}`)).toBe('password: … (38 characters)');
});

const environment = [{ name: 'PASSWORD', value: SECRET }];

test.each<{ what: string; parse: () => unknown }>([
  { what: 'a file that is no JSON', parse: () => parseJson('f.json', `{"PASSWORD":"${SECRET}" x}`) },
  { what: 'a file that is no JSON at its beginning', parse: () => parseJson('f.json', SECRET) },
  {
    what: 'a task definition that is a list',
    parse: () => parseTaskDefinition('t', JSON.stringify(environment)),
  },
  {
    what: 'a task definition whose containers are no list',
    parse: () =>
      parseTaskDefinition('t', JSON.stringify({ family: 'f', containerDefinitions: { environment } })),
  },
  {
    what: 'a task definition with a container without a name',
    parse: () =>
      parseTaskDefinition(
        't',
        JSON.stringify({ family: 'f', containerDefinitions: [{ environment, [SECRET]: 1 }] }),
      ),
  },
  {
    what: 'a task definition with another family',
    parse: () => parseTaskDefinition('t', JSON.stringify({ family: environment })),
  },
  {
    what: 'a task definition with another field',
    parse: () => parseTaskDefinition('t', JSON.stringify({ [SECRET]: 1 })),
  },
  { what: 'image definitions', parse: () => parseImageDefinitions(JSON.stringify([{ name: SECRET }])) },
  {
    what: 'image definitions that are no list',
    parse: () => parseImageDefinitions(JSON.stringify({ a: SECRET })),
  },
  { what: 'an image detail', parse: () => parseImageDetail(JSON.stringify({ a: SECRET })) },
  { what: 'settings', parse: () => parseSettings('p', JSON.stringify({ hash: [SECRET] })) },
  { what: 'settings that are none', parse: () => parseSettings('p', SECRET) },
  { what: 'a release record', parse: () => parseRecord(JSON.stringify({ serving: { type: SECRET } })) },
  {
    what: 'the group that comes up',
    parse: () => parseGreen('p', { value: JSON.stringify({ a: SECRET }), version: '1' }),
  },
  {
    what: 'UserParameters',
    parse: () => parseUserParameters(JSON.stringify({ a: SECRET }), () => undefined),
  },
])('the error of $what does not quote what it holds', ({ parse }) => {
  let thrown: unknown;
  try {
    parse();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Error);
  const { message, cause } = thrown as Error;
  expect(`${message} ${String(cause)}`).not.toContain(SECRET.slice(0, 15));
});
