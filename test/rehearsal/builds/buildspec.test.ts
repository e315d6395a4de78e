import { parse } from 'yaml';
import { withCommands } from '../../../rehearsal/builds/buildspec';

const phasesOf = (text: string): unknown => (parse(text) as { phases?: unknown }).phases;

test('commands come after those that a buildspec has, a single one included', () => {
  const text = 'version: 0.2\nphases:\n  build:\n    commands: npm run build # as ever\n';
  expect(phasesOf(withCommands(text, ['echo one', 'echo two']))).toEqual({
    build: { commands: ['npm run build', 'echo one', 'echo two'] },
  });
});

test('a phase that a buildspec has not is made', () => {
  const text = 'version: 0.2\nphases:\n  build:\n    commands: [make]\n';
  expect(phasesOf(withCommands(text, ['echo one'], 'post_build'))).toEqual({
    build: { commands: ['make'] },
    post_build: { commands: ['echo one'] },
  });
});
