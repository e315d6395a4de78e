import { listActions } from '../pipeline/executions';
import { expectRecorded } from '../pipeline/release-record';
import { shortRevision } from '../pipeline/revision';
import { until } from '../until';
import type { LambdaContext, ServingRelease } from './context';
import { callAlias, describeAlias, readAlias } from './functions';
import type { LambdaPipeline, ReleasedFunction } from './pipeline';

/** Calls of each function that show what answers, where one version does. */
const CALLS = 3;

/**
 * Expects the versions that an execution published to answer every call of the alias, and to be on record.
 * @param executionId the execution that published them
 */
export async function expectReleaseServing(
  context: LambdaContext,
  pipeline: LambdaPipeline,
  commit: string,
  executionId: string,
): Promise<void> {
  const versions = await publishedVersions(pipeline, executionId);
  for (const one of pipeline.functions) await expectAnswers(context, pipeline, one, versions[one.name] ?? '');
  await expectRecorded(context, pipeline, commit);
  for (const [name, version] of Object.entries(versions))
    await expectRecorded(context, pipeline, `"version":"${version}"`, `version ${version} of ${name}`);
  context.serving.set(pipeline.name, { commit, executionId, versions });
}

/** Expects the versions that served before to answer every call still, once what comes after a release is done. */
export async function expectUnchanged(context: LambdaContext, pipeline: LambdaPipeline): Promise<void> {
  const { versions, commit } = servingBefore(context, pipeline);
  await until(context, `the rest of ${pipeline.name}`, 30, async () => {
    const states = await Promise.all(pipeline.functions.map((one) => readAlias(pipeline, one)));
    const rests = states.every(
      ({ version, further }, index) =>
        further === undefined && version === versions[pipeline.functions[index]?.name ?? ''],
    );
    return rests || undefined;
  }).catch((error: Error) => {
    if (context.closing.aborted) throw error; // else the expectations below report what is not at rest
  });
  for (const one of pipeline.functions) await expectAnswers(context, pipeline, one, versions[one.name] ?? '');
  await expectRecorded(context, pipeline, commit);
}

/** The release that a step before left serving. @throws Error where there is none */
export function servingBefore({ serving }: LambdaContext, { name }: LambdaPipeline): ServingRelease {
  const before = serving.get(name);
  if (!before) throw new Error(`nothing serves for ${name}`);
  return before;
}

/** The version of each function that an execution published, or found to be there. */
export async function publishedVersions(
  pipeline: LambdaPipeline,
  executionId: string,
): Promise<Record<string, string>> {
  const actions = await listActions(pipeline, executionId);
  const published = actions.find(({ actionName }) => actionName === pipeline.publish.action);
  const variables = published?.output?.outputVariables ?? {};
  return Object.fromEntries(pipeline.functions.map(({ name }) => [name, variables[name] ?? 'none']));
}

async function expectAnswers(
  { expect, terminal }: LambdaContext,
  pipeline: LambdaPipeline,
  one: ReleasedFunction,
  version: string,
): Promise<void> {
  const { functionName } = one;
  const state = await readAlias(pipeline, one);
  expect.that(
    `alias ${pipeline.alias} of ${functionName} names version ${version} alone`,
    state.further === undefined && state.version === version,
    describeAlias(state),
  );
  terminal.line(`  aws lambda invoke --function-name ${functionName} --qualifier ${pipeline.alias}`);
  const answers = await callAlias(pipeline, one, CALLS);
  const answered = [...new Set(answers.map((answer) => answer.version))].join(', ');
  expect.equal(`version ${version} answers callers of it`, answered, version);
}

/** Expects a release to publish other versions than those that serve, or for some functions the same. */
export function expectPublished(
  { expect }: LambdaContext,
  before: ServingRelease,
  published: Readonly<Record<string, string>>,
  changed: readonly ReleasedFunction[],
): void {
  for (const [name, version] of Object.entries(published)) {
    const isNew = changed.some((one) => one.name === name);
    expect.that(
      `${name} has ${isNew ? 'a new version' : `still version ${before.versions[name] ?? 'none'}, as its code is the same`}`,
      (version !== before.versions[name]) === isNew,
      `${version}, after ${before.versions[name] ?? 'none'} of ${shortRevision(before.commit)}`,
    );
  }
}
