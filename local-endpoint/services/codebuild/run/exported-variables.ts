import type { ExportedEnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { RunningBuild } from './context';
import { secretNames } from './variables';

/**
 * The variables that the buildspec exports, with the values that the commands left. Those that were never set, and those
 * that are parameters or secrets, are left out. So is a variable that a command put a secret into, with a line in the log:
 * AWS would show it to everybody who may see the build.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables
 */
export async function exportedVariables(run: RunningBuild): Promise<ExportedEnvironmentVariable[]> {
  const secret = secretNames(run, run.buildspec);
  const exported = run.buildspec.env.exportedVariables.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  for (const name of exported.filter((one) => secret.has(one)))
    run.log.show(`The variable ${name} is not exported, because it holds a parameter or a secret`);
  const names = exported.filter((name) => !secret.has(name));
  if (names.length === 0) return [];
  const script = names.map((name) => `[ -z "\${${name}+set}" ] || printf '%s=%s\\0' ${name} "\${${name}}"`);
  const printed = (await run.shell.capture(`${script.join('\n')}\ntrue`)) ?? '';
  const variables = printed
    .split('\0')
    .filter(Boolean)
    .map((pair) => ({ name: pair.split('=', 1)[0], value: pair.slice(pair.indexOf('=') + 1) }));
  return variables.filter(({ name, value }) => {
    const safe = run.log.withoutSecrets(value) === value;
    if (!safe) run.log.show(`The variable ${name} is not exported, because there is a secret in its value`);
    return safe;
  });
}
