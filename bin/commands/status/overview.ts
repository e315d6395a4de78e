import { existsSync } from 'node:fs';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import { loadConfig } from '../../../lib/load-config';
import type { ReleaseClients } from '../../releases/clients';
import { versionOf } from '../../releases/history';
import { writeJson } from '../../releases/json';
import { type PipelineOverview, readOverview } from '../../releases/overview';
import { COLUMNS, shortAge, shortened, shortSource, whoOf } from '../../releases/text';
import type { ReleaseOptions, ReleaseTools } from '../../releases/tools';
import { table } from '../table';

/**
 * Shows all pipelines of a config: what serves, and what is on its way.
 * @returns the exit code
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is none
 */
export async function showOverview(
  { config, region, profile, json }: Omit<ReleaseOptions, 'pipeline'>,
  out: NodeJS.WritableStream,
  { clientsFor, now }: ReleaseTools,
): Promise<number> {
  const file = config ?? 'pipelines.yaml';
  if (config === undefined && !existsSync(file))
    throw new ExpectedError(`there is no ${file} here: --config must name one, or PIPELINE a pipeline`);
  const { pipelines } = loadConfig(file);
  const shown = region ? pipelines.filter(({ environment }) => environment.region === region) : pipelines;
  const byRegion = new Map<string, ReleaseClients>();
  const clientsIn = (one: string): ReleaseClients => {
    const clients = byRegion.get(one) ?? clientsFor({ region: one, profile });
    byRegion.set(one, clients);
    return clients;
  };
  const overview = await readOverview(shown, clientsIn);
  if (json) writeJson(out, overview);
  else out.write(`${linesOf(overview, now()).join('\n')}\n`);
  return 0;
}

const HEADING = ['pipeline', 'version', 'since', 'source', 'approved by'];

/** The longest cell, so that a line has 80 columns where the pipeline's name has at most 38. */
const MAX_APPROVER = 12;

/** A row a pipeline, below it what is on its way. */
function linesOf(overview: readonly PipelineOverview[], now: Date): string[] {
  if (overview.length === 0) return ['The config has no pipelines'];
  const [heading = '', ...rows] = table(
    HEADING,
    overview.map((one) => cellsOf(one, now)),
  );
  return [heading, ...overview.flatMap((one, index) => [rows[index] ?? '', ...below(one, now)])];
}

function cellsOf({ name, serving }: PipelineOverview, now: Date): string[] {
  if (!serving) return [name, '-', '-', '-', '-'];
  const { commit, approvedBy, servingSince } = serving;
  return [
    name,
    versionOf(serving),
    shortAge(new Date(servingSince), now),
    shortSource(commit?.id ?? releasedDigest(serving) ?? '-'),
    approvedBy === undefined ? '-' : shortened(whoOf(approvedBy), MAX_APPROVER),
  ];
}

/** Of uploads, which have no commit, the digest of the first image. */
function releasedDigest(serving: PipelineOverview['serving']): string | undefined {
  const [image] = serving?.type === 'ecs' ? Object.values(serving.images) : [];
  return image?.split('@')[1];
}

function below({ found, account, recordProblem, underWay }: PipelineOverview, now: Date): string[] {
  const lines = [
    ...(found === 'not deployed' ? [colors.dim('is not deployed')] : []),
    ...(found === 'elsewhere'
      ? [colors.dim(`is in account ${account}: --profile names credentials of it`)]
      : []),
    ...(recordProblem === undefined
      ? []
      : [colors.yellow(`has a record that cannot be read: ${recordProblem}`)]),
    ...(underWay ? [COLORS[underWay.state](`${underWay.text}${sinceText(underWay.since, now)}`)] : []),
  ];
  return lines.map((line) => `    ${shortened(line, 2 * COLUMNS)}`);
}

const sinceText = (since: Date | undefined, now: Date): string =>
  since ? `, for ${shortAge(since, now)}` : '';

const COLORS = {
  failed: colors.red,
  runs: colors.cyan,
  'is stopped before': colors.yellow,
  'waits before': colors.cyan,
  'waits for approval': colors.yellow,
} as const;
