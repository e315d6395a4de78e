import colors from 'picocolors';
import { ConfigError, formatDiagnostics } from '../../lib/config/config-error';
import type { Config, Environment } from '../../lib/config/model';
import { KINDS } from '../../lib/kinds';
import type { PipelineKind } from '../../lib/kinds/kind';
import { loadConfig } from '../../lib/load-config';
import { table } from './table';
import { PIPELINE_HEADING, pipelineRow, pullRequestRow } from './validate/pipeline-row';
import { workTreeOf } from './validate/work-tree';

/**
 * Checks a config and shows what it makes.
 * @param out takes the summary
 * @param errors takes what is wrong, and what is right but probably not meant @default - standard error
 * @param kinds the kinds of pipelines @default - all of the factory's
 * @returns the exit code: 0, or 1 where anything is wrong
 */
export function runValidate(
  file: string,
  out: NodeJS.WritableStream,
  errors: NodeJS.WritableStream = process.stderr,
  kinds: readonly PipelineKind[] = KINDS,
): number {
  const color = 'isTTY' in errors && errors.isTTY === true;
  try {
    const config = loadConfig(file, { kinds, lookUp: workTreeOf(file) });
    out.write(summary(config, file, kinds));
    if (config.notes.length > 0) out.write(`\n${formatDiagnostics(config.notes, 'note', color)}\n`);
    if (config.warnings.length > 0)
      errors.write(
        `${formatDiagnostics(config.warnings, 'warning', color)}\n\n${counted(config.warnings.length, 'warning')}\n`,
      );
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    errors.write(`${error.format(color)}\n\n${counted(error.diagnostics.length, 'problem')}\n`);
    return 1;
  }
}

function summary(
  { prefix, environments, pipelines, pullRequests }: Config,
  file: string,
  kinds: readonly PipelineKind[],
): string {
  const counts = [
    counted(environments.length, 'environment'),
    counted(pipelines.length, 'pipeline'),
    ...(pullRequests.length > 0 ? [`${pullRequests.length} of pull requests`] : []),
  ].join(', ');
  return [
    `${colors.green('✓')} ${file} is right: prefix ${prefix}, ${counts}`,
    '',
    ...table(
      ['environment', 'account', 'region', 'at destroy', 'logs', 'approvers'],
      environments.map(environmentRow),
    ),
    '',
    ...table(PIPELINE_HEADING, [
      ...pipelines.map((pipeline) => pipelineRow(pipeline, kinds)),
      ...pullRequests.map((pipeline) => pullRequestRow(pipeline, kinds)),
    ]),
    '',
  ].join('\n');
}

function environmentRow({
  name,
  account,
  region,
  retain,
  logRetentionDays,
  approvers,
}: Environment): string[] {
  return [
    name,
    account,
    region,
    retain ? 'data stays' : 'data goes',
    `${logRetentionDays}d`,
    approvers.join(' ') || '-',
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
