import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedConfig, documentedTemplates } from '../../docs/rights/documented-templates';
import { takes } from '../../docs/rights/iam-actions';
import { hasConditionKey } from '../../docs/rights/iam-conditions';
import { patternsMeet } from '../../docs/rights/patterns-meet';
import { READ_TYPES, type Right, rightsOf } from '../../docs/rights/read-rights';
import { withRightsTables } from '../../docs/rights/rights-table';
import { KINDS } from '../../lib/kinds';
import { ROOT } from './repository';

const templates = documentedTemplates();
const rights = templates.flatMap(rightsOf);

test('docs/security.md lists the rights that the templates give', async () => {
  const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  // `npm run docs:rights` rewrites the list.
  expect(page).toBe(await withRightsTables(page, rights));
});

test('the list has pipelines of every kind', () => {
  const kinds = new Set(documentedConfig().pipelines.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(KINDS.map(({ name }) => name).sort());
});

test('no template gives a right in a way that the list does not read', () => {
  const giving = templates
    .flatMap(({ Resources }) => Object.values(Resources))
    .filter(({ Properties }) => /"Statement":|"ManagedPolicyArns":/.test(JSON.stringify(Properties ?? {})))
    .map(({ Type }) => Type);
  expect(giving.filter((type) => !READ_TYPES.includes(type))).toEqual([]);
});

test('IAM knows every action that is granted, and a resource of the grant that it takes', async () => {
  const taken = new Map<string, boolean>();
  for (const [action, right] of each(rights)) {
    const key = `${right.principal} ${action}`;
    taken.set(key, taken.get(key) || (await takes(action, right.resource)));
  }
  expect([...taken].filter(([, takesOne]) => !takesOne).map(([key]) => key)).toEqual([]);
});

test('requests of every action that is granted have the condition keys of the grant', async () => {
  const never: string[] = [];
  for (const [action, right] of each(rights))
    for (const { key, operator } of right.conditions) {
      // With IfExists one statement may be for actions that have different keys.
      const actions = operator.endsWith('IfExists') ? right.actions : [action];
      const having = await Promise.all(actions.map((one) => hasConditionKey(one, right.resource, key)));
      if ((await takes(action, right.resource)) && !having.includes(true))
        never.push(`${right.principal} ${action} ${right.resource} ${key}`);
    }
  expect(never).toEqual([]);
});

test.each([
  ['bucket/folder/*', 'bucket/*', true],
  ['log-group:/aws/x:*', 'log-group:*:log-stream:*', true],
  ['image/*', 'snapshot/*', false],
  ['secret:token-??????', 'secret:*', true],
  ['a', 'a?', false],
  ['*', '', true],
])('some text matches both %s and %s: %s', (one, other, expected) => {
  expect(patternsMeet(one, other)).toBe(expected);
  expect(patternsMeet(other, one)).toBe(expected);
});

/** Each action with its right. Patterns of actions stand for those that IAM knows; the tokens of identity providers bring claims of their own as keys. */
function each(all: readonly Right[]): [action: string, right: Right][] {
  return all.flatMap((right) =>
    right.actions
      .filter((action) => !action.includes('*') && action !== 'sts:AssumeRoleWithWebIdentity')
      .map((action): [string, Right] => [action, right]),
  );
}
