import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import colors from 'picocolors';
import type { BasePipeline, Config } from '../../lib/config/model';
import { nearest } from '../../lib/config/suggest';
import { loadConfig } from '../../lib/load-config';
import type { Ci } from '../../lib/source/config/uploads-model';
import {
  type CodeUploadPipeline,
  takesCode,
  takesUploads,
  type UploadsPipeline,
} from '../../lib/source/config/uploads-pipeline';
import { ciFile, codeCiFile } from './ci/ci-file';
import type { WithCi } from './ci/plan';
import { writeNew } from './write-new';

/** Options of `pipeline-factory ci`. */
export interface CiOptions {
  /** The key of an entry under `pipelines:`. */
  readonly pipeline: string;
  readonly provider: Ci['provider'];
  /** Path of the config. */
  readonly config: string;
  /** The file to write. @default - the CI file is written to `out` */
  readonly output?: string;
  /** Whether a file with other content is overwritten. @default false */
  readonly force?: boolean;
}

/**
 * Writes the file that a team's CI needs to upload releases to its pipelines.
 * @param out gets the file, or a message that it is written
 * @returns the exit code
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where the entry has no CI of this provider, or the file exists with other content
 */
export function runCi(options: CiOptions, out: NodeJS.WritableStream): number {
  const text = fileOf(entry(loadConfig(options.config), options.pipeline), options);
  if (options.output === undefined) out.write(text);
  else out.write(`${colors.green('✓')} ${writeNew(options.output, text, options.force)}\n`);
  return 0;
}

function fileOf(pipelines: readonly BasePipeline[], options: CiOptions): string {
  const code = pipelines.filter(takesCode);
  if (code.length > 0) return codeCiFile(ofProvider(code, options));
  const uploads = pipelines.filter(takesUploads);
  if (uploads.length > 0) return ciFile(ofProvider(uploads, options));
  throw new ExpectedError(
    `pipelines.${options.pipeline}.source is a git repository, which CodeBuild builds: its CI has nothing to upload`,
  );
}

/** The pipelines of an entry, one for each environment. */
function entry({ pipelines }: Config, wanted: string): BasePipeline[] {
  const found = pipelines.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const known = [...new Set(pipelines.map(({ name }) => name))];
  const meant = nearest(wanted, known);
  const question = meant ? ` Did you mean ${meant}?` : '';
  throw new ExpectedError(`there is no ${wanted} under pipelines:.${question} There is ${known.join(', ')}`);
}

/** Those whose releases a CI of this provider uploads. */
function ofProvider<P extends UploadsPipeline | CodeUploadPipeline>(
  pipelines: readonly P[],
  { pipeline: name, provider, config }: CiOptions,
): [WithCi<P>, ...WithCi<P>[]] {
  const having = pipelines.filter(hasCi);
  if (having.length === 0)
    throw new ExpectedError(`pipelines.${name}.source.ci is missing in ${config}: ${linesToAdd(provider)}`);
  const [first, ...others] = having.filter(({ source }) => source.ci.provider === provider);
  if (first) return [first, ...others];
  const named = [...new Set(having.map(({ source }) => source.ci.provider))].join(', ');
  throw new ExpectedError(
    `pipelines.${name}.source.ci.provider must be the same as --provider, got: ${named} in ${config}, ${provider} on the command line`,
  );
}

const hasCi = <P extends UploadsPipeline | CodeUploadPipeline>(pipeline: P): pipeline is WithCi<P> =>
  pipeline.source.ci !== undefined;

const linesToAdd = (provider: string): string => `there is no role for the CI. Add, and deploy:

    source:
      ci:
        provider: ${provider}
        repository: ${provider === 'github' ? 'owner/name' : 'group/project'}
        branch: main
`;
