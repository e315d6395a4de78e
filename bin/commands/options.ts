import { type Command, InvalidArgumentError, Option } from 'commander';
import { ACCOUNT, REGION } from '../../lib/config/account-region';

/** `--port`. @throws InvalidArgumentError */
export function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535; 0 takes any free port.');
}

/** `--speed`. @throws InvalidArgumentError */
export function speed(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError('It must be a number from 1, which is real time, to 1000.');
}

/** `--limit`. @throws InvalidArgumentError */
export function limit(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
}

/** `--account`. @throws InvalidArgumentError */
export function account(text: string): string {
  if (ACCOUNT.test(text)) return text;
  throw new InvalidArgumentError('It must be twelve digits, for example 111111111111.');
}

/** `--region`. @throws InvalidArgumentError */
export function region(text: string): string {
  if (REGION.test(text)) return text;
  throw new InvalidArgumentError('It must be an AWS region such as ap-northeast-1.');
}

/**
 * Adds `--config`, and `--spec`, its former name, which help does not show.
 * @param defaultFile @default - the option is undefined, and its description names `pipelines.yaml`
 */
export function configOption(command: Command, defaultFile?: string): Command {
  const optional = 'the config, for account and region (default: pipelines.yaml, if there is one)';
  return command
    .option('--config <file>', defaultFile === undefined ? optional : 'the config', defaultFile)
    .addOption(new Option('--spec <file>').hideHelp())
    .on('option:spec', (file: string) => command.setOptionValue('config', file));
}

/** Adds `--fault`, which may be repeated. */
export function faultOption(command: Command): Command {
  return command
    .option(
      '--fault <rule>',
      'break calls: a rule, or a file of rules; may be repeated (see below)',
      (rule: string, before: string[] = []) => [...before, rule],
    )
    .addHelpText('after', FAULT_HELP);
}

const FAULT_HELP = `
A rule of --fault is SERVICE OPERATION [--from CALLER] [--call N] [--attempts N] [--by DURATION] FAULT:
  --fault "ssm put-parameter --from shift-traffic --call 2 throttled"
  --fault "ec2 create-launch-template-version --call 1 dropped" --fault "sts assume-role delayed --by 30s"
FAULT is throttled, 500, denied, dropped (it took effect), dropped-before, delayed,
killed (the function that calls, after it took effect) or killed-before. CALLER is a
function, role, ROLE/SESSION, service or root. A file is YAML: a list with the same fields.
A rule that no call meets is an error.
`;
