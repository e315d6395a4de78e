import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { connectionParameterName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Connection } from '../config/model';
import { COMMIT } from './commit';
import type { GitSource } from './config/git-model';

/**
 * Takes a commit through a connection of CodeConnections. The filters of the pipeline's trigger detect changes, so the
 * action itself does not. The connection may be used under the service's present prefix, or under the one it had as
 * CodeStar Connections, and for this repository only. Requests that are about no repository carry no such key, and which
 * prefix the key has is not documented for every age of a connection: a key that is there must match.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-access
 * @param connection ARN
 */
export function connectionSource({ repository, branch }: GitSource, connection: string): Action {
  return {
    name: COMMIT.action,
    category: 'Source',
    provider: 'CodeStarSourceConnection',
    configuration: {
      ConnectionArn: connection,
      FullRepositoryId: repository,
      BranchName: branch,
      DetectChanges: 'false',
      OutputArtifactFormat: 'CODE_ZIP',
    },
    outputs: [COMMIT.artifact],
    namespace: COMMIT.action,
    grants: [
      {
        actions: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
        resources: [connection],
        conditions: {
          StringEqualsIfExists: {
            'codeconnections:FullRepositoryId': repository,
            'codestar-connections:FullRepositoryId': repository,
          },
        },
      },
    ],
  };
}

/** The ARN that the config names, or the one that the stack of the sources keeps in Parameter Store. */
export function connectionArn(
  scope: Construct,
  { name, arn }: Connection,
  { prefix }: PipelineIdentity,
): string {
  if (arn) return arn;
  return new CfnParameter(scope, 'Connection', {
    type: 'AWS::SSM::Parameter::Value<String>',
    default: connectionParameterName(prefix, name),
  }).valueAsString;
}
