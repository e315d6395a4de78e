import { type Tier, tierOf } from '../tiers/tier-of.cjs';
import { ROOT, trackedFiles } from './repository';
import { join } from 'node:path';

const tests = trackedFiles().filter((file) => file.endsWith('.test.ts'));
const tier = (file: string): Tier => tierOf(join(ROOT, file));

test('each tier has tests', () => {
  expect(new Set(tests.map(tier))).toEqual(new Set<Tier>(['unit', 'integration', 'acceptance']));
});

test('what reads the config starts nothing', () => {
  const config = tests.filter((file) => file.startsWith('test/config/'));
  expect(config.map(tier)).toEqual(config.map(() => 'unit'));
});

test('what starts a program in the test itself is no unit test', () => {
  expect(tier('test/docs/architecture.test.ts')).toBe('integration');
});

test('what runs cdk and the command line is an acceptance test', () => {
  const whole = tests.filter((file) => file.startsWith('test/acceptance/'));
  expect(whole.map(tier)).toEqual(whole.map(() => 'acceptance'));
  expect(tier('test/bin/signals.test.ts')).toBe('acceptance');
});
