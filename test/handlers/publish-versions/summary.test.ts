import { summarize } from '../../../handlers/publish-versions/summary';

const version = (name: string, change: string) => ({ name, version: '4', serves: '3', change });

test('shows each function with its version, what serves and what changes', () => {
  const unchanged = { name: 'worker', version: '2', serves: '2', change: 'unchanged' };
  expect(summarize([version('api', 'code, configuration timeout, environment TABLE'), unchanged])).toBe(
    'api 4 (serves 3): code, configuration timeout, environment TABLE; worker 2: unchanged',
  );
});

test.each([1, 2, 9, 40])(
  'names every function of %s in at most 600 characters, whatever changes',
  (count) => {
    const names = Array.from({ length: count }, (_, at) => `f${at}`);
    const text = summarize(names.map((name) => version(name, 'x'.repeat(700))));
    expect(text.length).toBeLessThanOrEqual(600);
    for (const name of names) expect(text).toContain(`${name} 4`);
  },
);
