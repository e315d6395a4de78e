import fc from 'fast-check';
import { nearest } from '../../lib/config/suggest';

test.each([
  ['ecs-bluegreen', ['ecs-blue-green'], 'ecs-blue-green'],
  ['EcsBlueGreen', ['ecs-blue-green', 'ecs-rolling'], 'ecs-blue-green'],
  ['regoin', ['account', 'region', 'retain'], 'region'],
  ['stage', ['stg', 'prd'], 'stg'],
  ['acount', ['account', 'approvers'], 'account'],
])('%s among %j means %s', (word, choices, meant) => {
  expect(nearest(word, choices)).toBe(meant);
});

test.each([
  ['dev', ['stg', 'prd']],
  ['asg-blue-green', ['ecs-blue-green']],
  ['x', ['y']],
  ['anything', []],
])('%s is near none of %j', (word, choices) => {
  expect(nearest(word, choices)).toBeUndefined();
});

test('a right name is its own nearest', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,12}$/), { minLength: 1 });
  fc.assert(fc.property(names, (choices) => expect(nearest(choices[0] as string, choices)).toBe(choices[0])));
});
