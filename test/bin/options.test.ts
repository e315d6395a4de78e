import { Command, InvalidArgumentError } from 'commander';
import { account, configOption, limit, port, region, speed } from '../../bin/commands/options';

const PARSERS: readonly { name: string; parse: (text: string) => unknown; invalid: readonly string[] }[] = [
  { name: 'port', parse: port, invalid: ['', ' ', 'x', '-1', '1.5', '0x50', '65536', '99999'] },
  { name: 'speed', parse: speed, invalid: ['', 'fast', '0', '0.5', '-2', '1e2', '1001', 'Infinity'] },
  { name: 'limit', parse: limit, invalid: ['', 'all', '0', '-1', '1.5', '1001'] },
  { name: 'account', parse: account, invalid: ['', '12', '11111111111a', '1111111111111'] },
  { name: 'region', parse: region, invalid: ['', 'mars', 'AP-NORTHEAST-1', 'ap-northeast'] },
];

test.each(PARSERS)('refuses an invalid $name with the rule', ({ parse, invalid }) => {
  for (const text of invalid) {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(/^It must be /);
  }
});

test('parses valid values', () => {
  expect([port('0'), port('4566'), speed('1'), speed('2.5'), speed('1000')]).toEqual([0, 4566, 1, 2.5, 1000]);
  expect([account('012345678901'), region('us-gov-west-1')]).toEqual(['012345678901', 'us-gov-west-1']);
});

test('--spec, the former name of --config, still works and is not in the help', () => {
  const parsed = (...args: string[]) => {
    const command = configOption(new Command('rehearse'), 'pipelines.yaml').parse(args, { from: 'user' });
    return command.opts<{ config: string }>().config;
  };
  expect(parsed()).toBe('pipelines.yaml');
  expect(parsed('--config', 'team.yaml')).toBe('team.yaml');
  expect(parsed('--spec', 'team.yaml')).toBe('team.yaml');
  expect(configOption(new Command('rehearse')).helpInformation()).not.toContain('--spec');
});
