import picomatch from 'picomatch';
import { nameLike } from '../../../rehearsal/git/starting-push';

test.each(['main', 'release/*', 'v*', '**', 'v[0-9]*', 'v[!a]*', '{main,trunk}', 'r?', 'feature/**/done'])(
  'the name made for the pattern %s is one that it takes',
  (pattern) => {
    const name = nameLike(pattern, '1.0.0');
    expect(picomatch.isMatch(name, pattern, { posix: true })).toBe(true);
    expect(name).not.toMatch(/[*?[\]{}]/);
  },
);
