import {
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  type RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { parse } from 'yaml';
import { excerptOf } from '../../../../handlers/excerpt';
import { isObject } from '../../../../handlers/json';
import { actionsOfProvider } from '../../../../rehearsal/pipeline/deployed-pipeline';
import { readArtifactFile } from '../../diff/artifacts';
import { type Difference, differences } from '../../diff/differences';
import type { ExecutedActions, ReleasePipeline } from '../../model';

/**
 * What a release would change of the file that CodeDeploy follows, field by field: container and port, hooks, network. The
 * task definition is left out, of which CodePipeline puts another ARN in for each release.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 * @param deploymentId of what serves @default - no deployment made it, and everything is new
 * @returns nothing, too, where CodeDeploy does not give away the file of what serves
 * @throws ExpectedError where the execution has not made its artifact yet, or that has no such file, or no mapping in YAML
 */
export async function compareAppSpecs(
  pipeline: ReleasePipeline,
  actions: ExecutedActions,
  deploymentId: string | undefined,
): Promise<Difference[]> {
  const { configuration = {} } = actionsOfProvider(pipeline.declaration, 'CodeDeployToECS')[0] ?? {};
  const { AppSpecTemplateArtifact: artifact = '', AppSpecTemplatePath: path = 'appspec.yaml' } =
    configuration;
  const text = await readArtifactFile(pipeline.clients, actions, artifact, path);
  if (text === undefined) throw new ExpectedError(`artifact ${artifact} must have ${path}, got: none`);
  const after = comparable(path, text);
  if (deploymentId === undefined) return differences(undefined, after, 'appspec');
  const before = await readDeployed(pipeline, deploymentId);
  return before === undefined ? [] : differences(comparable(path, before), after, 'appspec');
}

/** A deployment names its file by a hash; the application has what is in it. */
async function readDeployed(
  { clients: { codeDeploy } }: ReleasePipeline,
  deploymentId: string,
): Promise<string | undefined> {
  try {
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    const { applicationName, revision } = deploymentInfo ?? {};
    if (!revision || contentOf(revision) !== undefined) return contentOf(revision);
    const request = new GetApplicationRevisionCommand({ applicationName, revision });
    return contentOf((await codeDeploy.send(request)).revision);
  } catch (error) {
    if (!/^(Application|Deployment|Revision)DoesNotExistException$/.test((error as Error).name)) throw error;
    return undefined;
  }
}

const contentOf = (revision: RevisionLocation | undefined): string | undefined =>
  revision?.appSpecContent?.content ?? revision?.string?.content;

function comparable(path: string, text: string): unknown {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    throw new ExpectedError(`${path} must be YAML, got: ${(error as Error).message.split('\n')[0]}`);
  }
  if (!isObject(parsed)) throw new ExpectedError(`${path} must be a mapping, got: ${excerptOf(parsed)}`);
  return withoutTaskDefinition(parsed);
}

function withoutTaskDefinition(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTaskDefinition);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([member, one]) => member !== 'TaskDefinition' && one !== null);
  return Object.fromEntries(kept.map(([member, one]) => [member, withoutTaskDefinition(one)]));
}
