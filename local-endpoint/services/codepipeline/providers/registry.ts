import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import { codeBuildBuild, codeBuildTest } from './codebuild';
import { codeCommitSource } from './codecommit-source';
import { codeDeployToEcs } from './codedeploy-to-ecs';
import { codeStarSourceConnection } from './codestar-source-connection';
import { ecrSource } from './ecr-source';
import { ecsDeploy } from './ecs';
import { lambdaDeploy } from './lambda-deploy';
import { lambdaInvoke } from './lambda-invoke';
import { manualApproval } from './manual-approval';
import type { ActionProvider } from './provider';
import { s3Source } from './s3-source';

/** Everything an action can be here. Another provider is another file and another line. */
export const PROVIDERS: readonly ActionProvider[] = [
  s3Source,
  ecrSource,
  codeStarSourceConnection,
  codeCommitSource,
  manualApproval,
  lambdaInvoke,
  codeBuildBuild,
  codeBuildTest,
  codeDeployToEcs,
  ecsDeploy,
  lambdaDeploy,
];

/** The provider of an action type. @default - undefined, where there is none */
export function findActionProvider({
  category,
  owner,
  provider,
  version,
}: ActionTypeId): ActionProvider | undefined {
  return PROVIDERS.find(
    ({ type }) =>
      type.category === category &&
      type.owner === owner &&
      type.provider === provider &&
      type.version === version,
  );
}

/** The provider of an action type that a valid structure names. */
export function providerOf(type: ActionTypeId): ActionProvider {
  const provider = findActionProvider(type);
  if (!provider) throw new Error(`no provider ${type.category}/${type.provider}`);
  return provider;
}
