import type { ExportedEnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { Run } from './run';
import { secretNames } from './variables';

/**
 * The variables that the buildspec exports, as the commands left them; those that were never set, and those that are
 * parameters or secrets, are left out. So are those that a command put a secret into: AWS would show it to everybody who
 * may see the build, and the person is told.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables
 */
export async function exportedVariables(run: Run): Promise<ExportedEnvironmentVariable[]> {
  const secret = secretNames(run, run.buildspec);
  const exported = run.buildspec.env.exportedVariables.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  for (const name of exported.filter((one) => secret.has(one)))
    run.log.tell(`The variable ${name} is not exported, because it holds a parameter or a secret`);
  const names = exported.filter((name) => !secret.has(name));
  if (names.length === 0) return [];
  const script = names.map((name) => `[ -z "\${${name}+set}" ] || printf '%s=%s\\0' ${name} "\${${name}}"`);
  const printed = (await run.shell.capture(`${script.join('\n')}\ntrue`)) ?? '';
  const variables = printed
    .split('\0')
    .filter(Boolean)
    .map((pair) => ({ name: pair.split('=', 1)[0], value: pair.slice(pair.indexOf('=') + 1) }));
  return variables.filter(({ name, value }) => {
    const harmless = run.log.withoutSecrets(value) === value;
    if (!harmless)
      run.log.tell(`The variable ${name} is not exported, because there is a secret in its value`);
    return harmless;
  });
}
