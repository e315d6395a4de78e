import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipelineName } from '../../handlers/contract/names';
import { identityOf, pullRequestsName } from '../../lib/config/identity';
import { loadConfig } from '../../lib/load-config';
import type { Config } from '../../lib/config/model';
import { nearest } from '../../lib/config/suggest';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { toMermaid } from './graph/mermaid';
import type { PipelineGraph } from './graph/pipeline-graph';
import { readPipelines } from './graph/read-pipelines';
import { toSvg } from './graph/svg';
import { interruption } from './interruption';
import { synthesize } from './synthesize';
import { writeWhole } from './write-whole';

/** Options of `pipeline-factory graph`. */
export interface GraphOptions {
  /** The name of a pipeline, or of an entry in the config for its pipelines. @default - all of them */
  readonly pipeline?: string;
  /** The file to draw a picture in. @default - Mermaid goes to `out` */
  readonly svg?: string;
  /** Path of the config. */
  readonly config: string;
}

/**
 * Draws pipelines from the templates that would be deployed.
 * @returns the exit code
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where there is no such pipeline, or the picture cannot be written
 */
export async function drawPipelines(options: GraphOptions, out: NodeJS.WritableStream): Promise<number> {
  const names = pipelineNames(loadConfig(options.config), options.pipeline);
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-factory-graph-'));
  try {
    await synthesize(resolve(options.config), folder, interruption());
    const graphs = readPipelines(folder).filter(({ name }) => names.includes(name));
    if (options.svg === undefined) out.write(toMermaid(...graphs));
    else draw(graphs, options.svg, out);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The full names of the wanted pipelines. */
function pipelineNames({ pipelines, pullRequests }: Config, wanted: string | undefined): string[] {
  const all = [
    ...pipelines.map((pipeline) => ({ entry: pipeline.name, name: pipelineName(identityOf(pipeline)) })),
    ...pullRequests.map((pipeline) => ({
      entry: pipeline.name,
      name: pullRequestsName(identityOf(pipeline)),
    })),
  ];
  const matching = all.filter(
    ({ entry, name }) => wanted === undefined || name === wanted || entry === wanted,
  );
  if (matching.length > 0) return matching.map(({ name }) => name);
  const known = [...new Set(all.flatMap(({ entry, name }) => [name, entry]))];
  const meant = nearest(wanted ?? '', known);
  const question = meant ? ` Did you mean ${meant}?` : '';
  throw new ExpectedError(
    `there is no pipeline ${wanted}.${question} Pipelines are ${all.map(({ name }) => name).join(', ')}`,
  );
}

function draw(graphs: readonly PipelineGraph[], file: string, out: NodeJS.WritableStream): void {
  try {
    writeWhole(file, toSvg(...graphs));
  } catch (error) {
    throw new ExpectedError(`the picture cannot be written to ${file}: ${(error as Error).message}`);
  }
  out.write(`${graphs.map(({ name }) => name).join(', ')}: drawn in ${file}\n`);
}
