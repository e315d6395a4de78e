import picomatch from 'picomatch';
import { nameMatching } from '../../../rehearsal/git/starting-push';

test.each(['main', 'release/*', 'v*', '**', 'v[0-9]*', 'v[!a]*', '{main,trunk}', 'r?', 'feature/**/done'])(
  'makes a name that matches the pattern %s',
  (pattern) => {
    const name = nameMatching(pattern, '1.0.0');
    expect(picomatch.isMatch(name, pattern, { posix: true })).toBe(true);
    expect(name).not.toMatch(/[*?[\]{}]/);
  },
);
