import { InvalidArgumentError } from 'commander';
import { account, port, region, speed } from '../../bin/commands/options';

test.each([
  ['a port', port, ['', ' ', 'x', '-1', '1.5', '0x50', '65536', '99999']],
  ['a speed', speed, ['', 'fast', '0', '0.5', '-2', '1e2', '1001', 'Infinity']],
  ['an account', account, ['', '12', '11111111111a', '1111111111111']],
  ['a region', region, ['', 'mars', 'AP-NORTHEAST-1', 'ap-northeast']],
])('%s that is none is refused with the rule', (_, read: (text: string) => unknown, wrong) => {
  for (const text of wrong) {
    expect(() => read(text)).toThrow(InvalidArgumentError);
    expect(() => read(text)).toThrow(/^It must be /);
  }
});

test('what is right is taken as it is meant', () => {
  expect([port('0'), port('4566'), speed('1'), speed('2.5'), speed('1000')]).toEqual([0, 4566, 1, 2.5, 1000]);
  expect([account('012345678901'), region('us-gov-west-1')]).toEqual(['012345678901', 'us-gov-west-1']);
});
