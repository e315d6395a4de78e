import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/** Gives the functions of a pipeline code and configuration, and publishes a version of each. It moves no traffic. */
export const PUBLISH_VERSIONS: ActionFunction = {
  name: 'publish-versions',
  description: 'Publishes versions of Lambda functions from the code of a build',
  // It unpacks and packs what may be 250 MB, within a minute.
  memory: 1769,
  roleActions: [
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:PublishVersion',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
  ],
};

/** UserParameters of the `publish-versions` action (JSON, at most 1,000 characters). */
export interface PublishVersionsParameters extends ActionParameters {
  /** {@link LambdaSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
}

/** What a rollback of a release to `$LATEST` is refused with: Lambda keeps nothing that it could go back to. */
export const NO_ROLLBACK_OF_LATEST =
  'A release to $LATEST has no rollback: deploy.latest keeps no version of what served before; release the former commit or code again';

/** Namespace of the action's variables. */
export const VERSIONS_NAMESPACE = 'Versions';

/**
 * Output variables of the action: for each function, by its name in the config, the version that was published or was
 * there already, or `$LATEST` where that serves, and in `SUMMARY` what an approval shows of them in at most 600 characters: version, what serves,
 * whether the code differs, and which keys of the configuration differ, without values.
 */
export type PublishVersionsVariables = Readonly<Record<string, string>> & { readonly SUMMARY: string };

/** UserParameters of a pipeline's `publish-versions` action, for its template. */
export const publishVersionsUserParameters = (identity: PipelineIdentity, settings: string): string =>
  JSON.stringify({ ...actionParameters(identity), settings } satisfies PublishVersionsParameters);

/** The version of a function, for the template of an action after this one. */
export const publishedVersion = (name: string): string => `#{${VERSIONS_NAMESPACE}.${name}}`;
