import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { ActionFunction } from '../../../handlers/contract/action-function';
import { NO_ROLLBACK_OF_LATEST, PUBLISH_VERSIONS } from '../../../handlers/contract/publish-versions';
import { RECORD_VERSIONS } from '../../../handlers/contract/record-versions';
import { describeAlias, LATEST, readAlias } from '../../../handlers/versions/alias';
import { readConfiguration } from '../../../handlers/versions/read-configuration';
import { readLatestSettings } from '../../../handlers/versions/read-settings';
import type { DeploymentType, Fact, ReleasePipeline, Serving } from '../model';

/**
 * An action function gives Lambda functions code and configuration, which an alias on `$LATEST` serves at once.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export const lambdaLatest: DeploymentType = {
  title: 'Lambda, $LATEST',
  locate: ({ stages = [] }: PipelineDeclaration) =>
    stages.flatMap((stage) => {
      const action = actionOf(stage, PUBLISH_VERSIONS);
      return action !== undefined && actionOf(stage, RECORD_VERSIONS) !== undefined
        ? [{ stage: stage.name ?? '', action }]
        : [];
    })[0],
  readServing,
  readNeeds: () => Promise.resolve([]),
  readDifferences: () =>
    Promise.reject(
      new ExpectedError(
        'its alias names $LATEST: no version is published that could be compared with what serves',
      ),
    ),
  describeRollback: () => Promise.resolve(NO_ROLLBACK_OF_LATEST),
  noRollback: NO_ROLLBACK_OF_LATEST,
  whileRunning: 'what it has released serves, and nothing goes back',
};

const actionOf = ({ actions = [] }: StageDeclaration, { name }: ActionFunction): string | undefined =>
  actions.find(({ configuration }) => configuration?.FunctionName?.endsWith(`-${name}`))?.name;

/** What each alias names, and whether the code is what the record has. Functions that are not there are left out. */
async function readServing({
  clients: { lambda, ssm },
  identity,
  record,
}: ReleasePipeline): Promise<Serving | undefined> {
  const settings = identity && (await readLatestSettings(ssm, identity));
  const facts: Fact[] = [];
  const differing: string[] = [];
  const recorded = record?.serving.type === 'lambda' ? record.serving : undefined;
  for (const [name, { functionName }] of Object.entries(settings?.functions ?? {})) {
    const alias = await readAlias(lambda, functionName, settings?.alias ?? '');
    const code = (await readConfiguration(lambda, functionName))?.CodeSha256;
    if (!alias || code === undefined) continue;
    const moved = alias.version === LATEST ? '' : '; somebody moved the alias, which is to name $LATEST';
    facts.push({
      name: `serves ${name}`,
      value: `${describeAlias(alias)} of ${functionName}, alias ${alias.name}${moved}`,
    });
    const { version, codeSha256 } = recorded?.functions[name] ?? {};
    if (version !== alias.version) differing.push(`it names ${version ?? 'nothing'} of ${name}`);
    else if (codeSha256 !== code) differing.push(`$LATEST of ${name} has other code than it names`);
  }
  if (facts.length === 0) return undefined;
  if (!recorded) return { facts };
  if (differing.length > 0) return { facts, recordDiffers: differing.join(', ') };
  const { pipelineExecutionId, servingSince } = recorded;
  return { facts, executionId: pipelineExecutionId, since: new Date(servingSince) };
}
