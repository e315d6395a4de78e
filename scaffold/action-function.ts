import { camelCase, kebabCaseName, pascalCase, upperCase } from './names';
import type { Repository } from './repository';
import { ScaffoldError, type Skeleton } from './skeleton';

const ARCHITECTURE = 'ARCHITECTURE.md';

/** A function that parses its job and fails it, its contract, a test, and its row of the table of folders. */
export function actionFunctionSkeleton(repository: Repository, given: string): Skeleton {
  const name = kebabCaseName('the name of an action function', given);
  repository.refuseExisting('an action function', [
    `handlers/${name}`,
    `handlers/${name}.ts`,
    `handlers/contract/${name}.ts`,
  ]);
  return {
    created: {
      [`handlers/contract/${name}.ts`]: contract(name),
      [`handlers/${name}/handler.ts`]: handler(name),
      [`test/handlers/${name}/handler.test.ts`]: test(name),
    },
    changed: { [ARCHITECTURE]: withFolder(repository.read(ARCHITECTURE), name) },
    next: [
      `handlers/contract/${name}.ts: say what it does and which IAM actions it needs, and name its parameters instead of \`target\``,
      `handlers/${name}/handler.ts: do it; every invocation has to be safe to repeat`,
      `${ARCHITECTURE}: say in its row what it does`,
      'use it in a kind: its `actionFunctions`, and an action of `invoke` (lib/pipeline/invoke.ts) in its stages',
      'npm run bench:handler',
    ],
  };
}

const contract = (name: string): string =>
  `
import type { ActionFunction } from './action-function';
import type { PipelineIdentity } from './names';

/** Not written yet: it fails every job. */
export const ${upperCase(name)}: ActionFunction = {
  name: '${name}',
  description: 'Not written yet: fails every job',
  roleActions: [],
};

/** UserParameters of the \`${name}\` action (JSON, at most 1,000 characters). */
export interface ${pascalCase(name)}Parameters extends PipelineIdentity {
  /** The pipeline execution, for the log; in the template \`#{codepipeline.PipelineExecutionId}\`. */
  readonly executionId?: string;
  /** What it acts on. */
  readonly target: string;
}

/** UserParameters of a pipeline's \`${name}\` action, for its template. */
export const ${camelCase(name)}UserParameters = (
  { prefix, pipeline, environment }: PipelineIdentity,
  target: string,
): string =>
  JSON.stringify({
    prefix,
    pipeline,
    environment,
    executionId: '#{codepipeline.PipelineExecutionId}',
    target,
  } satisfies ${pascalCase(name)}Parameters);
`.trimStart();

const handler = (name: string): string =>
  `
import type { ${pascalCase(name)}Parameters } from '../contract/${name}';
import { ConfigurationError } from '../errors';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import type { PipelineJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';

type ${pascalCase(name)}Job = PipelineJob<Pick<${pascalCase(name)}Parameters, 'target'>>;

/**
 * Not written yet: it parses its job, and fails it.
 *
 * The function's own role needs what \`runJob\` does and \`sts:AssumeRole\` on the pipelines' roles. What it does it does with the role of the pipeline
 * (\`pipelineCredentials\`), which must trust it and grant:
 *
 * | actions | resources |
 * |---|---|
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, ${camelCase(name)});
}

const parseParameters = ({ text }: ParameterReader) => ({ target: text('target') });

/** Read, act, answer; an error fails the action with its message. */
async function ${camelCase(name)}({ parameters: { target } }: ${pascalCase(name)}Job): Promise<JobOutcome> {
  throw new ConfigurationError(\`${name} is not written yet and does nothing, got: target \${target}\`);
}
`.trimStart();

const test = (name: string): string =>
  `
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ${upperCase(name)}, ${camelCase(name)}UserParameters } from '../../../handlers/contract/${name}';
import { handler } from '../../../handlers/${name}/handler';
import { actionHarness } from '../harness/action-harness';

const action = actionHarness(handler, () => ({ target: 'shop' }));

it('fails its job as long as it is not written', async () => {
  expect(await action.run()).toMatchObject({
    kind: 'failure',
    failureDetails: {
      type: 'ConfigurationError',
      message: '${name} is not written yet and does nothing, got: target shop',
    },
  });
});

it('fails a job that lacks a parameter, and names the parameter', async () => {
  expect(await action.run([], { parameters: { target: '' } })).toMatchObject({
    kind: 'failure',
    failureDetails: { message: expect.stringContaining('must have a text "target"') as string },
  });
});

it('reads the parameters that a pipeline gives it', async () => {
  const { identity } = action.pipeline;
  const parameters = JSON.parse(${camelCase(name)}UserParameters(identity, 'till')) as Record<string, string>;
  expect(await action.run([], { parameters })).toMatchObject({
    failureDetails: { message: expect.stringContaining('got: target till') as string },
  });
});

it('is deployed from the folder of its name', () => {
  const folder = join(__dirname, '../../../handlers', ${upperCase(name)}.name);
  expect(existsSync(join(folder, 'handler.ts'))).toBe(true);
});
`.trimStart();

/** The table of folders with a row more, in the order of the names, below the contract's row. */
function withFolder(page: string, name: string): string {
  const row = `| \`handlers/${name}/\` | an action function that is not written yet | \`handlers/\` |`;
  const lines = page.split('\n');
  const contract = lines.findIndex((line) => line.startsWith('| `handlers/contract/`'));
  if (contract < 0)
    throw new ScaffoldError(`${ARCHITECTURE} must have a row for handlers/contract/, got: none`);
  const after = lines.findIndex((line, index) => index > contract && !isBefore(line, name));
  return [...lines.slice(0, after), row, ...lines.slice(after)].join('\n');
}

function isBefore(line: string, name: string): boolean {
  const folder = /^\| `handlers\/([^`]+)\/`/.exec(line)?.[1];
  return folder !== undefined && folder < name;
}
