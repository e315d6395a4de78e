import colors from 'picocolors';
import { loadSpec } from '../../lib/config/read-config';
import type { Environment, Spec } from '../../lib/config/model';
import { formatProblems, SpecError } from '../../lib/config/config-error';
import { table } from './table';
import { PIPELINE_HEADING, pipelineRow } from './validate/pipeline-row';
import { workTreeOf } from './validate/work-tree';

/**
 * Checks a spec and shows what it makes.
 * @param out takes the summary
 * @param problems takes what is wrong, and what is right but probably not meant @default - standard error
 * @returns the exit code: 0, or 1 where anything is wrong
 */
export function runValidate(
  file: string,
  out: NodeJS.WritableStream,
  problems: NodeJS.WritableStream = process.stderr,
): number {
  const color = 'isTTY' in problems && problems.isTTY === true;
  try {
    const spec = loadSpec(file, workTreeOf(file));
    out.write(summary(spec, file));
    if (spec.warnings.length > 0)
      problems.write(
        `${formatProblems(spec.warnings, 'warning', color)}\n\n${counted(spec.warnings.length, 'warning')}\n`,
      );
    return 0;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    problems.write(`${error.format(color)}\n\n${counted(error.problems.length, 'problem')}\n`);
    return 1;
  }
}

function summary({ prefix, environments, pipelines }: Spec, file: string): string {
  const counts = `${counted(environments.length, 'environment')}, ${counted(pipelines.length, 'pipeline')}`;
  return [
    `${colors.green('✓')} ${file} is right: prefix ${prefix}, ${counts}`,
    '',
    ...table(
      ['environment', 'account', 'region', 'at destroy', 'logs', 'approvers'],
      environments.map(environmentRow),
    ),
    '',
    ...table(PIPELINE_HEADING, pipelines.map(pipelineRow)),
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
